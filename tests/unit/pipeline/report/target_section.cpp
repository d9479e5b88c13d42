#include <catch2/catch.hpp>

#include "models/preservation/guideline.hpp"
#include "pipeline/report/sheet.hpp"

using namespace nuskha;
using Catch::Contains;

namespace {

std::string section_of(const std::string& detail, std::vector<Number> numbers) {
    PageRecord record;
    Event event;
    event.type = "quality review";
    event.stage = "target";
    event.detail = detail;
    event.numbers = std::move(numbers);
    record.page.events.push_back(event);
    report::Leaf leaf;
    leaf.page = &record;
    return report::target_section(leaf, report::english());
}

}  // namespace

TEST_CASE("the report sets figures of a target beside every level of the guideline") {
    const std::string html = section_of(
        "FADGI 2016, bound volumes: general collections: 2 stars reached, 3 stars asked for",
        {{"tone", 6.1, "L*"}, {"tone_level", 2, ""}, {"noise", 1.2, "L*"}});
    CHECK_THAT(html, Contains("Reference target") && Contains("3 stars asked for"));
    CHECK_THAT(html, Contains("tone response") && Contains("6.1 L*"));
    CHECK_THAT(html, Contains("<td>✓ at most 8</td><td>✓ at most 8</td><td>✗ at most 5</td>"
                              "<td>✗ at most 2</td><td>2 stars</td>"));
    CHECK_THAT(html, !Contains("noise"));  // measured, but not judged
}

TEST_CASE("a page without a judged target has no such section") {
    CHECK(section_of("the target was not found where the recipe says", {}).empty());
    CHECK(section_of("", {}).empty());
    CHECK(report::target_section(report::Leaf(), report::english()).empty());
}
