#include "stages/leaf_edges.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "stages/bands.hpp"

namespace nuskha {
namespace {

Raster turned(const Raster& r, bool transpose, bool mirror) {  // transposed first
    cv::Mat m(r.height, r.width, CV_8U, const_cast<std::uint8_t*>(r.pixels.data()));
    if (transpose) m = m.t();
    Raster out(m.cols, m.rows, 1);
    cv::Mat to(m.rows, m.cols, CV_8U, out.pixels.data());
    if (mirror)
        cv::flip(m, to, 1);
    else
        m.copyTo(to);
    return out;
}

LeafSide side_of(const Raster& soft, bool transpose, bool mirror, double from, double to,
                 const LeafTrust& trust, const LeafSide& before) {
    const Raster picture = turned(soft, transpose, mirror);
    const int first = std::clamp(static_cast<int>(from), 0, picture.height),
              last = std::clamp(static_cast<int>(to), 0, picture.height);
    LeafSide side = find_leaf_side(picture, first, last, trust,
                                   before.found ? std::optional(before.slope) : std::nullopt);
    // from the middle of the rows looked at to the middle of the side
    side.at += side.slope * (picture.height / 2.0 - (first + last) / 2.0);
    return side;
}

// An edge that leans reaches farthest out at one of the leaf's corners.
double outermost(const LeafSide& side, double length, double from, double to) {
    if (!side.found) return 0;
    const double a = side.at + side.slope * (from - length / 2),
                 b = side.at + side.slope * (to - length / 2);
    return std::max(0.0, std::min(a, b));
}

void set_boxes(LeafEdges& e, double width, double height) {
    const auto between = [&](double left, double top, double right, double bottom) {
        return Rect{left, top, width - right - left, height - bottom - top};
    };
    const auto at = [](const LeafSide& side) { return side.found ? std::max(0.0, side.at) : 0; };
    e.middle = between(at(e.left), at(e.top), at(e.right), at(e.bottom));
    const Rect& m = e.middle;
    e.box = between(
        outermost(e.left, height, m.y, m.bottom()), outermost(e.top, width, m.x, m.right()),
        outermost(e.right, height, m.y, m.bottom()), outermost(e.bottom, width, m.x, m.right()));
}

}  // namespace

LeafEdges find_leaf_edges(const Raster& soft, const LeafTrust& trust) {
    LeafEdges edges;
    const auto look = [&](const Raster& picture, double x0, double x1, double y0, double y1) {
        edges.left = side_of(picture, false, false, y0, y1, trust, edges.left);
        edges.right = side_of(picture, false, true, y0, y1, trust, edges.right);
        edges.top = side_of(picture, true, false, x0, x1, trust, edges.top);
        edges.bottom = side_of(picture, true, true, x0, x1, trust, edges.bottom);
        set_boxes(edges, picture.width, picture.height);
    };
    // A reduced picture tells how the middle of each side leans.
    const Raster small = std::max(soft.width, soft.height) < 800 ? soft : halved(soft);
    const double w = small.width, h = small.height;
    look(small, w * 0.25, w * 0.75, h * 0.25, h * 0.75);
    Rect b = edges.box;
    b = {b.x * soft.width / w, b.y * soft.height / h, b.width * soft.width / w,
         b.height * soft.height / h};
    // Then along nearly the whole of each side: more of it is seen, and the lean more exactly.
    look(soft, b.x + b.width * 0.08, b.right() - b.width * 0.08, b.y + b.height * 0.08,
         b.bottom() - b.height * 0.08);
    return edges;
}

Raster without_outside(const Raster& grey, const Raster& beyond) {
    if (beyond.empty()) return grey;
    // The outermost pixels of the scan are mixed with the white beyond.
    Raster full = grey, outside(beyond.width, beyond.height, 1);
    cv::Mat wide(outside.height, outside.width, CV_8U, outside.pixels.data());
    cv::dilate(cv::Mat(beyond.height, beyond.width, CV_8U,
                       const_cast<std::uint8_t*>(beyond.pixels.data())),
               wide, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
    std::vector<int> blank;  // rows that hold nothing of the scan
    int last = -1;
    for (int y = 0; y < grey.height; ++y) {
        const std::uint8_t* out = outside.row(y);
        std::uint8_t* row = full.row(y);
        const auto inside = [](std::uint8_t v) { return v == 0; };
        const int first = static_cast<int>(std::find_if(out, out + grey.width, inside) - out);
        if (first == grey.width) {
            if (last >= 0)
                std::copy_n(full.row(last), grey.width, row);
            else
                blank.push_back(y);
            continue;
        }
        int end = grey.width;
        while (out[end - 1])
            --end;
        std::fill(row, row + first, row[first]);
        std::fill(row + end, row + grey.width, row[end - 1]);
        last = y;
        for (const int above : blank)
            std::copy_n(row, grey.width, full.row(above));
        blank.clear();
    }
    return full;
}

}  // namespace nuskha
