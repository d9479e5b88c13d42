#include "stages/deskew.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "stages/workbench.hpp"
#include "tests/unit/stages/pictures.hpp"
#include "tests/unit/stages/raster_view.hpp"

using namespace nuskha;

namespace {

Page deskewed(const Raster& picture) {
    const auto bench = make_workbench();
    Page page = page_of(picture);
    const Geometry geometry = page.geometry;
    const RasterView view(picture, geometry);
    return deskew_stage.make(Options(deskew_stage.options), *bench)->run(page, view).front();
}

}  // namespace

TEST_CASE("deskew straightens tilted pages in either direction") {
    for (double tilt : {-12.0, -4.3, -0.7, 0.6, 2.4, 9.0}) {
        const Page page = deskewed(tilted(written_page(1240, 1754, english_lines()), tilt, 235));
        INFO("tilted by " << tilt);
        CHECK(page.geometry.degrees() == Approx(-tilt).margin(0.1));
        CHECK(page.events.back().outcome == "success");
    }
}

TEST_CASE("deskew leaves a straight page exactly as it is") {
    const Page page = deskewed(written_page(1240, 1754, english_lines()));
    CHECK(page.geometry == page_of(written_page(1240, 1754, {})).geometry);
    CHECK(page.events.back().detail == "straight");
    CHECK(page.findings.empty());
}

TEST_CASE("deskew is not led by the edges of a tilted dark bed") {
    // The leaf lies tilted on the bed by 3 degrees, but its lines are printed level on the leaf.
    const Raster leaf = written_page(1000, 1400, english_lines());
    const Page page = deskewed(tilted(on_bed(leaf, 120, 20), 3, 20));
    CHECK(page.geometry.degrees() == Approx(-3).margin(0.15));
    // And here the leaf's edges are level, while the print on it runs 2 degrees off.
    const Page printed_off = deskewed(on_bed(tilted(leaf, 2, 235), 120, 20));
    CHECK(printed_off.geometry.degrees() == Approx(-2).margin(0.15));
}

TEST_CASE("deskew does nothing where there is nothing to measure") {
    const Page blank = deskewed(written_page(1240, 1754, {}));
    CHECK(blank.events.back().outcome == "left alone");
    CHECK(blank.geometry.degrees() == 0);
    CHECK(blank.findings.empty());

    Raster noise(900, 1200, 1);  // specks without order
    std::uint32_t state = 7;
    for (auto& pixel : noise.pixels)
        pixel = 230;
    for (int i = 0; i < 1500; ++i) {
        state = state * 1664525U + 1013904223U;
        const int x = static_cast<int>(state >> 8) % 890;
        state = state * 1664525U + 1013904223U;
        const int y = static_cast<int>(state >> 8) % 1190;
        for (int dy = 0; dy < 6; ++dy)
            for (int dx = 0; dx < 6; ++dx)
                noise.row(y + dy)[x + dx] = 30;
    }
    const Page speckled = deskewed(noise);
    CHECK(speckled.events.back().outcome == "left alone");
    CHECK(speckled.geometry.degrees() == 0);
    REQUIRE(speckled.findings.size() == 1);
    CHECK(speckled.findings[0].code == "skew.unsure");
}

TEST_CASE("deskew leaves alone a page whose parts differ by as much as its tilt") {
    const Raster level = written_page(1240, 1754, english_lines());
    const Raster down = tilted(level, 0.3, 235), up = tilted(level, -0.3, 235);
    Raster mixed = level;  // a warped page: lines run down at the head, and up below
    for (int y = 0; y < mixed.height; ++y)
        std::copy_n((y < 480 ? down : up).row(y), mixed.width, mixed.row(y));
    const Page page = deskewed(mixed);
    CHECK(page.geometry.degrees() == 0);
    CHECK(page.events.back().outcome == "left alone");
}
