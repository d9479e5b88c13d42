#include "tests/unit/pipeline/journal/samples.hpp"

#include <stdlib.h>

namespace nuskha {

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "nuskha-test-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

namespace {

std::vector<Number> sample_numbers() {
    return {{"skew", -1.0 / 3, "degree"}, {"words", 1e300, ""}};
}

std::vector<Finding> sample_findings(const std::string& place) {
    return {
        make_finding("image.blurred", place, "sharpness is 0.1; scan it again", sample_numbers()),
        make_finding("scan.truncated", place + " image 1", "ends in strip 3; copy it again")};
}

std::vector<Event> sample_events(const std::string& salt) {
    return {{"deskewing", "deskew", "left alone", "too small: " + salt, sample_numbers(),
             "nuskha deskew/1", 1'700'000'001}};
}

}  // namespace

Text sample_text(const std::string& salt) {
    const Word left{
        "нұсқа" + salt, {1.5, 2.25, 30, 10}, 0.875, "kk-Cyrl", Direction::left_to_right};
    const Word right{"نسخه",
                     {0.1, 20, 1e-9, 12},
                     1.0 / 3,
                     "az-Arab",
                     Direction::right_to_left,
                     {{"ن", {0.1, 20, 0.3, 12}, 0.7}, {"سخه", {0.4, 20, 1, 12}, 0.2}}};
    Text text;
    text.blocks = {{{1, 2, 3, 4},
                    {{{1, 2, 3, 4}, {0, 5}, {9, 6}, {left, left}, Direction::left_to_right},
                     {{5, 6, 7, 8}, {1, 1}, {2, 2}, {right}, Direction::right_to_left}},
                    Role::heading},
                   {{9, 9, 9, 9}, {}, Role::picture}};
    text.languages = {"kk-Cyrl", "az-Arab"};
    text.models = {{"Cyrillic", std::string(64, 'a')}, {"fas", std::string(64, 'b')}};
    text.engine = "Tesseract 5.3.0";
    return text;
}

PageRecord sample_page(const PageId& id, const std::string& salt) {
    PageRecord record;
    record.key = "key-" + salt;
    record.picture = "picture-" + salt;
    record.faulty = true;
    Page& page = record.page;
    page.id = id;
    page.languages = {"kk-Cyrl", "ru"};
    page.facts = {"TIFF", "BigTIFF",   "image/tiff", "fmt/353",  4'000'000'000, 30,  8,
                  3,      "RGB",       "PackBits",   300.5,      299.5,         6,   "big endian",
                  "sRGB", "Zeutschel", "OS 12",      "OmniScan", "2026-11-22",  true};
    page.geometry = Geometry({4000, 3000}, 6).rotated(1.25).cropped({10, 20, 300, 400});
    if (id.image % 2 == 1)
        page.geometry =
            page.geometry.flattened({300, {0, 1.5, 7}, {0, 0, 0.01}}, {0, -5, 300, 410}).turned(1);
    page.tone = {true, 0.25, 0.125, true};
    page.text = sample_text(salt);
    page.findings = sample_findings("AZ/" + id.scan);
    page.events = sample_events(salt);
    return record;
}

ScanRecord sample_scan(const std::string& item, const std::string& name) {
    return {item,
            item + "/" + name,
            name,
            "stamp 1:2:3",
            123'456'789'012,
            {std::string(128, '5'), std::string(64, '2'), std::string(32, 'd')},
            "TIFF",
            "image/tiff",
            "fmt/353",
            7,
            ScanState::faulty,
            sample_findings(name),
            sample_events(name)};
}

Batch sample_batch(int items, int scans_an_item) {
    Batch batch;
    batch.id = "B-2026-11";
    batch.folder = "/handed over/партия 7";
    batch.operator_name = "Aygün";
    batch.scanner = "Zeutschel OS 12";
    batch.date = "2026-11-20";
    batch.recipe = "print";
    batch.rights = "public domain";
    batch.languages = {"az-Latn", "ru"};
    batch.ignored = {".DS_Store", "AZ-1/Thumbs.db"};
    batch.findings = sample_findings("batch.toml:3");
    for (int i = 1; i <= items; ++i) {
        Item item;
        item.id = "AZ-" + std::to_string(i);
        item.id_declared = true;
        item.folder = item.id;
        item.description = {"Kitabi-Dədə Qorqud",  "anonymous", "1815",
                            "manuscript",          "free",      "Ms 12/" + item.id,
                            {"az-Arab", "az-Latn"}};
        item.metadata = {{item.id + "/dc.xml", "dc.xml"}};
        item.findings = sample_findings(item.id);
        for (int n = 1; n <= scans_an_item; ++n) {
            const std::string name = std::to_string(n) + ".tif";
            item.scans.push_back({item.id + "/" + name,
                                  name,
                                  1000u + static_cast<unsigned>(n),
                                  "stamp " + name,
                                  {{DigestAlgorithm::sha224, "ab12", "checksums.csv"},
                                   {DigestAlgorithm::md5, "cd34", "a.md5"}},
                                  {{0, 1, "crop", {1, 2, 3.5, 4}, "", "overrides.toml:3"}},
                                  {{n - 1, 1, Geometry({1000, 1500}, 6).rotated(0.3 * n)}}});
        }
        batch.items.push_back(std::move(item));
    }
    return batch;
}

ItemOutcome sample_outcome() {
    return {ItemState::held_back, 3, "az-1/of/the/store", sample_findings("AZ-1")};
}

RunFacts sample_run() {
    return {"nuskha run B --store S",
            "print",
            "/archive",
            "0.1.0",
            1'700'000'000,
            1'700'000'100,
            true,
            {make_finding("batch.gate", "B", "max_errors: 1 errors, 0 are allowed: a.tif")},
            {true, {{"max_errors", 0, 1, 1, 0, {"a.tif"}}}},
            {{"recognise.low_confidence", 0.6, ""}}};
}

}  // namespace nuskha
