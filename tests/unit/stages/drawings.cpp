// Pictures and rules, on small pages drawn here.
#include "stages/drawings.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace nuskha;

namespace {

constexpr Rect photograph{300, 500, 400, 300};

void fill(Raster& paper, const Rect& r, std::uint8_t level) {
    for (int y = int(r.y); y < int(r.bottom()); ++y)
        std::fill_n(paper.row(y) + int(r.x), int(r.width), level);
}

Raster paper() {  // with lines of marks as high as letters
    Raster page(1100, 1600, 1);
    std::fill(page.pixels.begin(), page.pixels.end(), std::uint8_t{225});
    for (int y = 100; y < 400; y += 40)
        for (int x = 100; x < 1000; x += 16)
            fill(page, {double(x), double(y), 5, 18}, 40);
    return page;
}

std::vector<Block> found_on(const Raster& page) {
    return drawings_on(page, find_ink(page));
}

std::vector<Rect> of_role(const std::vector<Block>& blocks, Role role) {
    std::vector<Rect> boxes;
    for (const Block& block : blocks)
        if (block.role == role) boxes.push_back(block.box);
    return boxes;
}

}  // namespace

TEST_CASE("A photograph is a picture, writing is none") {
    CHECK(found_on(paper()).empty());
    Raster page = paper();
    for (int y = 0; y < 300; ++y)
        for (int x = 0; x < 400; ++x)
            page.row(y + 500)[x + 300] = static_cast<std::uint8_t>(60 + x / 5 + y / 6);
    const auto pictures = of_role(found_on(page), Role::picture);
    REQUIRE(pictures.size() == 1);
    CHECK(std::abs(pictures[0].x - photograph.x) < 15);
    CHECK(std::abs(pictures[0].right() - photograph.right()) < 15);
    CHECK(std::abs(pictures[0].bottom() - photograph.bottom()) < 15);
}

TEST_CASE("A rule is an ornament; a frame around writing is no picture") {
    Raster page = paper();
    fill(page, {550, 600, 3, 700}, 60);
    const auto rules = of_role(found_on(page), Role::ornament);
    REQUIRE(rules.size() == 1);
    CHECK(rules[0].height > 600);

    Raster framed = paper();
    for (const Rect& side : {Rect{80, 80, 940, 4}, Rect{80, 420, 940, 4}, Rect{80, 80, 4, 344},
                             Rect{1016, 80, 4, 344}})
        fill(framed, side, 60);
    CHECK(of_role(found_on(framed), Role::picture).empty());
}

TEST_CASE("Where much was read with certainty there is no picture") {
    const std::vector<Block> drawings{{photograph, {}, Role::picture}};
    const auto written = [](double confidence) {
        Block block;
        for (int i = 0; i < 6; ++i) {
            const Rect box{620, 1020.0 + 90 * i, 700, 60};
            block.lines.push_back(
                {box, {}, {}, {{"word", box, confidence, "en", Direction::left_to_right}}, {}});
            block.box = united(block.box, box);
        }
        return std::vector{block};
    };
    CHECK(with_drawings(written(0.9), drawings, 2).size() == 1);
    const auto doubtful = with_drawings(written(0.3), drawings, 2);
    REQUIRE(doubtful.size() == 2);
    CHECK(doubtful[1].box == Rect{600, 1000, 800, 600});
}

TEST_CASE(
    "An engraving is painted over for the engine, a table's rules and letters beside it are not") {
    Raster page = paper();
    for (int i = 0; i < 300; i += 6) {  // hatched both ways
        fill(page, {300.0 + i, 600, 2, 300}, 40);
        fill(page, {300, 600.0 + i, 300, 2}, 40);
    }
    for (int i = 0; i <= 400; i += 100) {  // rules of a table
        fill(page, {200.0 + i, 1100, 3, 403}, 40);
        fill(page, {200, 1100.0 + i, 403, 3}, 40);
    }
    const Raster before = page;
    paint_over_engravings(page, find_ink(before));
    CHECK(*std::min_element(page.row(700) + 295, page.row(700) + 605) > 200);
    CHECK(std::equal(page.row(100), page.row(100) + page.width * 300, before.row(100)));
    CHECK(std::equal(page.row(1050), page.row(1050) + page.width * 500, before.row(1050)));
}
