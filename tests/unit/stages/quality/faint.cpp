#include "stages/quality/faint.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/unit/stages/inspected.hpp"

using namespace nuskha;

namespace {

bool blank(const Raster& leaf) {
    const Page seen = inspected(leaf);
    return found(seen, "image.blank") && !found(seen, "image.faint");
}

const Raster empty_leaf = written_page(1240, 1754, {}, 215);

// Paper that has grown brown towards its edges.
Raster browned(int level) {
    Raster leaf = empty_leaf;
    for (int y = 0; y < leaf.height; ++y)
        for (int x = 0; x < leaf.width; ++x) {
            const int edge = std::min({x, y, leaf.width - 1 - x, leaf.height - 1 - y});
            leaf.row(y)[x] =
                static_cast<std::uint8_t>(std::lround(level * (1 - 0.15 * std::exp(-edge / 90.0))));
        }
    return leaf;
}

void lay_spot(Raster& leaf, int x, int y) {
    for (int row = y - 8; row <= y + 8; ++row)
        for (int column = x - 8; column <= x + 8; ++column)
            if (std::hypot(column - x, row - y) <= 6) leaf.row(row)[column] = 150;
}

}  // namespace

TEST_CASE("inspect takes grain and the contours of rounding for no writing") {
    for (const double grain : {0.2, 0.4, 1.0, 1.5, 2.5, 4.5})
        CHECK(blank(grained(browned(215), grain)));
}

TEST_CASE("inspect calls a leaf blank whatever its spots and the shadow at its spine") {
    Raster spotted = empty_leaf;
    for (int i = 0; i < 20; ++i)
        lay_spot(spotted, 100 + i * 397 % 1040, 100 + i * 613 % 1550);
    CHECK(blank(grained(spotted, 1.5)));
    Raster shaded = empty_leaf;
    for (int y = 0; y < shaded.height; ++y)
        for (int x = 0; x < shaded.width; ++x)
            shaded.row(y)[x] = static_cast<std::uint8_t>(215 * (1 - 0.5 * std::exp(-x / 40.0)));
    CHECK(blank(grained(shaded, 4)));
}

TEST_CASE("inspect sees faint writing, and a single line of writing") {
    const Page faint = inspected(grained(written_page(1240, 1754, english_lines(), 215, 209), 1.5));
    CHECK(found(faint, "image.faint"));
    const Page line = inspected(grained(written_page(1240, 1754, {english_lines()[0]}, 215), 1.5));
    CHECK_FALSE(found(line, "image.blank"));
    CHECK_FALSE(found(line, "image.faint"));
}
