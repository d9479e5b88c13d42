#include "stages/crop.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "stages/workbench.hpp"
#include "tests/unit/stages/pictures.hpp"
#include "tests/unit/stages/raster_view.hpp"

using namespace nuskha;

namespace {

Page cropped(const Raster& picture, double turned_back = 0) {
    const auto bench = make_workbench();
    Page page = page_of(picture);
    page.geometry = page.geometry.rotated(turned_back);
    const Geometry geometry = page.geometry;
    const RasterView view(picture, geometry);
    return crop_stage.make(Options(crop_stage.options), *bench)->run(page, view).front();
}

}  // namespace

TEST_CASE("crop finds the leaf on a dark bed") {
    const Raster leaf = written_page(1000, 1400, english_lines());
    const Page page = cropped(on_bed(leaf, 150, 25));
    CHECK(page.events.back().outcome == "success");
    const Rect on_scan = bounds(
        page.geometry.on_scan(Rect{0, 0, page.geometry.page().width, page.geometry.page().height}));
    // Holds the whole leaf, and at most 20 pixels of bed on any side.
    CHECK(on_scan.x <= 150);
    CHECK(on_scan.y <= 150);
    CHECK(on_scan.right() >= 1150);
    CHECK(on_scan.bottom() >= 1550);
    CHECK(on_scan.x >= 130);
    CHECK(on_scan.bottom() <= 1570);
}

TEST_CASE("crop works on a page that has been straightened") {
    const Raster leaf = written_page(1000, 1400, english_lines());
    const Page page = cropped(tilted(on_bed(leaf, 200, 25), 4, 25), -4);
    CHECK(page.events.back().outcome == "success");
    CHECK(page.geometry.page().width == Approx(1000).margin(40));
    CHECK(page.geometry.page().height == Approx(1400).margin(40));
}

TEST_CASE("crop leaves a page without a bed alone") {
    const Page page = cropped(written_page(1240, 1754, english_lines()));
    CHECK(page.geometry.page() == Size{1240, 1754});
    CHECK(page.events.back().outcome == "left alone");
}

TEST_CASE("crop does not take a dark photograph for a bed") {
    Raster picture = written_page(1000, 1400, english_lines());
    for (int y = 900; y < 1400; ++y)
        for (int x = 0; x < 1000; ++x)
            picture.row(y)[x] = static_cast<std::uint8_t>(((x / 37) * 53 + (y / 41) * 31) % 100);
    CHECK(cropped(picture).geometry.page() == Size{1000, 1400});
}

TEST_CASE("crop keeps the corners of a leaf that lies aslant") {
    const Raster leaf = written_page(1000, 1400, english_lines());
    const Page page = cropped(tilted(on_bed(leaf, 150, 25), 1.5, 25));
    // The leaf's corners, turned clockwise by 1.5 degrees about the middle of 1300 x 1700.
    const Affine turn = Affine::rotation(1.5, {650, 850});
    const Size size = page.geometry.page();
    const Rect kept = bounds(page.geometry.on_scan(Rect{0, 0, size.width, size.height}));
    CHECK(page.events.back().outcome == "success");
    for (const Point corner :
         {Point{150, 150}, Point{1150, 150}, Point{1150, 1550}, Point{150, 1550}}) {
        const Point at = turn(corner);
        CHECK(at.x > kept.x - 6);
        CHECK(at.y > kept.y - 6);
        CHECK(at.x < kept.right() + 6);
        CHECK(at.y < kept.bottom() + 6);
    }
}

TEST_CASE("crop does not take letters that touch the edge for a bed") {
    Raster picture(900, 400,
                   1);  // one large I at the left edge, cut by it, and a block at the right
    for (int y = 0; y < 400; ++y)
        for (int x = 0; x < 900; ++x) {
            const bool left = x < 110 && y >= 80 && y < 300, right = x >= 800 && y < 180;
            picture.row(y)[x] = left || right ? 20 : 235;
        }
    CHECK(cropped(picture).geometry.page() == Size{900, 400});
}

TEST_CASE("crop leaves a page alone when writing would go with the bed") {
    // A slip with three lines of the same writing lies on the bed beside the leaf.
    const Raster leaf = written_page(1000, 1400, english_lines());
    Raster picture = on_bed(leaf, 300, 25);
    for (int y = 0; y < 150; ++y)
        std::copy_n(leaf.row(110 + y) + 100, 240, picture.row(600 + y) + 30);
    const Page page = cropped(picture);
    CHECK(page.geometry.page() == Size{1600, 2000});
    CHECK(page.events.back().detail == "there is writing outside of the leaf that was found");
}
