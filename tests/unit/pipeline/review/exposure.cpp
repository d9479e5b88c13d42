#include "pipeline/review/exposure.hpp"

#include <catch2/catch.hpp>

using namespace nuskha::review;

namespace {

// Pages of one book: little differences from page to page, rectos darker than versos.
std::vector<PaperLevel> book(std::size_t pages, double level, double a = 2, double b = 12) {
    std::vector<PaperLevel> levels;
    for (std::size_t i = 0; i < pages; ++i)
        levels.push_back({level + static_cast<double>(i * 7 % 5) - (i % 2 ? 18 : 0), a, b, 900});
    return levels;
}

void add(std::vector<PaperLevel>& to, const std::vector<PaperLevel>& more) {
    to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

TEST_CASE("a steady item has no drift", "[exposure]") {
    CHECK_FALSE(drift_in_item(book(200, 220), 20));
    CHECK_FALSE(drift_in_item(book(10, 220), 20));
    CHECK_FALSE(drift_in_item({}, 20));
}

TEST_CASE("cameras that change sides where a page is missing are no drift", "[exposure]") {
    auto pages = book(61, 220);
    add(pages, book(60, 220));
    CHECK_FALSE(drift_in_item(pages, 12));
}

TEST_CASE("a jump of the light is found where it is", "[exposure]") {
    auto pages = book(60, 220);
    add(pages, book(60, 190, 1.8, 10.8));
    const auto drift = drift_in_item(pages, 20);
    REQUIRE(drift);
    CHECK(drift->sudden);
    CHECK(drift->to >= 58);
    CHECK(drift->to <= 62);
    CHECK(drift->level_from - drift->level_to == Approx(30).margin(3));
}

TEST_CASE("lamps that fade are a drift", "[exposure]") {
    auto pages = book(150, 220, 0, 0);
    for (std::size_t i = 0; i < pages.size(); ++i)
        pages[i].level -= 0.2 * static_cast<double>(i);
    const auto drift = drift_in_item(pages, 20);
    REQUIRE(drift);
    CHECK_FALSE(drift->sudden);
}

TEST_CASE("other paper is no drift", "[exposure]") {
    auto pages = book(60, 220);
    add(pages, book(60, 185, 6, 24));  // browner
    CHECK_FALSE(drift_in_item(pages, 20));
    pages = book(60, 220);
    for (const std::size_t plate : {20u, 21u, 40u, 41u, 42u})
        pages[plate].level = 150;
    CHECK_FALSE(drift_in_item(pages, 20));
}

TEST_CASE("a page in other light than its neighbours is found, a plate is not", "[exposure]") {
    auto pages = book(60, 220);
    pages[30] = {160, 1.5, 9.2, 900};
    pages[45] = {150, 1.5, 9.2, 40};  // hardly any writing
    pages[50] = {160, 8, 30, 900};    // brown
    const auto off = outliers(pages, 35);
    REQUIRE(off.size() == 1);
    CHECK(off[0].page == 30);
}

TEST_CASE("items of different paper are no drift, items that fade are", "[exposure]") {
    const std::vector<double> mixed{220, 180, 230, 200, 170, 225, 210, 190, 215, 185, 228, 176};
    std::vector<PaperLevel> items;
    for (const double level : mixed)
        items.push_back({level, 2, 12, 900});
    CHECK_FALSE(drift_over_items(items, 20));
    items.clear();
    for (int i = 0; i < 12; ++i)
        items.push_back({225 - 3.5 * i + (i % 3), 2, 12, 900});
    REQUIRE(drift_over_items(items, 20));
    CHECK_FALSE(drift_over_items(items, 60));
    items.resize(6);
    CHECK_FALSE(drift_over_items(items, 10));
}
