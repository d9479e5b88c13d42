// Made-up but complete items, written as the program writes them and judged by the standards' own
// schemas: xmllint for the structure, jing (where it is there) also for ID and IDREF.
#include <fmt/format.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <regex>
#include <set>
#include <sstream>

#include "models/preservation/mets.hpp"
#include "models/transcription/alto.hpp"
#include "models/transcription/page_xml.hpp"
#include "models/transcription/plain_text.hpp"
#include "tests/conformance/schemas_shared.hpp"

using namespace nuskha;
namespace fs = std::filesystem;

namespace {

std::string quoted(const fs::path& path) {
    return "'" + path.string() + "'";  // none of our paths holds a quote
}

bool runs(const std::string& command) {
    return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

struct Judgement {
    bool valid;
    std::string said;
};

Judgement judge(const std::string& command) {
    const fs::path out = fs::temp_directory_path() / fmt::format("nuskha-judge-{}", ::getpid());
    const int status = std::system((command + " >" + quoted(out) + " 2>&1").c_str());
    std::ifstream file(out);
    std::stringstream said;
    said << file.rdbuf();
    fs::remove(out);
    return {status == 0, said.str()};
}

// The schema folder, where everything needed is there; else says what is skipped.
std::optional<fs::path> schemas() {
    const auto shared = shared_folder();
    if (!shared) return {};
    if (!runs("xmllint --version")) {
        WARN("SKIP: xmllint is not installed");
        return {};
    }
    return *shared / "conformance" / "schemas";
}

void check_valid(const fs::path& folder, const std::string& xml, const std::string& schema,
                 const std::string& local_schema) {
    const fs::path file = fs::temp_directory_path() / fmt::format("nuskha-{}.xml", ::getpid());
    std::ofstream(file) << xml;
    const Judgement lint =
        judge(fmt::format("XML_CATALOG_FILES={} xmllint --nonet --noout --schema {} {}",
                          quoted(folder / "catalog.xml"), quoted(folder / schema), quoted(file)));
    INFO(lint.said);
    CHECK(lint.valid);
    if (runs("command -v jing")) {
        const Judgement jing =
            judge(fmt::format("jing {} {}", quoted(folder / "local" / local_schema), quoted(file)));
        INFO(jing.said);
        CHECK(jing.valid);
    } else {
        WARN("jing is not installed: no second opinion");
    }
    fs::remove(file);
}

// Every reference meets an identifier, and no identifier is there twice.
void check_references(const std::string& xml) {
    std::set<std::string> ids;
    const std::regex id("[ <\n](?:ID|xmlID)=\"([^\"]*)\"");
    for (std::sregex_iterator at(xml.begin(), xml.end(), id), end; at != end; ++at) {
        INFO((*at)[1].str());
        CHECK(ids.insert((*at)[1]).second);
    }
    CHECK(!ids.empty());
    const std::regex reference(
        " (?:ADMID|DMDID|FILEID|PROCESSINGREFS|TAGREFS|IDNEXT)=\"([^\"]*)\"");
    std::size_t references = 0;
    for (std::sregex_iterator at(xml.begin(), xml.end(), reference), end; at != end; ++at) {
        std::istringstream list((*at)[1].str());
        for (std::string one; list >> one; ++references) {
            INFO(one);
            CHECK(ids.contains(one));
        }
    }
    CHECK(references > 0);
}

Digests digests(char c) {
    return {std::string(128, c), std::string(64, c), std::string(32, c)};
}

ImageFacts tiff(int orientation) {
    ImageFacts f;
    f.format = "TIFF";
    f.format_version = "6.0";
    f.mime = "image/tiff";
    f.pronom = "fmt/353";
    f.width = 2480;
    f.height = 3508;
    f.bits_per_sample = 8;
    f.samples_per_pixel = 4;
    f.colour_space = "RGB";
    f.compression = "CCITT T.6";
    f.ppi_x = 299.9994;
    f.ppi_y = 300;
    f.orientation = orientation;
    f.byte_order = "big endian";
    f.icc_profile = "Adobe RGB (1998) \x01 \"q\"";
    f.maker = "Zeutschel & Söhne";
    f.model = "OS <12000>";
    f.software = "OmniScan 12";
    f.captured = "2026-02-28T23:59:59";
    return f;
}

ImageFacts cmyk_jpeg() {
    ImageFacts f;
    f.format = "JPEG";
    f.mime = "image/jpeg";
    f.width = 100;
    f.height = 50;
    f.bits_per_sample = 8;
    f.samples_per_pixel = 4;
    f.colour_space = "CMYK";
    f.captured = "2026:02:30 10:00:00";  // as EXIF has it: no date for XML
    f.orientation = 77;
    return f;
}

std::vector<Event> events_of_page() {
    return {{"quality review",
             "inspect",
             "success",
             "Measured.",
             {{"sharpness", 0.25, "ratio"}, {"blank", 0, ""}},
             "nuskha inspect/1",
             1'700'000'000},
            {"image processing",
             "deskew",
             "left alone",
             "Unsure: \"0.2°\" < 0.3°.",
             {{"skew", -0.2, "degree"}},
             "nuskha deskew/1",
             1'700'000'001},
            {"text recognition",
             "recognise",
             "success",
             "Mətn tanındı \x02.",
             {{"words", 3, "word"}},
             "Tesseract 5.3.0",
             1'700'000'002}};
}

Text text() {
    const Word arabic{"نسخهٔ خطی", {300, 100, 100, 40}, 0.5, "az-Arab", Direction::right_to_left};
    const Word odd{
        "a\x03<\"&'>\xFF", {100, 100, 100, 40}, 2.0, "kk-Cyrl", Direction::left_to_right};
    const Line line{
        {100, 100, 300, 40}, {100, 130}, {400, 131}, {arabic, odd}, Direction::right_to_left};
    std::vector<Block> blocks{{{100, 100, 300, 40}, {line}}, {{0, 0, 1, 1}, {}}};
    for (const Role role : {Role::heading, Role::running_head, Role::page_number, Role::footnote,
                            Role::caption, Role::table})
        blocks.push_back({{100, 100, 300, 40}, {line}, role});
    blocks.push_back({{100, 200, 300, 200}, {}, Role::picture});
    blocks.push_back({{100, 500, 300, 10}, {}, Role::ornament});
    return {blocks,
            {"az-Arab", "kk-Cyrl", "no language"},
            {{"Arabic", std::string(64, 'f')}},
            "Tesseract 5.3.0"};
}

std::vector<Page> pages() {
    std::vector<Page> all;
    for (int i = 0; i < 8; ++i) {
        Page page;
        page.id = {"AZ-0012", "əl yazması \"1\" نسخه.tif", i / 2, i % 2};
        page.languages = {"az-Latn", "ru"};
        page.facts = i == 3 ? cmyk_jpeg() : i == 4 ? ImageFacts{} : tiff(i + 1);
        const Geometry whole(Size{2480, 3508}, page.facts.orientation);
        page.geometry = i == 0 ? whole : whole.rotated(i - 3.5).cropped({10, 20, 900, 1000});
        if (i != 2) page.text = i == 5 ? Text{} : text();
        if (i != 6) page.events = events_of_page();
        all.push_back(page);
    }
    return all;
}

std::string mets(const std::vector<Page>& all, std::size_t* replaced = nullptr) {
    std::string xml;
    MetsHeader header;
    header.item = "AZ-0012 <\"ə\">";
    header.description = {"Kitabi-Dədə Qorqud \x04 & \"نسخه\"",
                          "Naməlum",
                          "1052",
                          "manuscript",
                          "Public domain",
                          "B-12/3",
                          {"az-Arab", "fa"}};
    header.original_name = "qovluq/AZ 12";
    header.created = 1'700'000'100;
    header.software = "nuskha 0.1.0";
    header.operator_name = "Əli Məmmədov";
    header.batch = "batch 7";
    header.metadata = {{"metadata/dc.xml", digests('d'), 12, "application/xml", "", "", ""},
                       {"metadata/mods.xml", digests('e'), 34, "application/xml", "", "", ""},
                       {"metadata/item.toml", {}, 5, "", "", "", ""}};
    MetsWriter writer([&](std::string_view part) { xml += part; }, header);
    const std::vector<Event> of_scan{{"message digest calculation",
                                      "intake",
                                      "success",
                                      "sha512, sha256 and md5 in one read.",
                                      {{"bytes", 12345678, "byte"}},
                                      "nuskha intake/1",
                                      1'700'000'000},
                                     {"fixity check", "intake", "success", "", {}, "", 0}};
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i % 4 == 0)
            writer.scan({{fmt::format("scans/əl yazması {} №:%.tif", i), digests('a'), 12345678,
                          "image/tiff", "fmt/353", "6.0", ""},
                         "qovluq/AZ 12/1.tif",
                         of_scan});
        MetsPage page{all[i], {}, {}};
        if (all[i].text) {
            page.alto = SealedFile{fmt::format("alto/{}.xml", i),
                                   digests('b'),
                                   10,
                                   "application/xml",
                                   "fmt/101",
                                   "1.0",
                                   "ALTO 4.4"};
            page.text = SealedFile{
                fmt::format("text/{}.txt", i), digests('c'), 10, "text/plain", "x-fmt/111", "", ""};
        }
        writer.page(page);
    }
    writer.finish({{"ingestion", "seal", "success", "Sealed.", {}, "nuskha 0.1.0", 1'700'000'100}},
                  {{"text.txt", digests('1'), 10, "text/plain", "", "", ""},
                   {"findings.json", digests('2'), 10, "application/json", "", "", ""}});
    if (replaced) *replaced = writer.replaced();
    return xml;
}

}  // namespace

TEST_CASE("ALTO of every kind of page is valid ALTO 4.4") {
    const auto folder = schemas();
    if (!folder) return;
    for (const Page& page : pages()) {
        std::string xml;
        write_alto(page, {digests('a'), 3, "nuskha", "0.1.0"},
                   [&](std::string_view part) { xml += part; });
        check_references(xml);
        check_valid(*folder, xml, "alto/alto-4-4.xsd", "alto-4-4.xsd");
    }
}

TEST_CASE("PAGE-XML of every kind of page is valid PAGE-XML 2019-07-15") {
    const auto folder = schemas();
    if (!folder) return;
    for (const Page& page : pages()) {
        std::string alto, xml;
        write_alto(page, {digests('a'), 3, "nuskha", "0.1.0"},
                   [&](std::string_view part) { alto += part; });
        const Transcription sealed = read_alto(alto, "alto.xml");
        REQUIRE(sealed.findings.empty());
        write_page_xml(sealed, {{"AZ-1", "0001.tif", 3}, "nuskha 0.1.0", "2026-01-02T03:04:05Z"},
                       [&](std::string_view part) { xml += part; });
        check_valid(*folder, xml, "page/2019-07-15/pagecontent.xsd", "pagecontent-2019-07-15.xsd");
        CHECK(plain_text(read_page_xml(xml, "page.xml").text) == plain_text(sealed.text));
    }
}

TEST_CASE("METS with PREMIS, MIX and Dublin Core is valid, and so are its references") {
    const auto folder = schemas();
    if (!folder) return;
    std::size_t replaced = 0;
    const std::string xml = mets(pages(), &replaced);
    CHECK(replaced > 0);
    CHECK(xml == mets(pages()));
    check_references(xml);
    check_valid(*folder, xml, "drivers/mets-all.xsd", "mets-all.xsd");
    check_valid(*folder, mets({}), "drivers/mets-all.xsd", "mets-all.xsd");
    // The schemas do judge what is wrapped: the same with one wrong word is refused.
    std::string wrong = xml;
    const std::string right_word = "<mix:byteOrder>big endian";
    wrong.replace(wrong.find(right_word), right_word.size(), "<mix:byteOrder>any endian");
    const fs::path file = fs::temp_directory_path() / fmt::format("nuskha-{}.xml", ::getpid());
    std::ofstream(file) << wrong;
    CHECK_FALSE(judge(fmt::format("XML_CATALOG_FILES={} xmllint --nonet --noout --schema {} {}",
                                  quoted(*folder / "catalog.xml"),
                                  quoted(*folder / "drivers/mets-all.xsd"), quoted(file)))
                    .valid);
    fs::remove(file);
}
