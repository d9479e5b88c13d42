#include "stages/quality/target_sides.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>

#include "stages/quality/lab.hpp"

namespace nuskha {
namespace {

constexpr double picture_side = 2400;  // of the picture that sides are sought in, pixels
constexpr double least_contrast = 5;   // L* from one side of a side to the other
constexpr std::size_t fewest_sides = 8, fewest_each_way = 3;

// Light at points of the page, from one rendering of all the target.
class Light {
  public:
    Light(const Rect& area, const View& view)
        : area_(area),
          scale_(std::min(1.0, picture_side / std::max(area.width, area.height))),
          picture_(view.render(area, scale_, Tone::colour)) {
        for (int i = 0; i < 256; ++i)
            linear_[static_cast<std::size_t>(i)] = linear(i);
    }
    double step() const { return 1 / scale_; }  // page pixels a pixel of the rendering

    double at(Point on_page) const {
        const double x =
            std::clamp((on_page.x - area_.x) * scale_ - 0.5, 0.0, picture_.width - 1.001);
        const double y =
            std::clamp((on_page.y - area_.y) * scale_ - 0.5, 0.0, picture_.height - 1.001);
        const int u = static_cast<int>(x), v = static_cast<int>(y);
        const double s = x - u, t = y - v;
        return (1 - t) * ((1 - s) * pixel(u, v) + s * pixel(u + 1, v)) +
               t * ((1 - s) * pixel(u, v + 1) + s * pixel(u + 1, v + 1));
    }

  private:
    double pixel(int x, int y) const {
        const std::uint8_t* p = picture_.row(std::min(y, picture_.height - 1)) +
                                std::min(x, picture_.width - 1) * picture_.channels;
        return picture_.channels == 1 ? linear_[p[0]]
                                      : luminance(linear_[p[0]], linear_[p[1]], linear_[p[2]]);
    }

    Rect area_;
    double scale_;
    Raster picture_;
    std::array<double, 256> linear_{};
};

// One side of a patch in the layout.
struct Side {
    Point middle;     // in shares of the target
    bool upright;     // left or right side
    double outwards;  // -1 left or upper, 1 right or lower
    double length;    // in shares, along the side
    double room;      // in shares, across it, to the next patch or at most a quarter of the patch
};

// Shares between this side and what lies next of the other patches, across it.
double room_at(const TargetPlan& plan, const Side& side) {
    double room = 0.25 * (side.upright ? plan.patch.width : plan.patch.height);
    for (const ReferencePatch& other : plan.patches) {
        const double along =
            side.upright ? other.middle.y - side.middle.y : other.middle.x - side.middle.x;
        const double across = side.outwards * (side.upright ? other.middle.x - side.middle.x
                                                            : other.middle.y - side.middle.y);
        const double half = (side.upright ? plan.patch.width : plan.patch.height) / 2;
        const double overlap = side.upright ? plan.patch.height : plan.patch.width;
        const double between = across - half;
        if (std::abs(along) < overlap && across > 0 && between > 1e-6)
            room = std::min(room, 0.8 * between);
    }
    return room;
}

std::vector<Side> sides_of(const TargetPlan& plan) {
    std::vector<Side> sides;
    for (const auto& [middle, aim] : plan.patches)
        for (const bool upright : {true, false})
            for (const double outwards : {-1.0, 1.0}) {
                Side side{middle, upright, outwards, upright ? plan.patch.height : plan.patch.width,
                          0};
                (upright ? side.middle.x : side.middle.y) +=
                    outwards * (upright ? plan.patch.width : plan.patch.height) / 2;
                side.room = room_at(plan, side);
                sides.push_back(side);
            }
    // what lies around the layout is not known: there as little room as between patches
    for (const bool upright : {true, false}) {
        double least = 1;
        for (const Side& side : sides)
            if (side.upright == upright) least = std::min(least, side.room);
        for (Side& side : sides)
            if (side.upright == upright) side.room = least;
    }
    return sides;
}

struct Seen {
    const Side* side;
    Point normal;     // unit, on the page
    double position;  // normal . point, page pixels
};

// Where the light is half way between its two plateaus, along a profile across the side.
std::optional<double> half_way(const std::vector<double>& profile) {
    const std::size_t n = profile.size(), quarter = std::max<std::size_t>(1, n / 4);
    double inner = 0, outer = 0;
    for (std::size_t i = 0; i < quarter; ++i) {
        inner += profile[i] / double(quarter);
        outer += profile[n - 1 - i] / double(quarter);
    }
    if (std::abs(lightness(outer) - lightness(inner)) < least_contrast) return {};
    const double half = (inner + outer) / 2, middle = double(n - 1) / 2;
    std::optional<double> best;
    for (std::size_t i = 0; i + 1 < n; ++i) {
        const double a = profile[i] - half, b = profile[i + 1] - half;
        if (a == b || (a > 0) == (b > 0)) continue;
        const double at = double(i) + a / (a - b);
        if (!best || std::abs(at - middle) < std::abs(*best - middle)) best = at;
    }
    return best;
}

std::optional<Seen> look_for(const Side& side, const Affine& to_page, const Light& light) {
    const Point middle = to_page(side.middle);
    const Point across{side.upright ? to_page.xx : to_page.xy,
                       side.upright ? to_page.yx : to_page.yy};
    const Point along{side.upright ? to_page.xy : to_page.xx,
                      side.upright ? to_page.yy : to_page.yx};
    const double wide = std::hypot(across.x, across.y), long_ = std::hypot(along.x, along.y);
    // across the side's own direction, so that shear does not tilt the profile
    const double sign = along.x * across.y - along.y * across.x > 0 ? 1 : -1;
    const Point normal{-along.y / long_ * sign * side.outwards,
                       along.x / long_ * sign * side.outwards};
    const double reach = std::max(side.room * wide, 3 * light.step());
    const double half_length = 0.3 * side.length * long_, step = light.step() / 2;
    const int n = static_cast<int>(reach / step), m = static_cast<int>(half_length / light.step());
    std::vector<double> profile;
    for (int i = -n; i <= n; ++i) {
        double sum = 0;
        for (int j = -m; j <= m; ++j)
            sum += light.at({middle.x + i * step * normal.x + j * light.step() * along.x / long_,
                             middle.y + i * step * normal.y + j * light.step() * along.y / long_});
        profile.push_back(sum / (2 * m + 1));
    }
    const auto at = half_way(profile);
    if (!at) return {};
    return Seen{&side, normal, normal.x * middle.x + normal.y * middle.y + (*at - n) * step};
}

double off_by(const Seen& seen, const Affine& to_page) {
    const Point p = to_page(seen.side->middle);
    return seen.normal.x * p.x + seen.normal.y * p.y - seen.position;
}

// The affine mapping that brings the sides nearest to where they were seen.
std::optional<Affine> solved(const std::vector<Seen>& seen) {
    const auto upright =
        std::count_if(seen.begin(), seen.end(), [](const Seen& s) { return s.side->upright; });
    const auto level = static_cast<std::ptrdiff_t>(seen.size()) - upright;
    if (seen.size() < fewest_sides || upright < std::ptrdiff_t(fewest_each_way) ||
        level < std::ptrdiff_t(fewest_each_way))
        return {};
    cv::Mat_<double> a(static_cast<int>(seen.size()), 6), b(static_cast<int>(seen.size()), 1), x;
    for (int i = 0; i < a.rows; ++i) {
        const Seen& s = seen[static_cast<std::size_t>(i)];
        const auto [u, v] = s.side->middle;
        const double row[6] = {s.normal.x * u, s.normal.x * v, s.normal.x,
                               s.normal.y * u, s.normal.y * v, s.normal.y};
        std::copy(row, row + 6, a[i]);
        b(i) = s.position;
    }
    if (!cv::solve(a, b, x, cv::DECOMP_SVD)) return {};
    return Affine{x(0), x(1), x(2), x(3), x(4), x(5)};
}

// Drops what is farther off than three times the usual, and by more than `least` page pixels.
void drop_strays(std::vector<Seen>& seen, const Affine& to_page, double least) {
    if (seen.empty()) return;
    std::vector<double> off;
    for (const Seen& s : seen)
        off.push_back(std::abs(off_by(s, to_page)));
    const auto middle = off.begin() + static_cast<std::ptrdiff_t>(off.size() / 2);
    std::nth_element(off.begin(), middle, off.end());
    const double most = std::max(least, 3 * *middle);
    std::erase_if(seen, [&](const Seen& s) { return std::abs(off_by(s, to_page)) > most; });
}

// First strays from where the layout was laid, so that a far one cannot pull the rest along; then
// those from each solution.
std::optional<Affine> solved_without_strays(std::vector<Seen>& seen, const Affine& laid,
                                            double step) {
    drop_strays(seen, laid, 3 * step);
    auto to_page = solved(seen);
    for (int round = 0; to_page && round < 4; ++round) {
        drop_strays(seen, *to_page, 0.3 * step);
        to_page = solved(seen);
    }
    return to_page;
}

bool near_each_other(const Affine& a, const Affine& b, const TargetPlan& plan) {
    const double most = 0.5 * std::min(plan.patch.width * std::hypot(a.xx, a.yx),
                                       plan.patch.height * std::hypot(a.xy, a.yy));
    for (const Point corner : {Point{0, 0}, Point{1, 0}, Point{1, 1}, Point{0, 1}}) {
        const Point p = a(corner), q = b(corner);
        if (std::hypot(p.x - q.x, p.y - q.y) > most) return false;
    }
    return true;
}

}  // namespace

std::optional<TightFit> draw_tight(const TargetPlan& plan, const Affine& to_page, Size page,
                                   const View& view) {
    const double margin = std::max(plan.patch.width * std::hypot(to_page.xx, to_page.yx),
                                   plan.patch.height * std::hypot(to_page.xy, to_page.yy)) /
                          3;
    const Rect box = bounds({to_page({0, 0}), to_page({1, 0}), to_page({1, 1}), to_page({0, 1})});
    const Light light(intersected({box.x - margin, box.y - margin, box.width + 2 * margin,
                                   box.height + 2 * margin},
                                  {0, 0, page.width, page.height}),
                      view);
    const std::vector<Side> sides = sides_of(plan);
    Affine now = to_page;
    TightFit fit;
    for (int pass = 0; pass < 3; ++pass) {
        std::vector<Seen> seen;
        for (const Side& side : sides)
            if (const auto s = look_for(side, now, light)) seen.push_back(*s);
        const auto better = solved_without_strays(seen, now, light.step());
        if (!better || !near_each_other(*better, to_page, plan)) return {};
        now = *better;
        fit = {now, static_cast<int>(seen.size()), 0};
        for (const Seen& s : seen)
            fit.off += std::abs(off_by(s, now)) / double(seen.size());
    }
    return fit;
}

}  // namespace nuskha
