#include "pipeline/review/pagination.hpp"

#include <catch2/catch.hpp>
#include <chrono>

using namespace nuskha::review;
using Kind = Leap::Kind;

namespace {

using Pages = std::vector<std::vector<Folio>>;

Folio arabic(int value) {
    return {value, Folio::Kind::arabic, 1};
}

// Pages numbered first, first + 1, ...
Pages numbered(int first, int count) {
    Pages pages;
    for (int i = 0; i < count; ++i)
        pages.push_back({arabic(first + i)});
    return pages;
}

void add(Pages& to, const Pages& more) {
    to.insert(to.end(), more.begin(), more.end());
}

std::ptrdiff_t at(int i) {
    return i;
}

}  // namespace

TEST_CASE("numbers that run on are no finding", "[pagination]") {
    const auto told = paginate(numbered(1, 40));
    CHECK(told.step == 1);
    CHECK(told.found == 40);
    CHECK(told.leaps.empty());
    CHECK(paginate({}).leaps.empty());
    CHECK(paginate(Pages(30)).found == 0);
}

TEST_CASE("misread and unread numbers raise no alarm", "[pagination]") {
    Pages pages = numbered(101, 60);
    pages[7] = {arabic(187)};
    pages[20] = {};
    pages[21] = {arabic(12)};  // a digit lost, twice in a row
    pages[22] = {arabic(123), arabic(1958)};
    pages[30] = {arabic(137)};
    pages[31] = {arabic(138)};
    pages[44] = {arabic(1848)};
    for (std::size_t i = 3; i < pages.size(); i += 5)
        pages[i] = {};
    for (auto& page : pages)
        page.push_back(arabic(7));  // a chapter's number in the running head
    CHECK(paginate(pages).leaps.empty());
}

TEST_CASE("a leaf that is missing is told with its numbers", "[pagination]") {
    Pages pages = numbered(1, 60);
    pages.erase(pages.begin() + at(23), pages.begin() + at(25));  // 24, 25
    pages[10] = {};
    const auto leaps = paginate(pages).leaps;
    REQUIRE(leaps.size() == 1);
    CHECK(leaps[0] == Leap{Kind::missing, 22, 23, 23, 26, 2});
}

TEST_CASE("a single missing page is told, also where numbers beside it were not read",
          "[pagination]") {
    Pages pages = numbered(1, 60);
    pages.erase(pages.begin() + at(23));
    pages[22] = {};
    pages[24] = {arabic(3)};
    const auto leaps = paginate(pages).leaps;
    REQUIRE(leaps.size() == 1);
    CHECK(leaps[0].kind == Kind::missing);
    CHECK(leaps[0].count == 1);
    CHECK(leaps[0].at == 23);
}

TEST_CASE("plates without numbers, front matter in roman and new counts are sound",
          "[pagination]") {
    Pages pages;
    for (int i = 1; i <= 12; ++i)
        pages.push_back({{i, Folio::Kind::roman, 0.9}});
    add(pages, numbered(1, 30));
    add(pages, Pages(4));  // plates
    add(pages, numbered(31, 30));
    add(pages, numbered(1, 20));  // a second part
    CHECK(paginate(pages).leaps.empty());
}

TEST_CASE("openings and numbered leaves are understood", "[pagination]") {
    Pages openings;
    for (int i = 0; i < 30; ++i)
        openings.push_back({arabic(2 * i + 2), arabic(2 * i + 3)});
    CHECK(paginate(openings).step == 2);
    CHECK(paginate(openings).leaps.empty());
    openings.erase(openings.begin() + at(14));
    REQUIRE(paginate(openings).leaps.size() == 1);
    CHECK(paginate(openings).leaps[0].count == 2);

    Pages leaves;
    for (int i = 1; i <= 30; ++i) {
        leaves.push_back({arabic(i)});
        leaves.push_back({});
    }
    CHECK(paginate(leaves).step == 0.5);
    CHECK(paginate(leaves).leaps.empty());
    leaves.erase(leaves.begin() + at(20), leaves.begin() + at(22));
    REQUIRE(paginate(leaves).leaps.size() == 1);
    CHECK(paginate(leaves).leaps[0].count == 1);
}

TEST_CASE("pages that bear each other's numbers are out of order", "[pagination]") {
    Pages pages = numbered(1, 60);
    std::swap(pages[30], pages[31]);
    auto leaps = paginate(pages).leaps;
    REQUIRE(leaps.size() == 1);
    CHECK(leaps[0] == Leap{Kind::order, 30, 31, 32, 31, 2});

    pages = numbered(1, 90);  // another page misread as one of the two
    std::swap(pages[69], pages[70]);
    pages[20] = {arabic(71)};
    CHECK(paginate(pages).leaps == std::vector{Leap{Kind::order, 69, 70, 71, 70, 2}});

    pages = numbered(1, 60);  // a page put three places too early
    std::rotate(pages.begin() + at(20), pages.begin() + at(23), pages.begin() + at(24));
    leaps = paginate(pages).leaps;
    REQUIRE(leaps.size() == 1);
    CHECK(leaps[0].kind == Kind::order);
    CHECK(leaps[0].count == 4);
}

TEST_CASE("digits lost here and added there are no exchange of pages", "[pagination]") {
    Pages pages = numbered(1, 120);
    std::swap(pages[8], pages[90]);  // 91 read on page 9, 9 on page 91
    CHECK(paginate(pages).leaps.empty());
    pages = numbered(1, 120);
    std::swap(pages[8], pages[9]);  // 9 and 10
    CHECK(paginate(pages).leaps.size() == 1);
}

TEST_CASE("of two pages exchanged one certain number is enough", "[pagination]") {
    for (const std::size_t unread : {std::size_t{30}, std::size_t{31}}) {
        Pages pages = numbered(1, 60);
        std::swap(pages[30], pages[31]);
        pages[unread] = {};
        const auto leaps = paginate(pages).leaps;
        REQUIRE(leaps.size() == 1);
        CHECK(leaps[0] == (unread == 30 ? Leap{Kind::order, 30, 31, 0, 31, 1}
                                        : Leap{Kind::order, 30, 31, 32, 0, 1}));
        pages[unread == 30 ? 31 : 30][0].certain = false;  // misread perhaps
        CHECK(paginate(pages).leaps.empty());
    }
    Pages pages = numbered(1, 60);
    pages[20] = {arabic(51)};  // certain, but a page is not far out of place alone
    pages[50] = {};
    CHECK(paginate(pages).leaps.empty());
}

TEST_CASE("a gathering in another place is told once, as order", "[pagination]") {
    Pages pages = numbered(1, 96);
    std::rotate(pages.begin() + at(32), pages.begin() + at(48), pages.begin() + at(64));
    const auto leaps = paginate(pages).leaps;
    REQUIRE(leaps.size() == 1);
    CHECK(leaps[0].kind == Kind::order);
    CHECK(leaps[0].count == 32);
}

TEST_CASE("an item that runs backwards is told once", "[pagination]") {
    Pages pages = numbered(1, 40);
    std::reverse(pages.begin(), pages.end());
    const auto leaps = paginate(pages).leaps;
    REQUIRE(leaps.size() == 1);
    CHECK(leaps[0] == Leap{Kind::reversed, 0, 39, 40, 1, 40});
}

TEST_CASE("numbers that mean nothing give no pagination", "[pagination]") {
    Pages pages;
    unsigned random = 7;
    for (int i = 0; i < 200; ++i) {
        random = random * 1664525u + 1013904223u;
        pages.push_back({arabic(static_cast<int>(random >> 16) % 400 + 1)});
    }
    CHECK(paginate(pages).leaps.empty());
}

TEST_CASE("ten times the pages take about ten times the time", "[pagination]") {
    const auto seconds = [](int count) {
        Pages pages = numbered(1, count);
        for (std::size_t i = 0; i < pages.size(); ++i)
            pages[i].push_back(arabic(static_cast<int>(i * 7919 % 997) + 1));
        const auto start = std::chrono::steady_clock::now();
        paginate(pages);
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    seconds(500);
    CHECK(seconds(9000) < 40 * seconds(900));
}
