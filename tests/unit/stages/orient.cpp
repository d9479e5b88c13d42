#include "stages/orient.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <span>

#include "pipeline/imaging/decode.hpp"
#include "stages/workbench.hpp"
#include "tests/unit/stages/pictures.hpp"
#include "tests/unit/stages/raster_view.hpp"

using namespace nuskha;

namespace {

Page oriented(const Raster& picture, int turns, double tilt = 0,
              const std::vector<std::string>& languages = {"en"}) {
    const auto bench = make_workbench();
    Page page = page_of(picture, languages);
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

namespace {

Raster grey_scan(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const OpenedImage opened = open_image(std::as_bytes(std::span(bytes)), file, {});
    REQUIRE(opened.file);
    const Raster scan = *opened.file->decode(0).raster;
    Raster grey(scan.width, scan.height, 1);
    for (std::size_t i = 0; i < grey.pixels.size(); ++i)
        grey.pixels[i] = scan.pixels[i * static_cast<std::size_t>(scan.channels)];
    return grey;
}

}  // namespace

TEST_CASE("orient turns printed Arabic upright from any side") {
    const char* shared = std::getenv("NUSKHA_SHARED");
    if (!shared) {
        WARN("skipped: NUSKHA_SHARED does not name a folder with real scans");
        return;
    }
    const Raster picture = grey_scan(std::string(shared) +
                                     "/scans/print_ara_pages_body/IbnQutayba.AdabKatib_000009.tif");
    for (int turns : {0, 1, 2, 3}) {
        INFO("turned clockwise by quarters: " << turns);
        CHECK(oriented(picture, turns, 0, {"ar"}).geometry.degrees() == Approx(0).margin(1e-6));
    }
}

TEST_CASE("orient never turns nastaliq to a wrong side, and flags what it leaves lying") {
    const Raster picture =
        grey_scan(std::string(NUSKHA_SOURCE_DIR) + "/sample-scans/manuscript/MS-0014/f001r.tif");
    for (int turns : {0, 1, 2, 3}) {
        const Page page = oriented(picture, turns, 0, {"az-Arab"});
        INFO("turned clockwise by quarters: " << turns);
        const bool upright = std::abs(page.geometry.degrees()) < 1e-6;
        const bool flagged = page.findings.size() == 1 && page.findings[0].code == "orient.unsure";
        CHECK((upright || flagged));
    }
}

TEST_CASE("orient reads upright what was declared in a wrong script") {
    const Raster picture = written_page(1240, 1754, english_lines());
    for (int turns : {0, 2})
        CHECK(oriented(picture, turns, 0, {"az-Arab"}).geometry.degrees() ==
              Approx(0).margin(1e-6));
}

TEST_CASE("orient flags writing of which it cannot tell which way is up") {
    Raster picture = written_page(1240, 1754, {});
    for (int y = 0; y < 25 * 52; ++y)  // rows of squares have no up and down
        for (int x = 0; x < 900; ++x)
            if (y % 52 < 18 && x % 26 < 18) picture.row(y + 200)[x + 170] = 40;
    const Page page = oriented(picture, 2, 0, {"ru"});
    CHECK(std::abs(page.geometry.degrees()) == Approx(180));
    REQUIRE(page.findings.size() == 1);
    CHECK(page.findings[0].code == "orient.unsure");
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
