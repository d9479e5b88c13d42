#include "models/preservation/findings_json.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>

using namespace nuskha;

namespace {

const FindingsHeader header{"AZ \"12\"", "Nəsr", "batch 1", "print", "abc123", 7};

std::string document(const std::vector<Finding>& findings) {
    std::string text;
    FindingsWriter writer([&](std::string_view part) { text += part; }, header);
    for (const Finding& finding : findings)
        writer.add(finding);
    writer.finish();
    return text;
}

}  // namespace

TEST_CASE("findings.json is JSON that tells everything, also of odd bytes") {
    const auto blank =
        make_finding("image.blank", "s\xFFk.tif image 3", "Nəsə \"boş\".",
                     {{"ink", 0.125, "ratio"}, {"x", std::numeric_limits<double>::infinity(), ""}});
    const auto json = nlohmann::json::parse(document({blank, blank}));
    CHECK(json["schema"] == "nuskha-findings/1");
    CHECK(json["item"] == "AZ \"12\"");
    REQUIRE(json["findings"].size() == 2);
    const auto& f = json["findings"][1];
    CHECK(f["code"] == "image.blank");
    CHECK(f["level"] == "note");
    CHECK(f["place"] == "s\uFFFDk.tif image 3");
    CHECK(f["sentence"] == "Nəsə \"boş\".");
    CHECK(f["numbers"][0]["value"] == 0.125);
    CHECK(f["numbers"][0]["unit"] == "ratio");
    CHECK(f["numbers"][1]["value"].is_null());
    CHECK(nlohmann::json::parse(document({}))["findings"].empty());
    CHECK(document({blank}) == document({blank}));
}

TEST_CASE("the header is read back, and only from such a document") {
    CHECK(read_findings_header(document({})) == header);
    CHECK(read_findings_header(document({make_finding("image.blank", "a", "b")})) == header);
    CHECK_FALSE(read_findings_header(""));
    CHECK_FALSE(read_findings_header("[1]"));
    CHECK_FALSE(read_findings_header("{\"made_from\": \"x\", \"findings\": []}"));
    CHECK_FALSE(
        read_findings_header("{\"schema\": \"other\", \"made_from\": \"x\", \"findings\": []}"));
    CHECK_FALSE(read_findings_header(
        "{\"schema\": \"nuskha-findings/1\", \"a\": {\"made_from\": \"x\"}, \"findings\": []}"));
    CHECK_FALSE(read_findings_header(
        "{\"schema\": \"nuskha-findings/1\", \"made_from\": 3, \"findings\": []}"));
    CHECK_FALSE(read_findings_header("{\"schema\": \"nuskha-findings/1\", \"made_from\": \"x\"}"));
    CHECK_FALSE(read_findings_header(std::string(1'000'000, '[')));
}

TEST_CASE("findings are read back as they were written") {
    const std::vector<Finding> findings{
        make_finding("ocr.low-confidence", "a/0001.tif side 1", "mean \"confidence\" is low",
                     {{"words", 12, ""}, {"mean_confidence", 0.5, "ratio"}}),
        make_finding("scan.truncated", "b.tif", "ends early")};
    std::string json;
    FindingsWriter writer([&](std::string_view part) { json += part; },
                          {"item", "title", "batch", "print", "key", 2});
    for (const Finding& finding : findings)
        writer.add(finding);
    writer.finish();
    CHECK(read_findings(json) == findings);
    CHECK(read_findings("").empty());
    CHECK(read_findings("[1, 2]").empty());
    CHECK(read_findings(json.substr(0, json.size() / 2)).empty());
}
