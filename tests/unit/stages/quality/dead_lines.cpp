#include "stages/quality/dead_lines.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/stages/inspected.hpp"

using namespace nuskha;

namespace {

void darken_row(Raster& scan, int row, int by) {
    for (int x = 0; x < scan.width; ++x)
        scan.row(row)[x] = static_cast<std::uint8_t>(std::max(0, scan.row(row)[x] - by));
}

}  // namespace

TEST_CASE("inspect sees a dead line that runs through writing and grain") {
    const Raster sound = grained(written_page(1240, 1754, english_lines()), 4.5);
    CHECK(number(inspected(sound), "dead_lines") == 0);
    for (const int row : {168, 430, 1500}) {  // in two lines of writing, and below
        Raster scan = sound;
        darken_row(scan, row, 8);
        const Page seen = inspected(scan);
        CHECK(found(seen, "image.dead-line"));
        CHECK(number(seen, "dead_lines") == 1);
        CHECK(number(seen, "dead_line_offset") == Approx(-8).margin(2));
    }
}

TEST_CASE("inspect takes no edge of a leaf and no printed rule for a dead line") {
    const Raster sound = grained(written_page(1240, 1754, english_lines()), 1.5);
    Raster edge = sound;  // the lens draws it over several pixels
    const std::array shape{4, 9, 12, 9, 4};
    for (std::size_t i = 0; i < shape.size(); ++i)
        darken_row(edge, 1720 + static_cast<int>(i), shape[i]);
    CHECK(number(inspected(edge), "dead_lines") == 0);
    Raster ruled = sound;
    for (int x = 124; x < 1116; ++x)
        ruled.row(1500)[x] = 60;
    CHECK(number(inspected(ruled), "dead_lines") == 0);
}
