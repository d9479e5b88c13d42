#include "models/transcription/outline.hpp"

#include <algorithm>

namespace nuskha {
namespace {

// The part of a convex polygon where `inside` is not negative; inside is linear (Sutherland and
// Hodgman, Reentrant polygon clipping, CACM 17, 1974).
template <typename Inside>
std::vector<Point> cut(const std::vector<Point>& polygon, Inside inside) {
    std::vector<Point> kept;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const Point a = polygon[i], b = polygon[(i + 1) % polygon.size()];
        const double at_a = inside(a), at_b = inside(b);
        if (at_a >= 0) kept.push_back(a);
        if ((at_a > 0 && at_b < 0) || (at_a < 0 && at_b > 0)) {
            const double t = at_a / (at_a - at_b);
            kept.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
        }
    }
    return kept;
}

}  // namespace

std::vector<Point> outline_on_scan(const Geometry& geometry) {
    const Size page = geometry.page(), scan = geometry.scan();
    // a bend curves the upper and lower edges
    const int steps = geometry.to_scan().bend ? 32 : 1;
    const Quad corners{Point{0, 0}, {page.width, 0}, {page.width, page.height}, {0, page.height}};
    std::vector<Point> outline;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const Point a = corners[i], b = corners[(i + 1) % corners.size()];
        for (int k = 0; k < steps; ++k) {
            const double t = double(k) / steps;
            outline.push_back(
                geometry.on_scan(Point{a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)}));
        }
    }
    outline = cut(outline, [](Point p) { return p.x; });
    outline = cut(outline, [](Point p) { return p.y; });
    outline = cut(outline, [&](Point p) { return scan.width - p.x; });
    outline = cut(outline, [&](Point p) { return scan.height - p.y; });
    return outline;
}

Rect bounds(const std::vector<Point>& points) {
    if (points.empty()) return {};
    double left = points[0].x, right = left, top = points[0].y, bottom = top;
    for (const Point& p : points) {
        left = std::min(left, p.x);
        right = std::max(right, p.x);
        top = std::min(top, p.y);
        bottom = std::max(bottom, p.y);
    }
    return {left, top, right - left, bottom - top};
}

}  // namespace nuskha
