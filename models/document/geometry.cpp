#include "models/document/geometry.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nuskha {

Rect united(const Rect& a, const Rect& b) {
    if (a.empty()) return b;
    if (b.empty()) return a;
    const double x = std::min(a.x, b.x), y = std::min(a.y, b.y);
    return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

Rect intersected(const Rect& a, const Rect& b) {
    const double x = std::max(a.x, b.x), y = std::max(a.y, b.y);
    const double w = std::min(a.right(), b.right()) - x, h = std::min(a.bottom(), b.bottom()) - y;
    return w > 0 && h > 0 ? Rect{x, y, w, h} : Rect{};
}

Rect bounds(const Quad& quad) {
    auto [left, right] = std::minmax({quad[0].x, quad[1].x, quad[2].x, quad[3].x});
    auto [top, bottom] = std::minmax({quad[0].y, quad[1].y, quad[2].y, quad[3].y});
    return {left, top, right - left, bottom - top};
}

Affine Affine::after(const Affine& f) const {
    return {xx * f.xx + xy * f.yx, xx * f.xy + xy * f.yy, xx * f.x0 + xy * f.y0 + x0,
            yx * f.xx + yy * f.yx, yx * f.xy + yy * f.yy, yx * f.x0 + yy * f.y0 + y0};
}

std::optional<Affine> Affine::inverse() const {
    const double det = xx * yy - xy * yx;
    if (std::abs(det) < 1e-12) return {};
    Affine i{yy / det, -xy / det, 0, -yx / det, xx / det, 0};
    i.x0 = -(i.xx * x0 + i.xy * y0);
    i.y0 = -(i.yx * x0 + i.yy * y0);
    return i;
}

Affine Affine::translation(double dx, double dy) {
    return {1, 0, dx, 0, 1, dy};
}

Affine Affine::scaling(double factor) {
    return {factor, 0, 0, 0, factor, 0};
}

Affine Affine::rotation(double degrees_clockwise, Point centre) {
    const double t = degrees_clockwise * std::numbers::pi / 180, c = std::cos(t), s = std::sin(t);
    // y points down, so a positive angle turns clockwise on the screen
    return {c, -s, centre.x - c * centre.x + s * centre.y,
            s, c,  centre.y - s * centre.x - c * centre.y};
}

Geometry::Geometry(Size scan, int orientation_tag) : scan_(scan), page_(scan) {
    const double w = scan.width, h = scan.height;
    switch (orientation_tag) {  // TIFF 6.0, section 8, Orientation: where row 0 and column 0 of the
                                // file are shown
        case 2:
            to_scan_ = {-1, 0, w, 0, 1, 0};
            break;
        case 3:
            to_scan_ = {-1, 0, w, 0, -1, h};
            break;
        case 4:
            to_scan_ = {1, 0, 0, 0, -1, h};
            break;
        case 5:
            to_scan_ = {0, 1, 0, 1, 0, 0};
            break;
        case 6:
            to_scan_ = {0, 1, 0, -1, 0, h};
            break;
        case 7:
            to_scan_ = {0, -1, w, -1, 0, h};
            break;
        case 8:
            to_scan_ = {0, -1, w, 1, 0, 0};
            break;
        default:
            break;
    }
    if (orientation_tag >= 5 && orientation_tag <= 8) page_ = {h, w};
}

Geometry::Geometry(Size scan, Size page, const Affine& to_scan)
    : scan_(scan), page_(page), to_scan_(to_scan) {}

Quad Geometry::on_scan(const Rect& r) const {
    return {to_scan_({r.x, r.y}), to_scan_({r.right(), r.y}), to_scan_({r.right(), r.bottom()}),
            to_scan_({r.x, r.bottom()})};
}

std::optional<Rect> Geometry::on_page(const Rect& on_scan) const {
    const auto back = to_scan_.inverse();
    if (!back) return {};
    return bounds({(*back)({on_scan.x, on_scan.y}), (*back)({on_scan.right(), on_scan.y}),
                   (*back)({on_scan.right(), on_scan.bottom()}),
                   (*back)({on_scan.x, on_scan.bottom()})});
}

Geometry Geometry::turned(int quarters) const {
    const double w = page_.width, h = page_.height;
    switch (((quarters % 4) + 4) % 4) {
        case 1:  // a new page point (x, y) was at (y, h - x)
            return {scan_, {h, w}, to_scan_.after({0, 1, 0, -1, 0, h})};
        case 2:
            return {scan_, page_, to_scan_.after({-1, 0, w, 0, -1, h})};
        case 3:
            return {scan_, {h, w}, to_scan_.after({0, -1, w, 1, 0, 0})};
        default:
            return *this;
    }
}

Geometry Geometry::rotated(double degrees_clockwise) const {
    // The content turns by +d, so a new page point was at the place turned back by d.
    return {
        scan_, page_,
        to_scan_.after(Affine::rotation(-degrees_clockwise, {page_.width / 2, page_.height / 2}))};
}

Geometry Geometry::cropped(const Rect& area) const {
    const Rect kept = intersected(area, {0, 0, page_.width, page_.height});
    if (kept.empty()) return *this;
    return {scan_, {kept.width, kept.height}, to_scan_.after(Affine::translation(kept.x, kept.y))};
}

double Geometry::degrees() const {
    const double d = std::atan2(-to_scan_.yx, to_scan_.xx) * 180 / std::numbers::pi;
    return d <= -180 ? d + 360 : d;
}

}  // namespace nuskha
