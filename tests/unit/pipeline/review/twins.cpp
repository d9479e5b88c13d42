#include "pipeline/review/twins.hpp"

#include <catch2/catch.hpp>

using namespace nuskha::review;

namespace {

Sighting page(std::uint64_t hash, double parts = 900) {
    Sighting seen;
    seen.hash = hash;
    seen.parts = parts;
    return seen;
}

std::vector<std::uint32_t> words(std::uint32_t from, std::uint32_t count) {
    std::vector<std::uint32_t> list;
    for (std::uint32_t i = 0; i < count; ++i)
        list.push_back(from + i);
    return list;
}

constexpr std::uint64_t one = 0x0123456789abcdef, other = 0xfedc012389ab4567;

}  // namespace

TEST_CASE("the second scan of a page is found by its picture", "[twins]") {
    const auto twins = find_twins({page(one), page(other), page(one ^ 0x7)}, {});
    REQUIRE(twins.size() == 1);
    CHECK(twins[0].first == 0);
    CHECK(twins[0].second == 2);
    CHECK(twins[0].bits == 3);
}

TEST_CASE("pages with too little on them are never twins", "[twins]") {
    CHECK(find_twins({page(one, 20), page(one, 20)}, {}).empty());
    Sighting blank;
    CHECK(find_twins({blank, blank, blank}, {}).empty());
    CHECK(find_twins({page(one, 900), page(one, 500)}, {}).empty());  // other amounts of writing
}

TEST_CASE("where pages were read, their words decide", "[twins]") {
    Sighting form = page(one), filled = page(one);
    form.words = words(0, 60);
    filled.words = words(50, 60);
    CHECK(find_twins({form, filled}, {}).empty());
    filled.hash = one ^ 0x3fff;  // 14 bits
    filled.words = words(10, 60);
    REQUIRE(find_twins({form, filled}, {}).size() == 1);
    CHECK(find_twins({form, filled}, {})[0].words > 0.8);
}

TEST_CASE("only neighbours within reach are compared, and equal bytes left alone", "[twins]") {
    std::vector<Sighting> pages{page(one)};
    for (std::uint64_t i = 1; i < 20; ++i)
        pages.push_back(page(i * 0x9e3779b97f4a7c15ULL));
    pages.push_back(page(one));
    CHECK(find_twins(pages, {10, 5}).empty());
    CHECK(find_twins(pages, {10, 100}).size() == 1);
    pages.front().scan = pages.back().scan = "same";
    CHECK(find_twins(pages, {10, 100}).empty());
}
