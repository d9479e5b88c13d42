#include "stages/crop.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

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

Rect kept(const Page& page) {
    const Size size = page.geometry.page();
    return bounds(page.geometry.on_scan(Rect{0, 0, size.width, size.height}));
}

void fill(Raster& picture, const Rect& r, int level) {
    for (int y = int(r.y); y < int(r.bottom()); ++y)
        for (int x = int(r.x); x < int(r.right()); ++x)
            picture.row(y)[x] = static_cast<std::uint8_t>(level);
}

void check_kept(const Page& page, const Rect& leaf) {
    const Rect r = kept(page);
    CHECK(page.events.back().outcome == "success");
    CHECK(r.x == Approx(leaf.x).margin(8));
    CHECK(r.y == Approx(leaf.y).margin(8));
    CHECK(r.right() == Approx(leaf.right()).margin(8));
    CHECK(r.bottom() == Approx(leaf.bottom()).margin(8));
}

}  // namespace

TEST_CASE("crop finds the leaf on a bed somewhat lighter or darker than it") {
    for (const int bed : {200, 248})
        check_kept(cropped(on_bed(written_page(1000, 1400, english_lines(), 225), 100, bed)),
                   {100, 100, 1000, 1400});
}

TEST_CASE("crop finds a leaf as bright as its bed by its shadow") {
    Raster picture = on_bed(written_page(1000, 1400, english_lines(), 230), 100, 230);
    for (int i = 0; i < 16; ++i) {  // fades to the right and downwards
        fill(picture, {1100.0 + i, 100, 1, 1400.0 + i}, 130 + 6 * i);
        fill(picture, {100, 1500.0 + i, 1000.0 + i, 1}, 130 + 6 * i);
    }
    const Rect r = kept(cropped(picture));
    CHECK(r.x == 0);  // nothing is seen there
    CHECK(r.y == 0);
    CHECK(r.right() == Approx(1100).margin(8));
    CHECK(r.bottom() == Approx(1500).margin(8));
}

TEST_CASE("crop finds a leaf on a somewhat brighter bed by the shadow it casts there") {
    Raster picture = on_bed(written_page(1000, 1400, english_lines(), 230), 100, 246);
    for (int i = 0; i < 8; ++i) {
        fill(picture, {1100.0 + i, 100, 1, 1400.0 + i}, 206 + 5 * i);
        fill(picture, {100, 1500.0 + i, 1000.0 + i, 1}, 206 + 5 * i);
    }
    check_kept(cropped(picture), {100, 100, 1000, 1400});
}

TEST_CASE("crop cuts off the edges of the leaves below") {
    for (const int bed : {190, 248}) {
        Raster picture = on_bed(written_page(1000, 1400, english_lines(), 230), 60, bed);
        for (int i = 0; i < 24; ++i)
            fill(picture, {1060.0 + i, 60.0, 1, 1400.0}, i % 4 ? 150 : 85);
        INFO("on a bed of level " << bed);
        check_kept(cropped(picture), {60, 60, 1000, 1400});
    }
}

TEST_CASE("crop keeps the margin around a ruled frame, on any bed") {
    for (const int bed : {25, 130, 190, 240, 248})
        for (const int margin : {45, 80}) {
            Raster leaf = written_page(1000, 1400, english_lines(), 230);
            for (int y = margin; y < 1400 - margin; ++y)
                for (int x = margin; x < 1000 - margin; ++x)
                    if (std::min({x, 999 - x, y, 1399 - y}) < margin + 5) leaf.row(y)[x] = 60;
            INFO("a margin of " << margin << " pixels on a bed of level " << bed);
            check_kept(cropped(on_bed(leaf, 100, bed)), {100, 100, 1000, 1400});
        }
}

TEST_CASE("crop does not take a ruled frame on a page for its edge") {
    Raster page = written_page(1000, 1400, english_lines(), 230);
    for (const double in : {50.0, 62.0})  // two lines, the outer one thick
        for (const double wide = in < 55 ? 5 : 2;
             const Rect& side :
             {Rect{in, in, 1000 - 2 * in, wide}, Rect{in, 1400 - in - wide, 1000 - 2 * in, wide},
              Rect{in, in, wide, 1400 - 2 * in}, Rect{1000 - in - wide, in, wide, 1400 - 2 * in}})
            fill(page, side, 60);
    CHECK(cropped(page).geometry.page() == Size{1000, 1400});
    check_kept(cropped(on_bed(page, 100, 90)), {100, 100, 1000, 1400});
}

TEST_CASE("crop does not take a block of text on toned paper for a leaf") {
    Raster page(1000, 1400, 1);
    fill(page, {0, 0, 1000, 1400}, 215);
    fill(page, {150, 150, 700, 1100}, 205);  // show-through darkens the paper between the letters
    const Raster writing = written_page(700, 1100, english_lines(), 205);
    for (int y = 0; y < 1100; ++y)
        for (int x = 0; x < 700; ++x)
            if (writing.row(y)[x] < 205) page.row(150 + y)[150 + x] = writing.row(y)[x];
    for (int y = 150; y < 1250; y += 2)  // letters run from one side of the block to the other
        if (y / 12 % 3 != 0) {
            fill(page, {150, double(y), 8, 2}, 70);
            fill(page, {842, double(y), 8, 2}, 70);
        }
    for (int x = 150; x < 850; x += 14) {
        fill(page, {double(x), 150, 6, 12}, 70);
        fill(page, {double(x), 1238, 6, 12}, 70);
    }
    CHECK(cropped(page).geometry.page() == Size{1000, 1400});
}

TEST_CASE("crop finds the upper edge of a leaf below a weight") {
    Raster picture = on_bed(written_page(1000, 1400, english_lines()), 150, 90);
    fill(picture, {400, 0, 230, 175}, 225);  // nearly as bright as the leaf
    check_kept(cropped(picture), {150, 150, 1000, 1400});
}

TEST_CASE("crop cuts off the sliver of a facing page") {
    Raster picture = on_bed(written_page(1000, 1400, english_lines()), 150, 25);
    fill(picture, {90, 150, 60, 1400}, 235);
    for (int i = -20; i <= 20; ++i)
        fill(picture, {150.0 + i, 150, 1, 1400}, 90 + 7 * std::abs(i));
    const Page page = cropped(picture);
    CHECK(*page.events.back().number("facing") == 1);
    CHECK(kept(page).x == Approx(150).margin(6));
    CHECK(kept(page).right() == Approx(1150).margin(8));
}

TEST_CASE("crop tells the box of the writing on the page it leaves") {
    const Page page = cropped(on_bed(written_page(1000, 1400, english_lines()), 150, 25));
    const Event& event = page.events.back();
    const Size size = page.geometry.page();
    CHECK(*event.number("content_x") > 20);
    CHECK(*event.number("content_y") > 20);
    CHECK(*event.number("content_x") + *event.number("content_width") < size.width);
    CHECK(*event.number("content_y") + *event.number("content_height") < size.height);
    CHECK(*event.number("content_width") > size.width / 2);
}

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
