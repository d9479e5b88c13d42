// Geometry is a value: the one mapping from page coordinates to scan coordinates.
//
// Coordinates are in pixels, x to the right, y down, the origin at the outer corner of the first
// pixel (so the centre of that pixel is 0.5, 0.5). *Scan coordinates* are those of the image as it
// is stored in the file, before any orientation tag is applied; *page coordinates* are those of the
// upright, straightened, cropped page. Stages compose their change into the mapping; pixels are
// sampled once, from the scan, when somebody asks for them.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace nuskha {

struct Point {
    double x = 0, y = 0;
    bool operator==(const Point&) const = default;
};

struct Size {
    double width = 0, height = 0;
    bool operator==(const Size&) const = default;
};

struct Rect {
    double x = 0, y = 0, width = 0, height = 0;
    double right() const { return x + width; }
    double bottom() const { return y + height; }
    double middle() const { return y + height / 2; }        // row
    double middle_across() const { return x + width / 2; }  // column
    bool empty() const { return width <= 0 || height <= 0; }
    bool operator==(const Rect&) const = default;
};

Rect united(const Rect& a,
            const Rect& b);  // the smallest rectangle around both; an empty one counts as absent
Rect intersected(const Rect& a, const Rect& b);  // empty where they do not meet

// How much two rectangles have in common from side to side, or from top to bottom; below 0: how far
// they are apart.
inline double shared_width(const Rect& a, const Rect& b) {
    return std::min(a.right(), b.right()) - std::max(a.x, b.x);
}
inline double shared_height(const Rect& a, const Rect& b) {
    return std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
}

using Quad = std::array<Point, 4>;  // top-left, top-right, bottom-right, bottom-left in page sense
Rect bounds(const Quad& quad);

// x' = xx*x + xy*y + x0,  y' = yx*x + yy*y + y0
struct Affine {
    double xx = 1, xy = 0, x0 = 0;
    double yx = 0, yy = 1, y0 = 0;

    Point operator()(Point p) const { return {xx * p.x + xy * p.y + x0, yx * p.x + yy * p.y + y0}; }
    Affine after(const Affine& first) const;  // this(first(p))
    std::optional<Affine> inverse() const;    // nothing where the mapping is singular
    bool operator==(const Affine&) const = default;

    static Affine translation(double dx, double dy);
    static Affine scaling(double factor);
    static Affine rotation(double degrees_clockwise, Point centre);
};

// The curl of a leaf, undone: what lies at (x, y) on the flattened page was at
// (x, y + shift(x) + stretch(x) * y) before. Lines that a curled leaf bends alike, more strongly the
// farther they are from where the camera looked straight down, are level again: a cylinder seen in
// perspective. Both run smoothly (Catmull and Rom, 1974) through values at equal steps over
// 0..width, and stay at the last value beyond.
struct Bend {
    double width = 0;             // pixels, above 0
    std::vector<double> shift;    // pixels; two values at least
    std::vector<double> stretch;  // as many; each above -0.5

    Point operator()(Point flat) const;
    Point inverse(Point bent) const;
    bool operator==(const Bend&) const = default;
};

// A mapping of the plane: affine, or affine - bend - affine.
struct Mapping {
    Affine outer;              // all of the mapping where nothing is bent
    std::optional<Bend> bend;  // applied before outer
    Affine inner;              // applied before the bend; the identity where nothing is bent

    Mapping() = default;
    Mapping(const Affine& affine) : outer(affine) {}  // NOLINT: an affine mapping is one

    Point operator()(Point p) const { return outer(bend ? (*bend)(inner(p)) : p); }
    std::optional<Point> inverse(Point p) const;  // nothing where the mapping is singular
    Mapping after(const Affine& first) const;     // this(first(p))
    Mapping then(const Affine& last) const;       // last(this(p))
    // The mapping with its bend left out: right for directions and sizes.
    Affine affine() const { return outer.after(inner); }
    bool operator==(const Mapping&) const = default;
};

class Geometry {
  public:
    Geometry() = default;
    // The page is the whole stored image, turned upright by its TIFF/EXIF orientation tag (1..8;
    // others mean 1).
    Geometry(Size stored_scan, int orientation_tag);
    Geometry(Size scan, Size page, const Mapping& to_scan);

    Size scan() const { return scan_; }  // size of the stored image
    Size page() const { return page_; }  // size of the page
    const Mapping& to_scan() const { return to_scan_; }

    Point on_scan(Point on_page) const { return to_scan_(on_page); }
    Quad on_scan(const Rect& on_page) const;                 // of the corners
    std::optional<Rect> on_page(const Rect& on_scan) const;  // bounds of the mapped corners

    // Each returns the mapping with one more step; the page that results is described in its new
    // coordinates.
    Geometry turned(int quarter_turns_clockwise) const;  // content turns clockwise; any integer
    Geometry rotated(
        double degrees_clockwise) const;       // content turns about the centre; page size is kept
    Geometry cropped(const Rect& area) const;  // area in page coordinates, clipped to the page

    // Flattens the page; the bend is in page coordinates, and `area` is what becomes the page, in
    // coordinates of the flattened plane: it may reach beyond the page as it was. A page is
    // flattened once: throws std::logic_error where it has been.
    Geometry flattened(const Bend& bend, const Rect& area) const;

    // How many degrees the content has been turned clockwise from scan to page, in (-180, 180].
    double degrees() const;
    bool operator==(const Geometry&) const = default;

  private:
    Size scan_, page_;
    Mapping to_scan_;
};

}  // namespace nuskha
