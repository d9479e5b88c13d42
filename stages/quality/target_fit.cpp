#include "stages/quality/target_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "stages/quality/lab.hpp"
#include "stages/quality/target_sides.hpp"

namespace nuskha {
namespace {

constexpr double picture_side = 700;  // of the picture that the layout is laid over, pixels
constexpr double least_likeness = 0.9;
constexpr double farthest = 2.5;  // patches that a target may be off, however far is searched

// How a target is off its place.
struct Pose {
    double dx = 0, dy = 0;  // page pixels
    double turn = 0;        // radians
    double stretch = 1;

    double& part(int i) { return i == 0 ? dx : i == 1 ? dy : i == 2 ? turn : stretch; }
};

// The place as the recipe tells it, and poses around it.
class Place {
  public:
    Place(const Rect& shares, Size page)
        : box_{shares.x * page.width, shares.y * page.height, shares.width * page.width,
               shares.height * page.height} {}

    const Rect& box() const { return box_; }
    double longest() const { return std::max(box_.width, box_.height); }
    Affine at(const Pose& pose) const {
        const double c = pose.stretch * std::cos(pose.turn), s = pose.stretch * std::sin(pose.turn);
        const Affine centred{box_.width, 0, -box_.width / 2, 0, box_.height, -box_.height / 2};
        const Affine moved{c, -s, box_.x + box_.width / 2 + pose.dx,
                           s, c,  box_.y + box_.height / 2 + pose.dy};
        return moved.after(centred);
    }

  private:
    Rect box_;
};

Rect grown(const Rect& r, double by) {
    return {r.x - by, r.y - by, r.width + 2 * by, r.height + 2 * by};
}

struct Match {
    double likeness = -1;  // correlation of colours with their aims
    double score = -2;     // the same, less for windows that are not even
};

// The reduced picture of where the target may lie, and how well a layout agrees with it.
class Matcher {
  public:
    Matcher(const TargetPlan& plan, const Rect& area, const View& view) : plan_(plan), area_(area) {
        scale_ = std::min(1.0, picture_side / std::max(area.width, area.height));
        const Raster picture = view.render(area, scale_, Tone::colour);
        const cv::Mat pixels(picture.height, picture.width, CV_8UC(picture.channels),
                             const_cast<std::uint8_t*>(picture.pixels.data()), picture.stride());
        cv::Mat colour = pixels;
        if (picture.channels == 1) cv::cvtColor(pixels, colour, cv::COLOR_GRAY2RGB);
        grey_ = picture.channels == 1;
        cv::integral(colour, sums_, squares_, CV_64F, CV_64F);
    }

    // `share` is how much of a patch's width and height its window takes.
    Match match(const Affine& to_page, double share) const {
        const double wide = plan_.patch.width * std::hypot(to_page.xx, to_page.yx) * share;
        const double high = plan_.patch.height * std::hypot(to_page.xy, to_page.yy) * share;
        std::vector<Lab> seen;
        double uneven = 0;
        for (const ReferencePatch& patch : plan_.patches) {
            const Point middle = to_page(patch.middle);
            const auto window = window_of({middle.x - wide / 2, middle.y - high / 2, wide, high});
            if (!window) return {};
            const cv::Vec3d mean = sum(sums_, *window) / window->area();
            const cv::Vec3d square = sum(squares_, *window) / window->area();
            uneven += std::sqrt(std::max(0.0, square[1] - mean[1] * mean[1]));
            seen.push_back(lab_of({mean[0], mean[1], mean[2]}));
        }
        const double likeness = correlation(seen);
        return {likeness, likeness - uneven / double(seen.size()) / 255};
    }

  private:
    std::optional<cv::Rect> window_of(const Rect& on_page) const {
        const int x = static_cast<int>(std::lround((on_page.x - area_.x) * scale_));
        const int y = static_cast<int>(std::lround((on_page.y - area_.y) * scale_));
        const int w = std::max(1, static_cast<int>(std::lround(on_page.width * scale_)));
        const int h = std::max(1, static_cast<int>(std::lround(on_page.height * scale_)));
        if (x < 0 || y < 0 || x + w >= sums_.cols || y + h >= sums_.rows) return {};
        return cv::Rect(x, y, w, h);
    }

    static cv::Vec3d sum(const cv::Mat& sums, const cv::Rect& r) {
        return sums.at<cv::Vec3d>(r.y + r.height, r.x + r.width) -
               sums.at<cv::Vec3d>(r.y, r.x + r.width) - sums.at<cv::Vec3d>(r.y + r.height, r.x) +
               sums.at<cv::Vec3d>(r.y, r.x);
    }

    // Of lightness, a* and b* together, each about its own mean: exposure and cast do not count.
    double correlation(const std::vector<Lab>& seen) const {
        double xx = 0, yy = 0, xy = 0;
        const double n = double(seen.size());
        for (int part = 0; part < (grey_ ? 1 : 3); ++part) {
            const auto of = [&](const Lab& lab) {
                return part == 0 ? lab.lightness : part == 1 ? lab.a : lab.b;
            };
            double mean_x = 0, mean_y = 0;
            for (std::size_t i = 0; i < seen.size(); ++i) {
                mean_x += of(seen[i]) / n;
                mean_y += of(plan_.patches[i].aim) / n;
            }
            for (std::size_t i = 0; i < seen.size(); ++i) {
                const double x = of(seen[i]) - mean_x, y = of(plan_.patches[i].aim) - mean_y;
                xx += x * x;
                yy += y * y;
                xy += x * y;
            }
        }
        return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
    }

    const TargetPlan& plan_;
    Rect area_;
    double scale_ = 1;
    bool grey_ = false;
    cv::Mat sums_, squares_;
};

constexpr double step_share = 0.3;  // of a patch, that no patch is moved farther than at a step

Pose steps_of(const TargetPlan& plan, const Place& place) {
    const double patch =
        std::min(plan.patch.width * place.box().width, plan.patch.height * place.box().height);
    const double step = step_share * patch;
    const double corner = std::hypot(place.box().width, place.box().height) / 2;
    return {step, step, step / corner, step / corner};
}

Pose search_coarsely(const TargetPlan& plan, const Place& place, const Matcher& matcher,
                     const Pose& step) {
    const auto steps = [&](double reach, double one) {
        return static_cast<int>(std::ceil(std::min(reach / one, farthest / step_share)));
    };
    const int shifts = steps(plan.search * place.longest(), step.dx);
    const int turns = steps(plan.search, step.turn);
    Pose best;
    double best_score = matcher.match(place.at(best), 0.7).score;
    for (int s = -turns; s <= turns; ++s)
        for (int t = -turns; t <= turns; ++t)
            for (int y = -shifts; y <= shifts; ++y)
                for (int x = -shifts; x <= shifts; ++x) {
                    const Pose pose{x * step.dx, y * step.dy, t * step.turn, 1 + s * step.stretch};
                    const double score = matcher.match(place.at(pose), 0.7).score;
                    if (score <= best_score) continue;
                    best_score = score;
                    best = pose;
                }
    return best;
}

// One part of the pose after the other, in steps that are halved, until they move a patch by no
// more than a fiftieth of itself.
Pose search_finely(const Place& place, const Matcher& matcher, Pose pose, Pose step) {
    double best = matcher.match(place.at(pose), 0.95).score;
    for (int halved = 0; halved < 5; ++halved) {
        for (int i = 0; i < 4; ++i)
            step.part(i) /= 2;
        for (bool moved = true; moved;) {
            moved = false;
            for (int i = 0; i < 4; ++i)
                for (const int way : {-1, 1}) {
                    Pose tried = pose;
                    tried.part(i) += way * step.part(i);
                    const double score = matcher.match(place.at(tried), 0.95).score;
                    if (score <= best + 1e-6) continue;
                    best = score;
                    pose = tried;
                    moved = true;
                }
        }
    }
    return pose;
}

bool inside(const TargetPlan& plan, const TargetFit& fit, Size page) {
    return std::all_of(plan.patches.begin(), plan.patches.end(), [&](const ReferencePatch& patch) {
        const Rect area =
            fit.area({patch.middle.x - plan.patch.width / 2, patch.middle.y - plan.patch.height / 2,
                      plan.patch.width, plan.patch.height});
        return area.x >= 0 && area.y >= 0 && area.right() <= page.width &&
               area.bottom() <= page.height;
    });
}

}  // namespace

Rect TargetFit::area(const Rect& r) const {
    return bounds({to_page({r.x, r.y}), to_page({r.right(), r.y}), to_page({r.right(), r.bottom()}),
                   to_page({r.x, r.bottom()})});
}

TargetFit fit_target(const TargetPlan& plan, const Page& page, const View& view) {
    const Size size = page.geometry.page();
    const Place place(plan.place, size);
    TargetFit fit;
    fit.to_page = place.at({});
    if (plan.patches.empty()) {
        fit.found = true;
        return fit;
    }
    const Rect around = intersected(grown(place.box(), 2 * plan.search * place.longest()),
                                    {0, 0, size.width, size.height});
    const Matcher matcher(plan, around, view);
    const Pose step = steps_of(plan, place);
    const Pose pose =
        search_finely(place, matcher, search_coarsely(plan, place, matcher, step), step);
    fit.to_page = place.at(pose);
    fit.likeness = matcher.match(fit.to_page, 0.5).likeness;
    fit.found = fit.likeness >= least_likeness && inside(plan, fit, size);
    if (!fit.found) return fit;
    if (const auto sides = draw_tight(plan, fit.to_page, size, view)) {
        fit.to_page = sides->to_page;
        fit.sides = sides->count;
        fit.off = sides->off;
    }
    return fit;
}

}  // namespace nuskha
