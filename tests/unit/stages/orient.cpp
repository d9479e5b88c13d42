#include "stages/orient.hpp"

#include <catch2/catch.hpp>

#include "stages/workbench.hpp"
#include "tests/unit/stages/pictures.hpp"
#include "tests/unit/stages/raster_view.hpp"

using namespace nuskha;

namespace {

Page oriented(const Raster& picture, int turns, double tilt = 0) {
    const auto bench = make_workbench();
    Page page = page_of(picture);
    page.geometry = page.geometry.turned(turns).rotated(tilt);
    const Geometry geometry = page.geometry;
    const RasterView view(picture, geometry);
    return orient_stage.make(Options(orient_stage.options), *bench)->run(page, view).front();
}

}  // namespace

TEST_CASE("orient turns a page upright from any side") {
    const Raster picture = written_page(1240, 1754, english_lines());
    for (int turns : {0, 1, 2, 3}) {
        const Page page = oriented(picture, turns);
        INFO("turned clockwise by quarters: " << turns);
        CHECK(page.geometry.degrees() == Approx(0).margin(1e-6));
        CHECK((page.findings.size() == 1) == (turns != 0));
    }
}

TEST_CASE("orient sees through a tilt") {
    const Raster picture = written_page(1240, 1754, english_lines());
    CHECK(oriented(picture, 0, 6).geometry.degrees() == Approx(6).margin(1e-6));
    CHECK(oriented(picture, 2, 5).geometry.degrees() == Approx(5).margin(1e-6));
}

TEST_CASE("orient leaves alone what it cannot read") {
    const Page blank = oriented(written_page(1240, 1754, {}), 0);
    CHECK(blank.geometry.degrees() == 0);
    CHECK(blank.findings.empty());
    CHECK(blank.events.back().outcome == "left alone");
}
