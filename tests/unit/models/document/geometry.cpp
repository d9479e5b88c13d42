#include "models/document/geometry.hpp"

#include <catch2/catch.hpp>

using namespace nuskha;

namespace {
void require_near(Point got, Point wanted) {
    REQUIRE(got.x == Approx(wanted.x).margin(1e-9));
    REQUIRE(got.y == Approx(wanted.y).margin(1e-9));
}
}  // namespace

TEST_CASE("each orientation tag shows the stored image upright") {
    // A stored image 30 wide, 20 high; where the page's top-left corner lies in it, and the page's
    // size.
    const struct {
        int tag;
        Point top_left;
        Size page;
    } cases[] = {{1, {0, 0}, {30, 20}},   {2, {30, 0}, {30, 20}}, {3, {30, 20}, {30, 20}},
                 {4, {0, 20}, {30, 20}},  {5, {0, 0}, {20, 30}},  {6, {0, 20}, {20, 30}},
                 {7, {30, 20}, {20, 30}}, {8, {30, 0}, {20, 30}}};
    for (const auto& c : cases) {
        INFO("tag " << c.tag);
        const Geometry g({30, 20}, c.tag);
        require_near(g.on_scan(Point{0, 0}), c.top_left);
        REQUIRE(g.page() == c.page);
        const Rect all = bounds(g.on_scan(Rect{0, 0, c.page.width, c.page.height}));
        REQUIRE(all == Rect{0, 0, 30, 20});
    }
}

TEST_CASE("a quarter turn clockwise brings the left edge to the top") {
    const Geometry g = Geometry({30, 20}, 1).turned(1);
    REQUIRE(g.page() == Size{20, 30});
    require_near(g.on_scan(Point{0, 0}),
                 {0, 20});  // the page's new top-left was at the bottom-left
    REQUIRE(g.degrees() == Approx(90));
    REQUIRE(g.turned(3).to_scan() == Geometry({30, 20}, 1).to_scan());
    REQUIRE(g.turned(-1).page() == Size{30, 20});
}

TEST_CASE("rotating turns content clockwise about the centre and can be read back") {
    const Geometry g = Geometry({200, 100}, 1).rotated(90);
    // What was right of the centre in the scan is below it on the page.
    require_near(g.on_scan(Point{100, 60}), {110, 50});
    REQUIRE(Geometry({200, 100}, 1).rotated(2.5).degrees() == Approx(2.5));
    REQUIRE(Geometry({200, 100}, 1).turned(2).rotated(-1).degrees() == Approx(179));
}

TEST_CASE("cropping moves the origin, is clipped to the page and keeps the mapping exact") {
    const Geometry g = Geometry({200, 100}, 6).rotated(3).cropped({-5, 10, 60, 1000});
    REQUIRE(g.page() == Size{55, 190});
    require_near(g.on_scan(Point{7, 9}), Geometry({200, 100}, 6).rotated(3).on_scan(Point{7, 19}));
    REQUIRE(g.cropped({500, 500, 10, 10}) == g);
}

TEST_CASE("a scan rectangle is found again on the page") {
    const Geometry g = Geometry({200, 100}, 8).rotated(1.5).cropped({10, 20, 50, 60});
    const auto back = g.on_page(bounds(g.on_scan(Rect{5, 5, 0.001, 0.001})));
    REQUIRE(back);
    REQUIRE(back->x == Approx(5).margin(0.01));
    REQUIRE(back->y == Approx(5).margin(0.01));
    REQUIRE_FALSE(Geometry({1, 1}, {1, 1}, Affine{0, 0, 0, 0, 0, 0}).on_page({0, 0, 1, 1}));
}

TEST_CASE("a flattened page maps through its bend and back") {
    const Bend bend{1000, {0, 1, 4, 12, 40}, {0, 0.001, 0.002, 0.005, 0.02}};
    require_near(bend({500, 0}), {500, 4});
    require_near(bend({500, 1000}), {500, 1006});
    require_near(bend({2000, 100}), {2000, 142});  // beyond its width it stays as it is there
    require_near(bend.inverse(bend({930, 777})), {930, 777});
    // between the values it is smooth: no corner where two steps meet
    const double h = 1e-3;
    const auto steepness = [&](double x) { return (bend({x + h, 0}).y - bend({x, 0}).y) / h; };
    REQUIRE(steepness(750 - h) == Approx(steepness(750)).margin(1e-4));

    const Geometry before =
        Geometry({1200, 900}, 1).turned(1).rotated(2).cropped({10, 5, 800, 1000});
    const Geometry flat = before.flattened(bend, {0, -20, 800, 1030});
    REQUIRE(flat.page() == Size{800, 1030});
    require_near(flat.on_scan(Point{500, 320}), before.on_scan(bend({500, 300})));
    const Geometry cut = flat.turned(1).rotated(-1).cropped({20, 30, 400, 300});
    REQUIRE(cut.to_scan().inverse(cut.on_scan(Point{17, 23})).has_value());
    require_near(*cut.to_scan().inverse(cut.on_scan(Point{17, 23})), {17, 23});
    REQUIRE(cut.degrees() == Approx(before.turned(1).rotated(-1).degrees()));
    REQUIRE_THROWS(cut.flattened(bend, {0, 0, 1, 1}));
    REQUIRE_FALSE(flat == before);
}
