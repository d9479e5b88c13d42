// What staff decide in overrides.toml goes over what stages find.
#include <catch2/catch.hpp>

#include "models/failure.hpp"
#include "stages/crop.hpp"
#include "stages/deskew.hpp"
#include "stages/orient.hpp"
#include "stages/split.hpp"
#include "stages/workbench.hpp"
#include "tests/unit/stages/pictures.hpp"
#include "tests/unit/stages/raster_view.hpp"

using namespace nuskha;

namespace {

std::vector<Page> decided(const StageInfo& stage, const Raster& picture, Override told,
                          double turned_back = 0) {
    const auto bench = make_workbench();
    Page page = page_of(picture, {"en"}, 300);
    page.geometry = page.geometry.rotated(turned_back);
    page.overrides = {std::move(told)};
    const Geometry geometry = page.geometry;
    const RasterView view(picture, geometry);
    const auto pages = stage.make(Options(stage.options), *bench)->run(page, view);
    CHECK(view.renders == 0);  // nobody looks where staff have looked
    return pages;
}

Override number(const char* name, std::vector<double> numbers) {
    return {0, -1, name, std::move(numbers), "", "overrides.toml:1"};
}

Override none(const char* name) {
    return {0, -1, name, {}, "none", "overrides.toml:1"};
}

bool says_so(const Page& page) {
    return page.events.back().detail.find("overrides.toml") != std::string::npos;
}

}  // namespace

TEST_CASE("staff turn a page, whatever way its lines run") {
    const Raster picture = written_page(800, 1200, english_lines());
    const Page turned = decided(orient_stage, picture, number("turn", {90})).front();
    CHECK(turned.geometry.page() == Size{1200, 800});
    CHECK(turned.geometry.degrees() == Approx(90));
    CHECK(says_so(turned));
    const Page left = decided(orient_stage, picture, none("turn")).front();
    CHECK(left.geometry.page() == Size{800, 1200});
    CHECK(left.events.back().outcome == "left alone");
}

TEST_CASE("staff straighten a page by the tilt they measured, or not at all") {
    const Raster picture = tilted(written_page(800, 1200, english_lines()), 3, 220);
    const Page page = decided(deskew_stage, picture, number("skew", {1.2})).front();
    CHECK(page.geometry.degrees() == Approx(-1.2));
    CHECK(says_so(page));
    CHECK(decided(deskew_stage, picture, none("skew")).front().geometry.degrees() == 0);
}

TEST_CASE("staff cut a page to an area of the scan, which is kept whole on a straightened page") {
    const Raster picture = on_bed(written_page(800, 1200, english_lines()), 100, 25);
    const Page level = decided(crop_stage, picture, number("crop", {100, 120, 800, 1000})).front();
    CHECK(level.geometry.page() == Size{800, 1000});
    CHECK(level.geometry.on_scan(Point{0, 0}) == Point{100, 120});
    const Page aslant =
        decided(crop_stage, picture, number("crop", {200, 300, 400, 500}), -2).front();
    for (const Point corner : {Point{200, 300}, {600, 300}, {600, 800}, {200, 800}}) {
        const Rect at = aslant.geometry.on_page(Rect{corner.x, corner.y, 1e-9, 1e-9}).value();
        CHECK(at.x >= -1);
        CHECK(at.y >= -1);
        CHECK(at.x <= aslant.geometry.page().width + 1);
        CHECK(at.y <= aslant.geometry.page().height + 1);
    }
    CHECK(decided(crop_stage, picture, none("crop")).front().geometry.page() == Size{1000, 1400});
    CHECK_THROWS_AS(decided(crop_stage, picture, number("crop", {5000, 5000, 10, 10})), Failure);
}

TEST_CASE("staff cut an opening where they see its gutter, or keep it whole") {
    const Raster picture = written_page(1600, 1000, english_lines());
    const auto two = decided(split_stage, picture, number("split", {700}));
    REQUIRE(two.size() == 2);
    CHECK(two[0].geometry.page().width == Approx(700).margin(8));
    CHECK(two[1].geometry.page().width == Approx(900).margin(8));
    CHECK(says_so(two[1]));
    CHECK(decided(split_stage, picture, none("split")).size() == 1);
    CHECK_THROWS_AS(decided(split_stage, picture, number("split", {1600})), Failure);
}
