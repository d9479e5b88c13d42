#include "pipeline/review/review.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

using namespace nuskha;
using namespace nuskha::review;
using Catch::Contains;

namespace {

std::vector<Sighting> book(int pages) {
    std::vector<Sighting> seen;
    for (int i = 0; i < pages; ++i) {
        Sighting page;
        page.place = fmt::format("I/{:04}.tif", i + 1);
        page.paper = 220 + i % 3;
        page.parts = 900;
        page.hash = static_cast<std::uint64_t>(i + 1) * 0x9e3779b97f4a7c15ULL;
        page.folios = {{i + 1, Folio::Kind::arabic, 1}};
        seen.push_back(page);
    }
    return seen;
}

std::vector<std::string> codes(const std::vector<Finding>& findings) {
    std::vector<std::string> list;
    for (const Finding& f : findings)
        list.push_back(f.code);
    return list;
}

const Options defaults{review::options()};

}  // namespace

TEST_CASE("a sound item has no findings", "[review]") {
    CHECK(review_pages("I", book(60), defaults).empty());
    CHECK(review_pages("I", {}, defaults).empty());
}

TEST_CASE("a page scanned twice is one finding, though its number comes twice", "[review]") {
    auto pages = book(60);
    auto again = pages[30];
    again.place = "I/0031a.tif";
    pages.insert(pages.begin() + 31, again);
    const auto findings = review_pages("I", pages, defaults);
    REQUIRE(codes(findings) == std::vector<std::string>{"item.duplicate-page"});
    CHECK(findings[0].place == "I/0031a.tif");
    CHECK_THAT(findings[0].sentence, Contains("I/0031.tif"));
}

TEST_CASE("a missing page is told at the page after it", "[review]") {
    auto pages = book(60);
    pages.erase(pages.begin() + 30);
    const auto findings = review_pages("I", pages, defaults);
    REQUIRE(codes(findings) == std::vector<std::string>{"item.page-gap"});
    CHECK(findings[0].place == "I/0032.tif");
    CHECK_THAT(findings[0].sentence, Contains("from 30 on I/0030.tif to 32: 1 page is missing"));
}

TEST_CASE("light is compared in the order of capture where it is known", "[review]") {
    auto pages = book(80);  // scanned in two goes, the odd pages in other light
    for (std::size_t i = 0; i < pages.size(); ++i) {
        pages[i].paper = i % 2 ? 185 : 220;
        pages[i].captured = fmt::format("2026-11-{:02}T10:{:02}:00", i % 2 ? 24 : 23, i / 2);
    }
    const auto findings = review_pages("I", pages, defaults);
    REQUIRE(codes(findings) == std::vector<std::string>{"item.exposure-drift"});
    CHECK_THAT(findings[0].sentence, Contains("jumps from level 220 to 185"));
}

TEST_CASE("the review can be told to look away", "[review]") {
    auto pages = book(60);
    pages.erase(pages.begin() + 30);
    pages[10].hash = pages[9].hash;
    Options none{review::options()};
    none.set("page_numbers", false, "test");
    none.set("twin_bits", -1.0, "test");
    CHECK(review_pages("I", pages, none).empty());
}

TEST_CASE("of many findings of a kind the first are told, and how many more there are",
          "[review]") {
    auto pages = book(200);
    for (std::size_t i = 1; i < 120; i += 2)
        pages[i].hash = pages[i - 1].hash;
    const auto findings = review_pages("I", pages, defaults);
    CHECK(findings.size() == 21);
    CHECK(findings.back().sentence == "40 more of the same kind");
}
