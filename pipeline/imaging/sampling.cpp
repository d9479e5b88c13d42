#include "pipeline/imaging/sampling.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <opencv2/imgproc/hal/hal.hpp>
#include <optional>

namespace nuskha {
namespace {

constexpr int tile = 1024;            // side of what is sampled at a time; OpenCV stops at 32,767
constexpr double shrinks_from = 1.4;  // source pixels a result pixel

cv::Mat mat_of(const Raster& r) {
    return cv::Mat(r.height, r.width, CV_8UC(r.channels),
                   const_cast<std::uint8_t*>(r.pixels.data()), r.stride());
}

cv::Mat in_grey(const cv::Mat& m) {
    if (m.channels() == 1) return m;
    cv::Mat grey;
    cv::cvtColor(m, grey, cv::COLOR_RGB2GRAY);  // 0.299 R + 0.587 G + 0.114 B
    return grey;
}

bool is_whole(double v) {
    return std::abs(v - std::round(v)) < 1e-4;
}
bool is_near(double v, double to) {
    return std::abs(v - to) < 1e-9;
}

// A mapping along the axes: x' depends on x alone, or (turned) on y alone.
struct Axes {
    bool turned;
    double sx, sy;  // source pixels a step of the result's axis that feeds source x and y; signed
};
std::optional<Axes> along_axes(const Affine& a) {
    if (is_near(a.xy, 0) && is_near(a.yx, 0)) return Axes{false, a.xx, a.yy};
    if (is_near(a.xx, 0) && is_near(a.yy, 0)) return Axes{true, a.xy, a.yx};
    return {};
}

// The source rectangle that the whole result shows, where its edges lie on whole pixels and inside.
std::optional<cv::Rect> whole_source_area(const Raster& source, const Affine& a, int width,
                                          int height) {
    const Point p = a({0, 0}), q = a({static_cast<double>(width), static_cast<double>(height)});
    if (!is_whole(p.x) || !is_whole(p.y) || !is_whole(q.x) || !is_whole(q.y)) return {};
    const double x0 = std::round(std::min(p.x, q.x)), x1 = std::round(std::max(p.x, q.x));
    const double y0 = std::round(std::min(p.y, q.y)), y1 = std::round(std::max(p.y, q.y));
    if (x0 < 0 || y0 < 0 || x1 > source.width || y1 > source.height || x1 <= x0 || y1 <= y0)
        return {};
    return cv::Rect(static_cast<int>(x0), static_cast<int>(y0), static_cast<int>(x1 - x0),
                    static_cast<int>(y1 - y0));
}

// Flips and turns `m`, which shows the right area, into the result.
void turn_into(const cv::Mat& m, const Axes& axes, cv::Mat& result) {
    cv::Mat upright = m;
    if (axes.turned) cv::transpose(m, upright);
    // source x runs along the result's x, or where turned along its y
    const bool flip_x = axes.turned ? axes.sy < 0 : axes.sx < 0;
    const bool flip_y = axes.turned ? axes.sx < 0 : axes.sy < 0;
    if (flip_x || flip_y)
        cv::flip(upright, result, flip_x && flip_y ? -1 : flip_x ? 1 : 0);
    else
        upright.copyTo(result);
}

bool copy_whole_pixels(const Raster& source, const Affine& a, const Axes& axes, bool grey,
                       Raster& result) {
    if (!is_near(std::abs(axes.sx), 1) || !is_near(std::abs(axes.sy), 1)) return false;
    const Point p = a({0, 0}),
                q = a({static_cast<double>(result.width), static_cast<double>(result.height)});
    if (!is_whole(p.x) || !is_whole(p.y)) return false;
    const double left = std::round(std::min(p.x, q.x)), top = std::round(std::min(p.y, q.y));
    const double right = std::round(std::max(p.x, q.x)), bottom = std::round(std::max(p.y, q.y));
    const int x0 = static_cast<int>(std::clamp(left, 0.0, double(source.width)));
    const int x1 = static_cast<int>(std::clamp(right, 0.0, double(source.width)));
    const int y0 = static_cast<int>(std::clamp(top, 0.0, double(source.height)));
    const int y1 = static_cast<int>(std::clamp(bottom, 0.0, double(source.height)));
    cv::Mat out = mat_of(result);
    if (x1 - x0 < right - left || y1 - y0 < bottom - top) out.setTo(cv::Scalar::all(255));
    if (x1 <= x0 || y1 <= y0) return true;
    // where that part of the source lies in the result
    const Affine back = *a.inverse();
    const Point r = back({double(x0), double(y0)}), s = back({double(x1), double(y1)});
    cv::Mat part = out(cv::Rect(static_cast<int>(std::lround(std::min(r.x, s.x))),
                                static_cast<int>(std::lround(std::min(r.y, s.y))),
                                static_cast<int>(std::lround(std::abs(r.x - s.x))),
                                static_cast<int>(std::lround(std::abs(r.y - s.y)))));
    const cv::Mat seen = mat_of(source)(cv::Rect(x0, y0, x1 - x0, y1 - y0));
    turn_into(grey ? in_grey(seen) : seen, axes, part);
    return true;
}

bool shrink_along_axes(const Raster& source, const Affine& a, const Axes& axes, bool grey,
                       Raster& result) {
    if (std::abs(axes.sx) < 1 || std::abs(axes.sy) < 1) return false;
    if (std::max(std::abs(axes.sx), std::abs(axes.sy)) < shrinks_from) return false;
    const auto area = whole_source_area(source, a, result.width, result.height);
    if (!area) return false;
    cv::Mat small;
    const cv::Size size =
        axes.turned ? cv::Size(result.height, result.width) : cv::Size(result.width, result.height);
    cv::resize(mat_of(source)(*area), small, size, 0, 0, cv::INTER_AREA);
    cv::Mat out = mat_of(result);
    turn_into(grey ? in_grey(small) : small, axes, out);
    return true;
}

// A grid of averaged source areas, in steps of a quarter of a source pixel so that four of its
// pixels always cover whole ones: windows of it cut anywhere agree with each other.
struct Reduction {
    double x = 1, y = 1;  // source pixels a grid pixel
    static double step(double s) { return s < shrinks_from ? 1 : std::floor(s * 4) / 4; }
};

// Where each pixel centre of a tile lies on the grid: origin at the centre of the first pixel, as
// OpenCV has it.
struct Places {
    cv::Mat x, y;
    Rect bounds() const {
        double left, right, top, bottom;
        cv::minMaxLoc(x, &left, &right);
        cv::minMaxLoc(y, &top, &bottom);
        return {left, top, right - left + 1, bottom - top + 1};
    }
};

// The bend's curves change little from one column to the next, so they are looked up in tables.
class BentPlaces {
  public:
    explicit BentPlaces(const Mapping& to_grid) : to_grid_(to_grid) {
        const Bend& bend = *to_grid.bend;
        const auto n = static_cast<std::size_t>(std::clamp(bend.width, 2.0, 65536.0));
        step_ = bend.width / double(n - 1);
        for (std::size_t i = 0; i < n; ++i) {
            const double x = double(i) * step_, at_0 = bend({x, 0}).y;
            shift_.push_back(at_0);
            slope_.push_back(bend({x, 1}).y - at_0);
        }
    }

    Places of(const cv::Rect& area) const {
        Places places{cv::Mat(area.size(), CV_32F), cv::Mat(area.size(), CV_32F)};
        for (int y = 0; y < area.height; ++y) {
            auto* px = places.x.ptr<float>(y);
            auto* py = places.y.ptr<float>(y);
            for (int x = 0; x < area.width; ++x) {
                const Point p = place({area.x + x + 0.5, area.y + y + 0.5});
                px[x] = static_cast<float>(p.x - 0.5);
                py[x] = static_cast<float>(p.y - 0.5);
            }
        }
        return places;
    }

  private:
    Point place(Point p) const {
        p = to_grid_.inner(p);
        const double at = std::clamp(p.x / step_, 0.0, double(shift_.size() - 1));
        const auto i = std::min(static_cast<std::size_t>(at), shift_.size() - 2);
        const double t = at - double(i);
        const auto between = [&](const std::vector<double>& v) {
            return v[i] + t * (v[i + 1] - v[i]);
        };
        return to_grid_.outer({p.x, between(shift_) + between(slope_) * p.y});
    }

    const Mapping& to_grid_;
    double step_ = 1;
    std::vector<double> shift_, slope_;  // y on the bent plane = shift + slope y
};

// Samples one tile of the result. `to_grid` maps result points to points of the reduced grid;
// `bent` is there where it has a bend.
void sample_tile(const Raster& source, const Mapping& to_grid, const BentPlaces* bent,
                 const Reduction& reduction, bool grey, int interpolation, const cv::Rect& at,
                 cv::Mat& result) {
    cv::Mat out = result(at);
    Places places;
    Rect box;
    if (bent) {
        places = bent->of(at);
        box = places.bounds();
    } else {
        box = bounds(Quad{to_grid({double(at.x), double(at.y)}),
                          to_grid({double(at.x + at.width), double(at.y)}),
                          to_grid({double(at.x + at.width), double(at.y + at.height)}),
                          to_grid({double(at.x), double(at.y + at.height)})});
    }
    // the window on the grid, with room for the cubic's reach, in multiples of four
    const double columns = std::ceil(source.width / reduction.x / 4) * 4;
    const double rows = std::ceil(source.height / reduction.y / 4) * 4;
    const auto down = [](double v) { return std::floor((v - 4) / 4) * 4; };
    const auto up = [](double v) { return std::ceil((v + 4) / 4) * 4; };
    const double u0 = std::clamp(down(box.x), 0.0, columns),
                 u1 = std::clamp(up(box.right()), 0.0, columns);
    const double v0 = std::clamp(down(box.y), 0.0, rows),
                 v1 = std::clamp(up(box.bottom()), 0.0, rows);
    if (u1 <= u0 || v1 <= v0) {
        out.setTo(cv::Scalar::all(255));
        return;
    }
    const int x0 = static_cast<int>(u0 * reduction.x), y0 = static_cast<int>(v0 * reduction.y);
    const int wide = static_cast<int>((u1 - u0) * reduction.x);
    const int high = static_cast<int>((v1 - v0) * reduction.y);
    const cv::Rect inside(x0, y0, std::min(wide, source.width - x0),
                          std::min(high, source.height - y0));
    if (inside.width <= 0 || inside.height <= 0) {
        out.setTo(cv::Scalar::all(255));
        return;
    }
    cv::Mat window = mat_of(source)(inside);
    if (grey) window = in_grey(window);
    if (reduction.x != 1 || reduction.y != 1) {
        if (wide > inside.width || high > inside.height) {  // beyond the scan is white
            cv::Mat wider;
            cv::copyMakeBorder(window, wider, 0, high - inside.height, 0, wide - inside.width,
                               cv::BORDER_CONSTANT | cv::BORDER_ISOLATED, cv::Scalar::all(255));
            window = wider;
        }
        cv::Mat small;
        const cv::Size size(static_cast<int>(u1 - u0), static_cast<int>(v1 - v0));
        cv::resize(window, small, size, 0, 0, cv::INTER_AREA);
        window = small;
    }
    if (bent) {
        places.x -= u0;
        places.y -= v0;
        cv::remap(window, out, places.x, places.y, interpolation, cv::BORDER_CONSTANT,
                  cv::Scalar::all(255));
        return;
    }
    // from corners at whole numbers (ours) to centres at whole numbers (OpenCV's)
    const Affine local = Affine::translation(-u0 - 0.5, -v0 - 0.5)
                             .after(to_grid.outer)
                             .after(Affine::translation(at.x + 0.5, at.y + 0.5));
    const cv::Matx23d m(local.xx, local.xy, local.x0, local.yx, local.yy, local.y0);
    cv::warpAffine(window, out, m, out.size(), interpolation | cv::WARP_INVERSE_MAP,
                   cv::BORDER_CONSTANT, cv::Scalar::all(255));
}

}  // namespace

Raster sample(const Raster& source, const Mapping& to_source, int width, int height, bool grey,
              Interpolation interpolation) {
    Raster result(width, height, grey ? 1 : source.channels);
    const Affine affine = to_source.affine();
    if (source.empty() || !affine.inverse()) {
        std::fill(result.pixels.begin(), result.pixels.end(), std::uint8_t{255});
        return result;
    }
    const auto axes = to_source.bend ? std::nullopt : along_axes(affine);
    if (axes && (copy_whole_pixels(source, affine, *axes, grey, result) ||
                 shrink_along_axes(source, affine, *axes, grey, result)))
        return result;
    const Reduction reduction{Reduction::step(std::hypot(affine.xx, affine.xy)),
                              Reduction::step(std::hypot(affine.yx, affine.yy))};
    const Mapping to_grid = to_source.then({1 / reduction.x, 0, 0, 0, 1 / reduction.y, 0});
    std::optional<BentPlaces> bent;
    if (to_grid.bend) bent.emplace(to_grid);
    cv::Mat out = mat_of(result);
    // strong reduction reads large windows: smaller tiles keep them small
    const double most = std::max(reduction.x, reduction.y);
    const int side = std::clamp(static_cast<int>(4096 / most), 64, tile);
    for (int y = 0; y < height; y += side)
        for (int x = 0; x < width; x += side)
            sample_tile(source, to_grid, bent ? &*bent : nullptr, reduction, grey,
                        interpolation == Interpolation::cubic ? cv::INTER_CUBIC : cv::INTER_LINEAR,
                        cv::Rect(x, y, std::min(side, width - x), std::min(side, height - y)), out);
    return result;
}

Raster halved(const Raster& source, int halvings) {
    const int step = 1 << halvings;
    Raster result((source.width + step - 1) / step, (source.height + step - 1) / step, 1);
    const cv::Mat whole = mat_of(source);
    cv::Mat out = mat_of(result);
    const int strip = std::max(1, tile / step);  // rows of the result: little memory, in the cache
    for (int y = 0; y < result.height; y += strip) {
        const int rows = std::min(strip, result.height - y);
        cv::Mat part = whole.rowRange(y * step, std::min((y + rows) * step, source.height)), small;
        const int below = rows * step - part.rows, beside = result.width * step - part.cols;
        if (below > 0 || beside > 0)
            cv::copyMakeBorder(part, part, 0, below, 0, beside,
                               cv::BORDER_REPLICATE | cv::BORDER_ISOLATED);
        cv::resize(part, small, {result.width, rows}, 0, 0, cv::INTER_AREA);
        in_grey(small).copyTo(out.rowRange(y, y + rows));
    }
    return result;
}

Raster averaged(const Raster& source, Size extent, int width, int height) {
    Raster result(width, height, 1);
    cv::hal::resize(CV_8UC1, source.pixels.data(), source.stride(), source.width, source.height,
                    result.pixels.data(), result.stride(), width, height, width / extent.width,
                    height / extent.height, cv::INTER_AREA);
    return result;
}

}  // namespace nuskha
