#include "models/transcription/outline.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace nuskha;

namespace {

double area(const std::vector<Point>& p) {
    double twice = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
        const Point a = p[i], b = p[(i + 1) % p.size()];
        twice += a.x * b.y - b.x * a.y;
    }
    return std::abs(twice) / 2;
}

}  // namespace

TEST_CASE("a page's outline never leaves its scan") {
    const Geometry whole(Size{200, 100}, 1);
    CHECK(outline_on_scan(whole).size() == 4);
    CHECK(bounds(outline_on_scan(whole)) == Rect{0, 0, 200, 100});
    CHECK(bounds(outline_on_scan(whole.cropped({50, 10, 60, 70}))) == Rect{50, 10, 60, 70});
    CHECK(outline_on_scan(whole.turned(1)).size() == 4);
    for (const double degrees : {0.5, -3.0, 45.0, 91.0}) {
        const auto outline = outline_on_scan(whole.rotated(degrees));
        const Rect box = bounds(outline);
        CHECK(outline.size() >= 4);
        CHECK(outline.size() <= 8);
        CHECK(box.x >= -1e-9);
        CHECK(box.y >= -1e-9);
        CHECK(box.right() <= 200 + 1e-9);
        CHECK(box.bottom() <= 100 + 1e-9);
        CHECK(area(outline) < 200 * 100);
    }
    // Half a degree cuts four thin triangles off: nearly everything stays.
    CHECK(area(outline_on_scan(whole.rotated(0.5))) > 0.99 * 200 * 100);
    const Geometry beside(Size{200, 100}, Size{50, 50}, Affine::translation(300, 0));
    CHECK(outline_on_scan(beside).empty());
    CHECK(bounds(outline_on_scan(beside)).empty());
}
