#include "models/preservation/mets_update.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace nuskha;

namespace {

constexpr Timestamp sealed = 1'700'000'000, later = 1'800'000'000;

SealedFile file(const std::string& path, char digest, std::uint64_t bytes = 10) {
    return {path,  {std::string(128, digest), std::string(64, digest), std::string(32, digest)},
            bytes, "application/xml",
            "",    "",
            ""};
}

Event event(const char* stage, Timestamp time, const char* agent) {
    return {"optical character recognition", stage, "success", "read with aze", {}, agent, time};
}

// Two scans, a page each; the second page has no text.
std::string mets() {
    std::string all;
    MetsHeader header;
    header.item = "AZ-0012";
    header.description.title = "Kitab \"bir\" & iki";
    header.created = sealed;
    header.software = "nuskha 0.1.0";
    MetsWriter writer([&](std::string_view part) { all += part; }, header);
    for (int i = 1; i <= 2; ++i) {
        const std::string name = "000" + std::to_string(i) + ".tif";
        MetsScan scan;
        scan.file = file("scans/" + name, 'a');
        scan.original_name = "AZ-0012/" + name;
        writer.scan(scan);
        Page page;
        page.id = {"AZ-0012", name, 0, 0};
        page.geometry = Geometry({100, 200}, 1);
        page.events = {event("recognise", sealed, "Tesseract 5.0.0")};
        writer.page({page, file("alto/" + name + ".xml", 'b'),
                     i == 1 ? std::optional(file("text/" + name + ".txt", 'c')) : std::nullopt});
    }
    writer.finish({event("seal", sealed, "nuskha 0.1.0")},
                  {file("text.txt", 'd'), file("findings.json", 'e')});
    return all;
}

MetsUpdate change_of_page(std::size_t number, std::optional<SealedFile> text) {
    MetsUpdate update;
    update.item = "AZ-0012";
    update.time = later;
    const std::string name = "000" + std::to_string(number) + ".tif";
    update.pages[number] = {"scans/" + name,
                            file("alto/" + name + ".xml", 'f', 77),
                            std::move(text),
                            {event("recognise", later, "Tesseract 6.0.0")}};
    return update;
}

std::string updated(const std::string& old, const MetsUpdate& update) {
    std::string all;
    const auto why = update_mets(old, update, [&](std::string_view part) { all += part; });
    CHECK(why.value_or("") == "");
    return all;
}

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t n = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        ++n;
    return n;
}

bool has(const std::string& text, const std::string& what) {
    return count(text, what) > 0;
}

}  // namespace

TEST_CASE("a METS in which nothing became new is copied letter by letter, but for its date") {
    const std::string old = mets();
    std::string copy = updated(old, {"AZ-0012", later, {}, {}, {}});
    const std::string date = " LASTMODDATE=\"2027-01-15T08:00:00Z\"";
    REQUIRE(has(copy, date));
    copy.erase(copy.find(date), date.size());
    CHECK(copy == old);
}

TEST_CASE("a page's new files take the place of the old; its earlier events stay") {
    const std::string text = updated(mets(), change_of_page(1, file("text/0001.tif.txt", '9', 5)));
    CHECK(count(text, std::string(128, 'b')) == 2);  // object and file of the other page alone
    CHECK(count(text, std::string(128, 'c')) == 0);
    CHECK(count(text, std::string(128, 'f')) == 2);
    CHECK(count(text, std::string(128, '9')) == 2);
    CHECK(has(text, "AZ-0012#2023-11-14T22:13:20Z#page-0001-event-01"));
    CHECK(has(text, "ID=\"page-0001-event-02\""));
    // Both objects name the event that made them, which is the new one.
    CHECK(count(text, "AZ-0012#2027-01-15T08:00:00Z#page-0001-event-02") == 3);
    CHECK(has(text, "ADMID=\"page-0001-alto-object page-0001-event-01 page-0001-event-02\""));
    CHECK(count(text, "FILEID=\"file-page-0001-text\"") == 1);
    CHECK(count(text, "<premis:agentName>Tesseract</premis:agentName>") == 2);
}

TEST_CASE("a page that had no text gets one, and one that had loses it") {
    const std::string got = updated(mets(), change_of_page(2, file("text/0002.tif.txt", '9')));
    CHECK(count(got, "FILEID=\"file-page-0002-text\"") == 1);
    CHECK(count(got, "ID=\"file-page-0002-text\"") == 2);
    CHECK(count(got, "USE=\"TEXT\"") == 1);
    const std::string lost = updated(mets(), change_of_page(1, {}));
    CHECK(count(lost, "page-0001-text") == 0);
}

TEST_CASE("files of the item are replaced by their path, others are added") {
    MetsUpdate update{"AZ-0012",
                      later,
                      {},
                      {file("findings.json", '7'), file("imported/0001 a.xml", '8')},
                      {event("import-text", later, "nuskha 0.2.0")}};
    const std::string text = updated(mets(), update);
    CHECK(count(text, std::string(128, 'e')) == 0);
    CHECK(count(text, std::string(128, '7')) == 2);
    CHECK(count(text, std::string(128, 'd')) == 2);
    CHECK(has(text, "imported/0001%20a.xml"));
    CHECK(count(text, "FILEID=\"file-other-0003\"") == 1);
    CHECK(has(text, "ADMID=\"item-object item-event-01 item-event-02\""));
    CHECK(has(text, "<premis:agentName>nuskha</premis:agentName>"));
}

TEST_CASE("an update of an update keeps all events") {
    const std::string once = updated(mets(), change_of_page(1, file("text/0001.tif.txt", '9')));
    const std::string twice = updated(once, change_of_page(1, file("text/0001.tif.txt", '8')));
    CHECK(count(twice, "ID=\"page-0001-event-0") == 3);
    CHECK(count(twice, "LASTMODDATE") == 1);
}

TEST_CASE("what is no METS of the item is refused") {
    const auto why = [](const std::string& xml, const MetsUpdate& update) {
        return update_mets(xml, update, [](std::string_view) {}).value_or("");
    };
    const MetsUpdate none{"AZ-0012", later, {}, {}, {}};
    CHECK(has(why("", none), "not well-formed"));
    CHECK(has(why(mets().substr(0, 3000), none), "not well-formed"));
    CHECK(has(why("<a/>", none), "not a METS file of the item"));
    CHECK(has(why(mets(), {"AZ-0013", later, {}, {}, {}}), "not a METS file of the item"));
    CHECK(has(why(mets(), change_of_page(3, {})), "all the pages"));
    CHECK(has(why("<!DOCTYPE a><a/>", none), "document type"));
}
