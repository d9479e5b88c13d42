#include "models/document/geometry.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

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

namespace {

// A smooth curve through values at equal steps over 0..width (Catmull and Rom, A class of local
// interpolating splines, 1974); constant beyond.
double along(const std::vector<double>& values, double width, double x) {
    const double last = double(values.size() - 1);
    const double at = std::clamp(x / width, 0.0, 1.0) * last;
    const double whole = std::min(std::floor(at), last - 1), t = at - whole;
    const auto i = static_cast<std::size_t>(whole);
    const double b = values[i], c = values[i + 1];
    const double a = i > 0 ? values[i - 1] : 2 * b - c;
    const double d = i + 2 < values.size() ? values[i + 2] : 2 * c - b;
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

}  // namespace

Point Bend::operator()(Point p) const {
    return {p.x, p.y + along(shift, width, p.x) + along(stretch, width, p.x) * p.y};
}

Point Bend::inverse(Point p) const {
    return {p.x, (p.y - along(shift, width, p.x)) / (1 + along(stretch, width, p.x))};
}

std::optional<Point> Mapping::inverse(Point p) const {
    const auto back = outer.inverse(), first = inner.inverse();
    if (!back || !first) return {};
    p = (*back)(p);
    return (*first)(bend ? bend->inverse(p) : p);
}

Mapping Mapping::after(const Affine& first) const {
    Mapping m = *this;
    (bend ? m.inner : m.outer) = (bend ? inner : outer).after(first);
    return m;
}

Mapping Mapping::then(const Affine& last) const {
    Mapping m = *this;
    m.outer = last.after(outer);
    return m;
}

Geometry::Geometry(Size scan, int orientation_tag) : scan_(scan), page_(scan) {
    const double w = scan.width, h = scan.height;
    Affine& upright = to_scan_.outer;
    switch (orientation_tag) {  // TIFF 6.0, section 8, Orientation: where row 0 and column 0 of the
                                // file are shown
        case 2:
            upright = {-1, 0, w, 0, 1, 0};
            break;
        case 3:
            upright = {-1, 0, w, 0, -1, h};
            break;
        case 4:
            upright = {1, 0, 0, 0, -1, h};
            break;
        case 5:
            upright = {0, 1, 0, 1, 0, 0};
            break;
        case 6:
            upright = {0, 1, 0, -1, 0, h};
            break;
        case 7:
            upright = {0, -1, w, -1, 0, h};
            break;
        case 8:
            upright = {0, -1, w, 1, 0, 0};
            break;
        default:
            break;
    }
    if (orientation_tag >= 5 && orientation_tag <= 8) page_ = {h, w};
}

Geometry::Geometry(Size scan, Size page, const Mapping& to_scan)
    : scan_(scan), page_(page), to_scan_(to_scan) {}

Quad Geometry::on_scan(const Rect& r) const {
    return {to_scan_({r.x, r.y}), to_scan_({r.right(), r.y}), to_scan_({r.right(), r.bottom()}),
            to_scan_({r.x, r.bottom()})};
}

std::optional<Rect> Geometry::on_page(const Rect& r) const {
    Quad corners;
    const Quad seen{Point{r.x, r.y}, {r.right(), r.y}, {r.right(), r.bottom()}, {r.x, r.bottom()}};
    for (std::size_t i = 0; i < seen.size(); ++i) {
        const auto p = to_scan_.inverse(seen[i]);
        if (!p) return {};
        corners[i] = *p;
    }
    return bounds(corners);
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

Geometry Geometry::flattened(const Bend& bend, const Rect& area) const {
    if (to_scan_.bend) throw std::logic_error("the page has been flattened before");
    Mapping m = to_scan_;
    m.bend = bend;
    m.inner = Affine::translation(area.x, area.y);
    return {scan_, {area.width, area.height}, m};
}

double Geometry::degrees() const {
    const Affine a = to_scan_.affine();
    const double d = std::atan2(-a.yx, a.xx) * 180 / std::numbers::pi;
    return d <= -180 ? d + 360 : d;
}

}  // namespace nuskha
