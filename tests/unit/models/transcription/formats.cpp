// The formats that are derived from a sealed transcription, and PAGE-XML read back.
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "models/transcription/hocr.hpp"
#include "models/transcription/page_xml.hpp"
#include "models/transcription/plain_text.hpp"
#include "models/transcription/pull_reader.hpp"
#include "models/transcription/word_table.hpp"

using namespace nuskha;

namespace {

Line line(const std::vector<std::string>& words, Direction direction, double y) {
    Line line{{10, y, 200, 30}, {10, y + 25}, {210, y + 25}, {}, direction};
    double x = 10;
    for (const std::string& word : words) {
        line.words.push_back({word, {x, y, 40, 30}, 0.875, "az-Latn", direction});
        x += 50;
    }
    return line;
}

Transcription sample() {
    Transcription page;
    page.scan_name = "0001 \"a\" & b.tif";
    page.scan = {600, 800};
    page.read = true;
    page.page = {{5, 5}, {595, 5}, {595, 795}, {5, 795}};
    page.text.languages = {"az-Latn", "fa"};
    page.text.blocks = {
        {{10, 20, 200, 80},
         {line({"Şəhər", "<böyük>"}, Direction::left_to_right, 20),
          line({"tab\tular"}, Direction::left_to_right, 60)},
         Role::heading},
        {{300, 20, 200, 80}, {}, Role::picture},
        {{10, 120, 200, 30}, {line({"کتاب", "خانه"}, Direction::right_to_left, 120)}}};
    return page;
}

const PagePlace place{"AZ-1", "0001.tif", 7};

std::string page_xml(const Transcription& page) {
    std::string all;
    write_page_xml(page, {place, "nuskha 0.1.0", "2026-01-02T03:04:05Z"},
                   [&](std::string_view part) { all += part; });
    return all;
}

std::string page_with(const std::string& body) {
    return R"(<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15">)"
           R"(<Page imageFilename="a.png" imageWidth="9" imageHeight="9">)" +
           body + "</Page></PcGts>";
}

std::string text_region(const std::string& id, const std::string& text) {
    return "<TextRegion id=\"" + id +
           "\"><Coords points=\"1,1 5,5\"/><TextLine><TextEquiv><Unicode>" + text +
           "</Unicode></TextEquiv></TextLine></TextRegion>";
}

std::string joined(const std::vector<std::string>& lines) {
    Block block;
    for (const std::string& one : lines)
        block.lines.push_back(line({one}, Direction::left_to_right, 0));
    return joined_text(Text{{block}, {}, {}, ""});
}

}  // namespace

TEST_CASE("PAGE-XML reads back to the same text, order, boxes and directions") {
    const Transcription page = sample();
    const Transcription back = read_page_xml(page_xml(page), "a.xml");
    REQUIRE(back.findings.empty());
    CHECK(back.read);
    CHECK(plain_text(back.text) == plain_text(page.text));
    CHECK(back.text.blocks == page.text.blocks);
    CHECK(back.text.languages.front() == "az-Latn");
    CHECK(back.scan_name == page.scan_name);
    CHECK(back.scan.width == 600);
    CHECK(back.page == page.page);
    CHECK(back.shapes.size() == 5);
}

TEST_CASE("PAGE-XML of a page that was not read has no text and says so") {
    Transcription page = sample();
    page.read = false;
    page.text = {};
    const std::string xml = page_xml(page);
    CHECK(xml.find("not read") != std::string::npos);
    CHECK(xml.find("TextRegion") == std::string::npos);
    CHECK_FALSE(read_page_xml(xml, "a.xml").read);
}

TEST_CASE("PAGE-XML: the stated reading order goes before the order of the file") {
    const std::string order =
        R"(<ReadingOrder><OrderedGroup id="g"><RegionRefIndexed index="1" regionRef="a"/>)"
        R"(<OrderedGroupIndexed index="0" id="h"><RegionRefIndexed index="1" regionRef="b"/>)"
        R"(<RegionRefIndexed index="0" regionRef="c"/></OrderedGroupIndexed></OrderedGroup></ReadingOrder>)";
    const auto read =
        read_page_xml(page_with(order + text_region("d", "last") + text_region("a", "three") +
                                text_region("b", "two") + text_region("c", "one")),
                      "a.xml");
    CHECK(plain_text(read.text) == "one\n\ntwo\n\nthree\n\nlast\n");
}

TEST_CASE("PAGE-XML: of several readings the lowest index, of words before line before region") {
    const std::string line =
        R"(<TextEquiv index="1"><Unicode>wrong</Unicode></TextEquiv>)"
        R"(<TextEquiv index="0" conf="0.5"><PlainText>x</PlainText><Unicode>ein Wort</Unicode></TextEquiv>)";
    const std::string region = "<TextEquiv><Unicode>of\nregion</Unicode></TextEquiv></TextRegion>";
    const auto by_line =
        read_page_xml(page_with("<TextRegion><TextLine>" + line + "</TextLine>" + region), "a.xml");
    CHECK(plain_text(by_line.text) == "ein Wort\n");
    CHECK(by_line.text.blocks.at(0).lines.at(0).words.at(1).confidence == 0.5);
    const auto by_region = read_page_xml(page_with("<TextRegion>" + region), "a.xml");
    CHECK(plain_text(by_region.text) == "of\nregion\n");
    const auto by_word = read_page_xml(
        page_with("<TextRegion><TextLine><Word><Glyph><TextEquiv><Unicode>g</Unicode></TextEquiv>"
                  "</Glyph><TextEquiv><Unicode>word</Unicode></TextEquiv></Word>" +
                  line + "</TextLine>" + region),
        "a.xml");
    CHECK(plain_text(by_word.text) == "word\n");
}

TEST_CASE("PAGE-XML that cannot be used is a finding") {
    const auto refused = [](const std::string& xml, TranscriptionLimits limits = {}) {
        const auto read = read_page_xml(xml, "a.xml", limits);
        return read.findings.size() == 1 && read.findings[0].code == "page-xml.unreadable" &&
               read.text.blocks.empty();
    };
    const std::string good = page_xml(sample());
    CHECK_FALSE(refused(good));
    CHECK(refused(""));
    CHECK(refused("<alto/>"));
    CHECK(refused(good.substr(0, good.size() / 2)));
    CHECK(refused("<!DOCTYPE PcGts [<!ENTITY e 'x'>]><PcGts>&e;</PcGts>"));
    CHECK(refused(good, {.bytes = 100}));
    CHECK(refused(good, {.depth = 3}));
    CHECK(refused(good, {.words = 4}));
    CHECK(is_page_xml(good));
    CHECK(is_page_xml("<pc:PcGts xmlns:pc='x'/>"));
    CHECK_FALSE(is_page_xml("<alto>PcGts</alto>"));
    CHECK_FALSE(is_page_xml("PcGts"));
}

TEST_CASE("Words parted at a line's end are joined, real hyphens are kept") {
    CHECK(joined({"kitab-", "xana"}) == "kitabxana\n");
    CHECK(joined({"kitab\u00AD", "xana"}) == "kitabxana\n");
    CHECK(joined({"kitab¬", "Xana"}) == "kitabXana\n");
    CHECK(joined({"биб\u2010", "лиотека"}) == "библиотека\n");
    CHECK(joined({"Abdul-", "Kerim"}) == "Abdul-Kerim\n");
    CHECK(joined({"1914-", "1918"}) == "1914-1918\n");
    CHECK(joined({"COVID-", "19"}) == "COVID-19\n");
    CHECK(joined({"so", "-", "it"}) == "so - it\n");
    CHECK(joined({"so —", "it"}) == "so — it\n");
    CHECK(joined({"one", "two"}) == "one two\n");
    CHECK(joined({}) == "");
    CHECK(joined_text(sample().text) == "Şəhər <böyük> tab\tular\n\nکتاب خانه\n");
}

TEST_CASE("hOCR says where words lie, how sure they are and which way they run") {
    std::string all;
    write_hocr(sample(), place, "nuskha 0.1.0", [&](std::string_view part) { all += part; });
    for (const char* wanted :
         {"name=\"ocr-system\" content=\"nuskha 0.1.0\"", "name=\"ocr-capabilities\"", "ocr_page",
          "ppageno 6", "bbox 0 0 600 800", "class=\"ocrx_word\"", "x_wconf 88", "baseline 0 -5",
          "dir=\"rtl\"", "&lt;böyük&gt;", "bbox 10 20 50 50", "lang=\"az-Latn\""}) {
        INFO(wanted);
        CHECK(all.find(wanted) != std::string::npos);
    }
    Transcription unread = sample();
    unread.read = false;
    unread.text = {};
    all.clear();
    write_hocr(unread, place, "nuskha 0.1.0", [&](std::string_view part) { all += part; });
    CHECK(all.find("(not read)") != std::string::npos);
}

TEST_CASE("hOCR is well-formed, has the properties of the 1.2 specification, and reads back") {
    std::string all;
    write_hocr(sample(), place, "nuskha 0.1.0", [&](std::string_view part) { all += part; });
    std::vector<std::string> kinds, words;
    PullReader xml(all, {});
    const auto why = xml.read([&](PullReader::Piece piece) -> std::optional<std::string> {
        if (piece == PullReader::Piece::start && !xml.attribute("class").empty()) {
            kinds.push_back(xml.attribute("class"));
            std::istringstream title(xml.attribute("title"));
            for (std::string property, name; std::getline(title, property, ';');) {
                std::istringstream(property) >> name;
                INFO(property);
                CHECK((name == "bbox" || (name == "x_wconf" && kinds.back() == "ocrx_word") ||
                       (name == "baseline" && kinds.back() == "ocr_line") ||
                       ((name == "image" || name == "ppageno") && kinds.back() == "ocr_page")));
            }
        }
        if (piece == PullReader::Piece::text && !kinds.empty() && kinds.back() == "ocrx_word" &&
            xml.value().find_first_not_of(" \n") != std::string::npos)
            words.push_back(xml.value());
        return {};
    });
    CHECK_FALSE(why);
    CHECK(kinds == std::vector<std::string>{"ocr_page", "ocr_carea", "ocr_par", "ocr_line",
                                            "ocrx_word", "ocrx_word", "ocr_line", "ocrx_word",
                                            "ocr_photo", "ocr_carea", "ocr_par", "ocr_line",
                                            "ocrx_word", "ocrx_word"});
    CHECK(words == std::vector<std::string>{"Şəhər", "<böyük>", "tab\tular", "کتاب", "خانه"});
}

TEST_CASE("JSON Lines: one word a line, in logical order") {
    std::istringstream lines(json_lines(sample(), place));
    std::vector<nlohmann::json> words;
    for (std::string one; std::getline(lines, one);)
        words.push_back(nlohmann::json::parse(one));
    REQUIRE(words.size() == 5);
    CHECK(words[2]["text"] == "tab\tular");
    CHECK(words[2]["role"] == "heading");
    CHECK(words[3] == nlohmann::json{{"item", "AZ-1"},
                                     {"page", "0001.tif"},
                                     {"number", 7},
                                     {"block", 3},
                                     {"role", "paragraph"},
                                     {"line", 1},
                                     {"word", 1},
                                     {"text", "کتاب"},
                                     {"box", {10., 120., 40., 30.}},
                                     {"confidence", 0.875},
                                     {"language", "az-Latn"},
                                     {"direction", "rtl"},
                                     {"page_expected_error", nullptr}});
    Transcription judged = sample();
    judged.text.expected_error = 0.125;
    const std::string first = json_lines(judged, place);
    CHECK(nlohmann::json::parse(first.substr(0, first.find('\n')))["page_expected_error"] == 0.125);
    Transcription unread;
    CHECK(nlohmann::json::parse(json_lines(unread, place))["read"] == false);
}

TEST_CASE("characters stand in every format that can hold them, below their word") {
    Transcription page = sample();
    Word& word = page.text.blocks[2].lines[0].words[0];
    word.characters = {{"ک", {40, 120, 10, 30}, 0.5}, {"تاب", {10, 120, 30, 30}, no_confidence}};
    const std::string xml = page_xml(page);
    CHECK(xml.find("id=\"r3-l1-w1-g2\"") != std::string::npos);
    CHECK(xml.find("<Unicode>ک</Unicode>") != std::string::npos);
    CHECK(plain_text(read_page_xml(xml, "a.xml").text) == plain_text(page.text));
    std::string hocr;
    write_hocr(page, place, "nuskha", [&](std::string_view part) { hocr += part; });
    CHECK(
        hocr.find("<span class=\"ocrx_cinfo\" title=\"x_bboxes 40 120 50 150; x_conf 50\">ک</span>"
                  "<span class=\"ocrx_cinfo\" title=\"x_bboxes 10 120 40 150\">تاب</span>") !=
        std::string::npos);
    std::istringstream lines(json_lines(page, place));
    int with = 0;
    for (std::string one; std::getline(lines, one);) {
        const auto record = nlohmann::json::parse(one);
        if (!record.contains("characters")) continue;
        ++with;
        CHECK(record["characters"].size() == 2);
        CHECK(record["characters"][0]["text"] == "ک");
        CHECK(record["characters"][0]["box"] == nlohmann::json{40, 120, 10, 30});
        CHECK(record["characters"][1]["confidence"].is_null());
    }
    CHECK(with == 1);
}

TEST_CASE("A table is named in every format, and its rows stay lines") {
    Transcription page = sample();
    page.text.blocks.insert(page.text.blocks.begin() + 1,
                            {{10, 100, 200, 50},
                             {line({"Bakı", "1931"}, Direction::left_to_right, 100),
                              line({"Gəncə", "1932"}, Direction::left_to_right, 125)},
                             Role::table});
    const std::string xml = page_xml(page);
    CHECK(xml.find("<TableRegion id=\"r2\" rows=\"2\">") != std::string::npos);
    const Transcription again = read_page_xml(xml, "page.xml", {});
    REQUIRE(again.text.blocks.size() == page.text.blocks.size());
    CHECK(again.text.blocks[1].role == Role::table);
    CHECK(again.text.blocks[1].lines.size() == 2);
    CHECK(again.text.blocks[1].box == page.text.blocks[1].box);
    CHECK(plain_text(again.text) == plain_text(page.text));
    std::string hocr;
    write_hocr(page, place, "nuskha 0.1.0", [&](std::string_view part) { hocr += part; });
    CHECK(hocr.find("class=\"ocr_table\"") != std::string::npos);
    CHECK(json_lines(page, place).find("\"role\":\"table\"") != std::string::npos);
    CHECK(joined_text(page.text).find("Bakı 1931\nGəncə 1932\n") != std::string::npos);
}

TEST_CASE("PAGE-XML: cells of a table of others come in where the table stands") {
    const Transcription read = read_page_xml(
        page_with("<ReadingOrder><OrderedGroup id=\"o\">"
                  "<RegionRefIndexed index=\"0\" regionRef=\"t\"/>"
                  "<RegionRefIndexed index=\"1\" regionRef=\"a\"/></OrderedGroup></ReadingOrder>" +
                  text_region("a", "after") +
                  "<TableRegion id=\"t\"><Coords points=\"1,1 5,5\"/>"
                  "<TableCell row=\"0\" col=\"0\" id=\"c\"><Coords points=\"1,1 2,2\"/><TextLine>"
                  "<TextEquiv><Unicode>one</Unicode></TextEquiv></TextLine></TableCell>" +
                  text_region("d", "two") + "</TableRegion>"),
        "page.xml", {});
    REQUIRE(read.text.blocks.size() == 3);
    CHECK(plain_text(read.text) == "one\n\ntwo\n\nafter\n");
    CHECK(read.text.blocks[1].role == Role::table);
    CHECK(read.text.blocks[2].role == Role::paragraph);
}

TEST_CASE("TSV has Tesseract's columns, and twelve in every row") {
    std::istringstream rows(tsv_heading() + tsv_rows(sample(), place));
    int count = 0;
    for (std::string row; std::getline(rows, row); ++count)
        CHECK(std::count(row.begin(), row.end(), '\t') == 11);
    CHECK(count == 1 + 1 + 3 + 3 + 3 + 5);
    CHECK(tsv_rows(sample(), place).find("5\t7\t1\t1\t2\t1\t10\t60\t40\t30\t87.5\ttab ular\n") !=
          std::string::npos);
    CHECK(tsv_rows({}, place).find("not read") != std::string::npos);
}
