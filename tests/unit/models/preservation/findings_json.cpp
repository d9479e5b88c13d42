#include "models/preservation/findings_json.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>

using namespace nuskha;

namespace {

std::string document(const std::vector<Finding>& findings) {
    std::string text;
    FindingsWriter writer([&](std::string_view part) { text += part; }, "AZ \"12\"", "abc123");
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

TEST_CASE("made_from is read back, and only from such a document") {
    CHECK(read_made_from(document({})) == "abc123");
    CHECK(read_made_from(document({make_finding("image.blank", "a", "b")})) == "abc123");
    CHECK_FALSE(read_made_from(""));
    CHECK_FALSE(read_made_from("[1]"));
    CHECK_FALSE(read_made_from("{\"made_from\": \"x\"}"));
    CHECK_FALSE(read_made_from("{\"schema\": \"other\", \"made_from\": \"x\"}"));
    CHECK_FALSE(
        read_made_from("{\"schema\": \"nuskha-findings/1\", \"a\": {\"made_from\": \"x\"}}"));
    CHECK_FALSE(read_made_from("{\"schema\": \"nuskha-findings/1\", \"made_from\": 3}"));
    CHECK_FALSE(read_made_from(std::string(1'000'000, '[')));
}
