#include "models/transcription/alto_record.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace nuskha;

namespace {

Page sample(const Geometry& geometry) {
    Page page;
    page.id = {"AZ-0012", "0001.tif", 2, 1};
    page.languages = {"az-Latn", "ru"};
    page.geometry = geometry;
    page.text = Text{{}, {"ru"}, {{"Cyrillic", "0a"}, {"rus", "1b"}}, "Tesseract 5.3.0"};
    page.events = {{"image processing", "deskew", "success", "", {{"skew", 1.5, "degree"}}, "", 0},
                   {"image adjustment", "tone", "left alone", "", {}, "", 0}};
    return page;
}

std::string alto_of(const Page& page, const AltoPreparation* prepared = nullptr) {
    std::string xml;
    write_alto(page, {{"5a", "26", ""}, 7, "nuskha", "0.1.0", prepared},
               [&](std::string_view part) { xml += part; });
    return xml;
}

Geometry bent() {
    Bend bend{2000, {0, 12.5, -3}, {0, 0.01, -0.02}};
    return Geometry({2480, 3508}, 6)
        .rotated(-1.25)
        .flattened(bend, {10, 20, 2000, 3000})
        .cropped({5, 5, 1900, 2900});
}

}  // namespace

TEST_CASE("what ALTO states of a page's making is read back") {
    const AltoRecord record = read_alto_record(alto_of(sample(Geometry({2480, 3508}, 1))));
    CHECK(record.fault.empty());
    CHECK(record.scan_sha512 == "5a");
    CHECK(record.number == 7);
    CHECK(record.image == 2);
    CHECK(record.side == 1);
    CHECK(record.languages == std::vector<std::string>{"ru", "az-Latn"});  // as it was read first
    CHECK(record.read);
    CHECK(record.engine == "Tesseract 5.3.0");
    CHECK(record.models == std::vector<Model>{{"Cyrillic", "0a"}, {"rus", "1b"}});
    CHECK(record.preparation.software == "nuskha");
    CHECK(record.preparation.steps.front() == "deskew: success, skew 1.5 degree");
    CHECK(record.geometry == Geometry({2480, 3508}, 1));
}

TEST_CASE("a page lies on its scan where it lay, to the last bit") {
    for (const Geometry& geometry :
         {Geometry({2480, 3508}, 1), Geometry({2480, 3508}, 6).rotated(3.3),
          Geometry({20000, 9000}, 8).rotated(-0.7).cropped({100.5, 33.25, 15000, 8000}), bent()}) {
        const AltoRecord record = read_alto_record(alto_of(sample(geometry)));
        CHECK(record.fault.empty());
        CHECK(record.geometry == geometry);
    }
}

TEST_CASE("a page made again out of its record has the same preparation, byte by byte") {
    Page page = sample(bent());
    const std::string first = alto_of(page);
    const AltoRecord record = read_alto_record(first);
    page.geometry = record.geometry;
    page.events = {page.events.back()};  // the tone was tried again
    CHECK(alto_of(page, &record.preparation) == first);
}

TEST_CASE("records that cannot be believed are refused") {
    const std::string sound = alto_of(sample(bent()));
    const auto with = [&](const std::string& old, const std::string& fresh) {
        std::string text = sound;
        const auto at = text.find(old);
        REQUIRE(at != std::string::npos);
        return read_alto_record(text.replace(at, old.size(), fresh)).fault;
    };
    CHECK(read_alto_record("").fault == "not well-formed XML");
    CHECK_FALSE(read_alto_record("<alto/>").fault.empty());
    CHECK_FALSE(with("scan 2480 x", "scan 0 x").empty());
    CHECK_FALSE(with("scan 2480 x", "scan nan x").empty());
    CHECK_FALSE(with("scan 2480 x", "scan 1e300 x").empty());
    CHECK_FALSE(with("side 2;", "side 0;").empty());
    CHECK_FALSE(with("-0.02;", "-0.6;").empty());
    CHECK_FALSE(with(": shift ", ": shift 1 ").empty());
    CHECK_FALSE(with(">5a<", "><").empty());
    CHECK_FALSE(with("PHYSICAL_IMG_NR=\"7\"", "PHYSICAL_IMG_NR=\"0\"").empty());
}
