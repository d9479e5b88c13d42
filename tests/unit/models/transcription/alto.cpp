#include "models/transcription/alto.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "models/transcription/plain_text.hpp"

using namespace nuskha;

namespace {

Word word(const char* text, Rect box, const char* language, Direction direction) {
    return {text, box, 0.875, language, direction};
}

Page sample(const Geometry& geometry) {
    Page page;
    page.id = {"AZ-0012", "qovluq/AZ-0012_0001.tif", 0, 0};
    page.languages = {"az-Latn", "az-Arab"};
    page.geometry = geometry;
    Line latin{{100, 100, 300, 40},
               {100, 132},
               {400, 131},
               {word("Dədə", {100, 100, 120, 40}, "az-Latn", Direction::left_to_right),
                word("\"Qorqud\" & <x>", {240, 100, 160, 40}, "ru", Direction::left_to_right)},
               Direction::left_to_right};
    Line arabic{{100, 300, 300, 50},
                {100, 340},
                {400, 340},
                {word("نسخه", {260, 300, 140, 50}, "az-Arab", Direction::right_to_left),
                 word("Baku", {100, 300, 120, 50}, "az-Arab", Direction::left_to_right)},
                Direction::right_to_left};
    const Line row{{100, 270, 300, 15},
                   {100, 284},
                   {400, 284},
                   {word("Bakı", {100, 270, 60, 15}, "az-Latn", Direction::left_to_right),
                    word("1931", {340, 270, 60, 15}, "az-Latn", Direction::left_to_right)},
                   Direction::left_to_right};
    arabic.words[0].characters = {{"ن", {360, 300, 40, 50}, 0.5}, {"سخه", {260, 300, 100, 50}, 1}};
    page.text = Text{{{{90, 90, 320, 60}, {latin}, Role::running_head},
                      {{90, 160, 320, 90}, {}, Role::picture},
                      {{90, 255, 320, 10}, {}, Role::ornament},
                      {{90, 270, 320, 15}, {row}, Role::table},
                      {{90, 290, 320, 70}, {arabic}}},
                     {"az-Latn", "az-Arab"},
                     {{"aze", std::string(64, 'a')}, {"Arabic", std::string(64, 'b')}},
                     "Tesseract 5.3.0"};
    page.events = {{"image processing",
                    "deskew",
                    "success",
                    "Straightened.",
                    {{"skew", 1.5, "degree"}, {"took", 0.2, "second"}},
                    "nuskha deskew/1",
                    99}};
    return page;
}

std::string alto_of(const Page& page, std::size_t* replaced = nullptr) {
    std::string xml;
    const std::size_t n = write_alto(page, {{"51", "26", ""}, 7, "nuskha", "0.1.0"},
                                     [&](std::string_view part) { xml += part; });
    if (replaced) *replaced = n;
    return xml;
}

void check_near(const Rect& a, const Rect& b) {
    CHECK(a.x == Approx(b.x).margin(0.011));
    CHECK(a.y == Approx(b.y).margin(0.011));
    CHECK(a.width == Approx(b.width).margin(0.011));
    CHECK(a.height == Approx(b.height).margin(0.011));
}

void check_same_but_on_scan(const Page& page, const AltoRead& read) {
    REQUIRE(read.findings.empty());
    REQUIRE(read.text.blocks.size() == page.text->blocks.size());
    const auto on_scan = [&](const Rect& r) { return bounds(page.geometry.on_scan(r)); };
    for (std::size_t b = 0; b < read.text.blocks.size(); ++b) {
        const Block &was = page.text->blocks[b], &is = read.text.blocks[b];
        check_near(is.box, on_scan(was.box));
        CHECK(is.role == was.role);
        REQUIRE(is.lines.size() == was.lines.size());
        for (std::size_t l = 0; l < is.lines.size(); ++l) {
            const Line &line = was.lines[l], &again = is.lines[l];
            check_near(again.box, on_scan(line.box));
            CHECK(again.direction == line.direction);
            const Point start = page.geometry.on_scan(line.baseline_start);
            CHECK(again.baseline_start.x == Approx(start.x).margin(0.011));
            CHECK(again.baseline_start.y == Approx(start.y).margin(0.011));
            REQUIRE(again.words.size() == line.words.size());
            for (std::size_t w = 0; w < line.words.size(); ++w) {
                CHECK(again.words[w].text == line.words[w].text);
                CHECK(again.words[w].confidence == Approx(line.words[w].confidence));
                CHECK(again.words[w].language == line.words[w].language);
                CHECK(again.words[w].direction == line.words[w].direction);
                check_near(again.words[w].box, on_scan(line.words[w].box));
                const auto &letters = line.words[w].characters, &same = again.words[w].characters;
                REQUIRE(same.size() == letters.size());
                for (std::size_t c = 0; c < letters.size(); ++c) {
                    CHECK(same[c].text == letters[c].text);
                    CHECK(same[c].confidence == letters[c].confidence);
                    check_near(same[c].box, on_scan(letters[c].box));
                }
            }
        }
    }
}

}  // namespace

TEST_CASE("ALTO read back has the same words, in the same order, on the scan") {
    const Geometry plain(Size{2000, 3000}, 1);
    for (const Geometry& geometry :
         {plain, Geometry(Size{3000, 2000}, 6), plain.turned(1), plain.rotated(1.5),
          plain.turned(3).rotated(-2).cropped({100, 50, 1000, 1500})}) {
        const Page page = sample(geometry);
        const AltoRead read = read_alto(alto_of(page), "p.xml");
        check_same_but_on_scan(page, read);
        CHECK(read.scan == geometry.scan());
        CHECK(read.scan_name == "AZ-0012_0001.tif");
        CHECK(read.text.languages == page.languages);
        CHECK(plain_text(read.text) == plain_text(*page.text));
    }
}

TEST_CASE("a page askew has polygons and its rotation; an upright one needs none") {
    const Geometry plain(Size{2000, 3000}, 1);
    CHECK(alto_of(sample(plain)).find("Polygon") == std::string::npos);
    CHECK(alto_of(sample(plain)).find("ROTATION") == std::string::npos);
    CHECK(alto_of(sample(plain.turned(1))).find("Polygon") == std::string::npos);
    const std::string bent =
        alto_of(sample(plain.flattened({3000, {0, 0, 9.5}, {0, 0, 0.01}}, {0, 0, 3000, 2000})));
    CHECK(bent.find("Polygon") != std::string::npos);
    const AltoRead outlined = read_alto(alto_of(sample(plain.rotated(1.5))), "a.xml");
    CHECK(outlined.page.size() > 4);  // a page that was turned ends where the scan does
    REQUIRE(outlined.shapes.size() == outlined.text.word_count());
    CHECK(outlined.shapes.front().size() == 4);
    CHECK(outlined.shapes.front()[0].y != outlined.shapes.front()[1].y);
    CHECK(bent.find("shift 0 0 9.5, stretch 0 0 0.01") != std::string::npos);
    CHECK(alto_of(sample(plain.turned(1))).find("ROTATION=\"90\"") != std::string::npos);
    const std::string askew = alto_of(sample(plain.rotated(1.5)));
    CHECK(askew.find("ROTATION=\"1.5\"") != std::string::npos);
    std::size_t polygons = 0;
    for (auto at = askew.find("<Polygon"); at != std::string::npos;
         at = askew.find("<Polygon", at + 1))
        ++polygons;
    CHECK(polygons == 1 + 6 + 3 + 6 + 2);  // print space, blocks, lines, words, characters
}

TEST_CASE("ALTO tells how the page was made and no clock time") {
    Page page = sample(Geometry(Size{2000, 3000}, 1).rotated(1.5));
    const std::string xml = alto_of(page);
    CHECK(xml.find("deskew: success, skew 1.5 degree<") != std::string::npos);
    CHECK(xml.find("<softwareName>Tesseract</softwareName>") != std::string::npos);
    CHECK(xml.find("<softwareVersion>5.3.0</softwareVersion>") != std::string::npos);
    CHECK(xml.find("model Arabic sha256:bbbb") != std::string::npos);
    CHECK(xml.find("qovluq") == std::string::npos);  // a name, never a path
    page.events[0].time = 1'000'000'000;
    page.events[0].numbers[1].value = 77;
    CHECK(alto_of(page) == xml);
}

TEST_CASE("the expected error is the page's estimated accuracy, a percentage") {
    Page page = sample(Geometry(Size{2000, 3000}, 1));
    CHECK(alto_of(page).find("ACCURACY") == std::string::npos);
    CHECK_FALSE(read_alto(alto_of(page), "p.xml").text.claims_expected_error());
    page.text->expected_error = 0.0375;
    CHECK(alto_of(page).find(" ACCURACY=\"96.25\"") != std::string::npos);
    CHECK(read_alto(alto_of(page), "p.xml").text.expected_error == Approx(0.0375));
    page.text->expected_error = 1;
    CHECK(read_alto(alto_of(page), "p.xml").text.expected_error == 1);
}

TEST_CASE("lines that nothing could read are there, tagged, and say nothing") {
    Page page = sample(Geometry(Size{2000, 3000}, 1).rotated(1.5));
    page.text->not_read = true;
    for (Block& block : page.text->blocks)
        for (Line& line : block.lines)
            line.words.clear();
    const std::string xml = alto_of(page);
    CHECK(xml.find("<OtherTag ID=\"not-read\" LABEL=\"not read\"") != std::string::npos);
    const AltoRead read = read_alto(xml, "p.xml");
    REQUIRE(read.findings.empty());
    CHECK_FALSE(read.read);
    CHECK(read.text.not_read);
    CHECK(read.text.word_count() == 0);
    CHECK(read.shapes.empty());
    CHECK(plain_text(read.text).empty());
    REQUIRE(read.text.blocks.size() == 5);
    REQUIRE(read.text.blocks[0].lines.size() == 1);
    check_near(read.text.blocks[3].lines[0].box,
               bounds(page.geometry.on_scan(page.text->blocks[3].lines[0].box)));
}

TEST_CASE("a page without text, or with what XML cannot hold, is still a page") {
    Page page = sample(Geometry(Size{2000, 3000}, 1));
    page.text->blocks[0].lines[0].words[0].text = "a\x01z\xFF";
    page.text->blocks[0].lines[0].words[1].language = "not a tag";
    std::size_t replaced = 0;
    const AltoRead odd = read_alto(alto_of(page, &replaced), "p.xml");
    CHECK(replaced == 2);
    REQUIRE(odd.findings.empty());
    CHECK(odd.text.blocks[0].lines[0].words[0].text == "a\uFFFDz\uFFFD");
    page.text.reset();
    const AltoRead none = read_alto(alto_of(page), "p.xml");
    CHECK(none.findings.empty());
    CHECK(none.text.blocks.empty());
    CHECK(none.scan == Size{2000, 3000});
}

TEST_CASE("hostile XML is a finding, never a crash") {
    const auto refused = [](const std::string& xml, const AltoLimits& limits = {}) {
        const AltoRead read = read_alto(xml, "p.xml", limits);
        return read.findings.size() == 1 && read.findings[0].code == "alto.unreadable" &&
               read.findings[0].place == "p.xml" && read.text.blocks.empty();
    };
    const std::string good = alto_of(sample(Geometry(Size{2000, 3000}, 1)));
    CHECK(refused(""));
    CHECK(refused("{}"));
    CHECK(refused("<html/>"));
    CHECK(refused(good.substr(0, good.size() / 2)));
    CHECK(refused("<!DOCTYPE alto [<!ENTITY a \"b\">]><alto>&a;</alto>"));
    CHECK(refused("<!DOCTYPE alto SYSTEM \"file:///etc/passwd\"><alto/>"));
    std::string deep = "<alto>";
    for (int i = 0; i < 200; ++i)
        deep += "<a>";
    CHECK(refused(deep));
    AltoLimits few;
    few.words = 3;
    CHECK(refused(good, few));
    few = {};
    few.bytes = 100;
    CHECK(refused(good, few));
    for (std::size_t cut = 0; cut < good.size(); cut += 97) {  // any byte may be wrong
        std::string broken = good;
        broken[cut] = '\x80';
        CHECK(read_alto(broken, "p.xml").findings.size() <= 1);
    }
}

TEST_CASE("the page's language is the one that it was read as, not the first that was asked for") {
    Page page = sample(Geometry({1000, 800}, 1));
    page.languages = {"ru", "en", "az-Latn", "az-Arab"};
    const std::string xml = alto_of(page);
    CHECK(xml.find("LANG=\"az-Latn\" OTHERLANGS=\"az-Arab ru en\"") != std::string::npos);
    page.text.reset();
    CHECK(alto_of(page).find("LANG=\"ru\"") != std::string::npos);
}
