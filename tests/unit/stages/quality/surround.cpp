#include "stages/quality/surround.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/unit/stages/inspected.hpp"

using namespace nuskha;

namespace {

// A fingertip 165 pixels wide that reaches in from the right to x, as dark in its middle as `level`
// and a quarter darker at its sides.
void lay_finger(Raster& scan, int x, int y, double level) {
    constexpr double half = 82;
    for (int row = 0; row < scan.height; ++row)
        for (int column = x; column < scan.width; ++column) {
            const double across = (row - y) / half,
                         along = std::min(0.0, (column - x - half) / half);
            const double r = std::hypot(across, along);
            if (r <= 1)
                scan.row(row)[column] = static_cast<std::uint8_t>(level * (1 - 0.25 * r * r));
        }
}

// Paper that grows dark towards the book's spine, at the picture's right.
Raster page_at_spine() {
    Raster page = written_page(1240, 1754, english_lines(), 205, 40);
    for (int y = 0; y < page.height; ++y)
        for (int x = 0; x < page.width; ++x) {
            const double shadow = 1 - 0.45 * std::exp((x - page.width) / 60.0);
            page.row(y)[x] = static_cast<std::uint8_t>(page.row(y)[x] * shadow);
        }
    return page;
}

}  // namespace

TEST_CASE("inspect sees a finger that comes out of the shadow at the spine") {
    Raster page = page_at_spine();
    CHECK_FALSE(found(inspected(page), "image.foreign-object"));
    lay_finger(page, 1020, 1400, 150);
    CHECK(found(inspected(page), "image.foreign-object"));
}

TEST_CASE("inspect sees a dark finger that comes in over a dark bed") {
    Raster scan = on_bed(written_page(1240, 1754, english_lines(), 230, 40), 90, 27);
    CHECK_FALSE(found(inspected(scan), "image.foreign-object"));
    lay_finger(scan, 1050, 1450, 115);
    const Page seen = inspected(scan);
    CHECK(found(seen, "image.foreign-object"));
    CHECK(number(seen, "foreign_reach") > 0.06);
}
