#include "models/preservation/finding.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace nuskha;

TEST_CASE("the catalogue of findings is sorted, unique and complete") {
    const auto all = finding_catalogue();
    REQUIRE(
        std::is_sorted(all.begin(), all.end(), [](auto& a, auto& b) { return a.code < b.code; }));
    REQUIRE(std::adjacent_find(all.begin(), all.end(),
                               [](auto& a, auto& b) { return a.code == b.code; }) == all.end());
    for (const FindingKind& kind : all) {
        INFO(kind.code);
        REQUIRE(find_finding_kind(kind.code) == &kind);
        REQUIRE(kind.meaning.ends_with('.'));
        REQUIRE(kind.advice.ends_with('.'));
    }
}

TEST_CASE("a finding takes its level from the catalogue and cannot be of an unknown kind") {
    REQUIRE(make_finding("scan.truncated", "a.tif", "strip 3 is short").level == Level::error);
    REQUIRE_THROWS_AS(make_finding("scan.no-such-thing", "", ""), std::logic_error);
}
