#include "models/preservation/mets.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>

#include "models/preservation/mix.hpp"
#include "models/preservation/premis.hpp"

using namespace nuskha;

namespace {

MetsHeader header() {
    MetsHeader h;
    h.item = "AZ-0012";
    h.description.title = "Kitab";
    h.created = 1'700'000'100;
    h.software = "nuskha 0.1.0";
    return h;
}

Digests digests(char c) {
    return {std::string(128, c), std::string(64, c), std::string(32, c)};
}

template <typename Write>
std::string part(Write write) {
    std::string all;
    XmlWriter xml([&](std::string_view bytes) { all += bytes; });
    write(xml);
    xml.finish();
    return all;
}

bool has(const std::string& text, const std::string& what) {
    return text.find(what) != std::string::npos;
}

}  // namespace

TEST_CASE("event types of the Library of Congress have their URI, others none") {
    const std::string base = "http://id.loc.gov/vocabulary/preservation/eventType/";
    CHECK(event_type_uri("message digest calculation") == base + "mes");
    CHECK(event_type_uri("fixity check") == base + "fix");
    CHECK(event_type_uri("validation") == base + "val");
    CHECK(event_type_uri("ingestion") == base + "ing");
    CHECK(event_type_uri("metadata extraction") == base + "mee");
    CHECK(event_type_uri("deskew").empty());
}

TEST_CASE("a PREMIS event tells what, when, by whom, and its numbers with their units") {
    const Event event{"fixity check",
                      "intake",
                      "success",
                      "Compared.",
                      {{"bytes", 12345678, "byte"}, {"ratio", 0.25, ""}},
                      "nuskha intake/1",
                      1'700'000'000};
    const std::vector<PremisLink> links{{"AZ-0012/scans/1.tif", "source"}};
    const std::string xml = part([&](XmlWriter& x) { write_premis_event(x, "e1", event, links); });
    CHECK(has(xml, "eventDateTime>2023-11-14T22:13:20Z<"));
    CHECK(has(xml, "eventType/fix\">fixity check<"));
    CHECK(has(xml, "eventDetail>intake: Compared.<"));
    CHECK(has(xml, "eventOutcomeDetailNote>bytes = 12345678 byte; ratio = 0.25<"));
    CHECK(has(xml, "linkingAgentIdentifierValue>nuskha intake/1<"));
    CHECK(has(xml, "linkingObjectIdentifierValue>AZ-0012/scans/1.tif<"));
    const std::string agent = part([](XmlWriter& x) { write_premis_agent(x, "Tesseract 5.3.0"); });
    CHECK(has(agent, "agentName>Tesseract<"));
    CHECK(has(agent, "agentVersion>5.3.0<"));
}

TEST_CASE("MIX says what the file says, and nothing that it does not") {
    ImageFacts f;
    f.mime = "image/tiff";
    f.width = 10;
    f.height = 20;
    f.colour_space = "RGB";
    f.samples_per_pixel = 4;
    f.bits_per_sample = 16;
    f.ppi_x = 299.72;
    f.ppi_y = 300;
    f.orientation = 6;
    f.captured = "2024-02-29T10:00:00+04:00";
    const auto mix = [&] { return part([&](XmlWriter& x) { write_mix(x, f, "id", 7); }); };
    std::string xml = mix();
    CHECK(has(xml, "<mix:orientation>normal, rotated ccw 90°<"));
    CHECK(has(xml, "<mix:dateTimeCreated>2024-02-29T10:00:00+04:00<"));
    CHECK(has(xml, "<mix:numerator>7493</mix:numerator>"));
    CHECK(has(xml, "<mix:denominator>25</mix:denominator>"));
    CHECK(has(xml, "<mix:numerator>300</mix:numerator>"));
    CHECK(has(xml, "<mix:extraSamples>unspecified data<"));
    CHECK_FALSE(has(xml, "ScannerCapture"));
    CHECK_FALSE(has(xml, "Compression"));
    for (const char* no_date : {"2023-02-29", "2024:01:01 10:00:00", "2024-1-1", "yesterday",
                                "2024-01-01T25:00:00", "2024-01-01T10:00:00Zz"}) {
        f.captured = no_date;
        CHECK_FALSE(has(mix(), "dateTimeCreated"));
    }
    f.captured = "2024";
    CHECK(has(mix(), "<mix:dateTimeCreated>2024<"));
}

TEST_CASE("MIX carries what was measured of the picture, and of other events nothing") {
    const std::vector<Event> events{{"image processing",
                                     "deskew",
                                     "success",
                                     "",
                                     {{"skew", 1, "degree"}},
                                     "nuskha deskew/1",
                                     0},
                                    {"quality review",
                                     "inspect",
                                     "success",
                                     "",
                                     {{"edge_width", 1.75, "pixel"}, {"parts", 900, ""}},
                                     "nuskha inspect/4",
                                     0}};
    const std::string xml =
        part([&](XmlWriter& x) { write_mix(x, ImageFacts{}, "id", 7, events); });
    CHECK(has(xml, "by=\"nuskha inspect/4\""));
    CHECK(has(xml, "name=\"edge_width\" unit=\"pixel\">1.75<"));
    CHECK(has(xml, "name=\"parts\">900<"));
    CHECK_FALSE(has(xml, "skew"));
    CHECK_FALSE(has(part([&](XmlWriter& x) { write_mix(x, ImageFacts{}, "id", 7); }), "Extension"));
}

TEST_CASE("METS ties pages, scans and what was derived together") {
    std::string xml;
    MetsWriter mets([&](std::string_view bytes) { xml += bytes; }, header());
    Page page;
    CHECK_THROWS_AS(mets.page({page, {}, {}}), std::logic_error);
    mets.scan({{"scans/1 ə.tif", digests('a'), 5, "image/tiff", "fmt/353", "6.0", ""},
               "AZ 12/1 ə.tif",
               {}});
    page.id = {"AZ-0012", "1 ə.tif", 2, 1};
    page.geometry = Geometry(Size{200, 100}, 1).cropped({100, 0, 100, 100});
    page.events = {{"text recognition", "recognise", "success", "", {}, "Tesseract 5.3.0", 60}};
    mets.page({page, SealedFile{"alto/1.xml", digests('b'), 6, "application/xml", "", "", ""}, {}});
    page.id.side = 2;  // of the same image: MIX is not said again
    mets.page({page, {}, {}});
    mets.finish({}, {});
    CHECK(has(xml, "ID=\"page-0001-image\""));
    CHECK_FALSE(has(xml, "page-0002-image"));
    CHECK(has(xml, "xlink:href=\"scans/1%20%C9%99.tif\""));
    CHECK(has(xml, "originalName>AZ 12/1 ə.tif<"));
    CHECK(has(xml, "LABEL=\"1 ə.tif image 3 side 2\""));
    CHECK(has(xml,
              "FILEID=\"file-scan-0001\" SHAPE=\"POLY\" "
              "COORDS=\"100,0,200,0,200,100,100,100\""));
    CHECK(has(xml, "<mets:fptr FILEID=\"file-page-0001-alto\"/>"));
    CHECK(has(xml,
              "ADMID=\"scan-0001-object page-0001-image page-0001-event-01 "
              "page-0002-event-01\""));
    CHECK(has(xml, "relationshipSubType>has source<"));
    CHECK(has(xml,
              "relatedEventIdentifierValue>"
              "AZ-0012#1970-01-01T00:01:00Z#page-0001-event-01<"));
    CHECK(has(xml, "linkingObjectIdentifierValue>AZ-0012/alto/1.xml<"));
    CHECK(has(xml, "agentName>Tesseract<"));
}

TEST_CASE("a METS of many pages is handed over as it grows") {
    std::size_t total = 0, largest = 0;
    MetsWriter mets(
        [&](std::string_view bytes) {
            total += bytes.size();
            largest = std::max(largest, bytes.size());
        },
        header());
    Page page;
    page.events.assign(5, {"image processing",
                           "deskew",
                           "success",
                           "Straightened.",
                           {{"skew", 1, "degree"}},
                           "nuskha deskew/1",
                           60});
    std::size_t held_back = 0;
    for (int i = 0; i < 2'000; ++i) {
        const std::size_t before = total;
        mets.scan(
            {{fmt::format("scans/{}.tif", i), digests('a'), 5, "image/tiff", "", "", ""}, "x", {}});
        mets.page({page, {}, {}});
        held_back = total == before ? held_back + 1 : 0;
        CHECK(held_back < 4);
    }
    mets.finish({}, {});
    CHECK(total > 10'000'000);
    CHECK(largest < 64 * 1024);
}
