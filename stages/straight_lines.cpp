#include "stages/straight_lines.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <vector>

#include "models/median.hpp"
#include "stages/radon.hpp"

namespace nuskha {
namespace {

constexpr double degree = std::numbers::pi / 180;

cv::Mat view_of(const Raster& raster) {  // shares the pixels; not to be written to
    return {raster.height, raster.width, CV_8UC1, const_cast<std::uint8_t*>(raster.pixels.data())};
}

struct Fitted {
    double degrees = 0, length = 0;  // + = down to the right; pixels
    double share = 0;                // of the width or height of all that is on the page
    cv::Point2d left{}, right{};     // its ends, as it was found: lying
};

// y = at + slope * x through the points, those further than `near` from it left out step by step.
struct Fit {
    double at = 0, slope = 0;
    int used = 0;
};
Fit fitted(const std::vector<cv::Point2d>& points, Fit fit, double near) {
    for (const double reach : {4 * near, 2 * near, near, near}) {
        double n = 0, x = 0, y = 0, xx = 0, xy = 0;
        for (const cv::Point2d& p : points) {
            if (std::abs(p.y - fit.at - fit.slope * p.x) > reach) continue;
            n += 1, x += p.x, y += p.y, xx += p.x * p.x, xy += p.x * p.y;
        }
        const double spread = n * xx - x * x;
        if (n < 10 || spread <= 0) return {};
        fit.slope = (n * xy - x * y) / spread;
        fit.at = (y - fit.slope * x) / n;
        fit.used = static_cast<int>(n);
    }
    return fit;
}

// What is not higher than a rule is thick, of the drawing: opening upright keeps the rest. `thickest`
// is even.
cv::Mat thin_rows(const cv::Mat& drawn, int thickest) {
    const cv::Mat upright = cv::getStructuringElement(cv::MORPH_RECT, {1, thickest + 1});
    cv::Mat thick;
    cv::erode(drawn, thick, upright, {-1, -1}, 1, cv::BORDER_CONSTANT, 0);
    cv::dilate(thick, thick, upright);
    return drawn - thick;
}

// The slope (of the small picture) along which most of the ink lies in whole lines.
struct Direction {
    double degrees = 0;
    std::vector<double> starts;  // where such lines meet the first column, rows
};
std::optional<Direction> direction_of(const cv::Mat& small, double range) {
    Raster picture(small.cols, small.rows, 1);
    for (int y = 0; y < small.rows; ++y)
        for (int x = 0; x < small.cols; ++x)
            picture.row(y)[x] = static_cast<std::uint8_t>(small.at<std::uint8_t>(y, x) / 4);
    Direction best;
    double height = 0;
    const double least = 63.0 * small.cols / 10;  // a faint line along a fifth of the page
    for (const bool climbing : {false, true}) {
        const Radon radon(picture, climbing);
        for (int slope = climbing ? 1 : 0; slope < radon.slopes(); ++slope) {
            if (std::abs(radon.degrees(slope)) > range) break;
            const double own = radon.sharpness(slope);
            if (own <= height) continue;
            height = own;
            best = {radon.degrees(slope), {}};
            const std::uint16_t* sums = radon.sums(slope);
            for (int y = 2; y + 2 < radon.lines(); ++y)
                if (sums[y] >= least && sums[y] >= sums[y - 1] && sums[y] > sums[y + 1]) {
                    const double start = y - radon.slopes();
                    best.starts.push_back(climbing ? small.rows - 1 - start : start);
                }
        }
    }
    if (best.starts.empty()) return {};
    return best;
}

// Centres of the upright runs of ink near a line.
std::vector<cv::Point2d> runs_near(const cv::Mat& thin, double at, double slope, double reach,
                                   int thickest) {
    std::vector<cv::Point2d> points;
    for (int x = 0; x < thin.cols; ++x) {
        const int from = std::max(0, static_cast<int>(at + slope * x - reach));
        const int to = std::min(thin.rows, static_cast<int>(at + slope * x + reach) + 1);
        for (int y = from; y < to; ++y) {
            const int begun = y;
            while (y < to && thin.at<std::uint8_t>(y, x))
                ++y;
            if (y > begun && y - begun <= thickest) points.emplace_back(x, (begun + y - 1) / 2.0);
        }
    }
    return points;
}

// The line close by on which most points lie: neatlines are double, and their two lines are within
// reach of each other.
Fit nearest(const std::vector<cv::Point2d>& points, double at, double slope, double reach) {
    Fit best{at, slope, 0};
    for (int turn = -3; turn <= 3; ++turn)
        for (double move = -reach; move <= reach; move += 1) {
            const double own = slope + turn * 0.001;
            Fit fit{at + move, own, 0};
            for (std::size_t i = 0; i < points.size(); i += 4)
                fit.used += std::abs(points[i].y - fit.at - own * points[i].x) < 1.5;
            if (fit.used > best.used) best = fit;
        }
    return best;
}

// The nearly level thin lines of a drawing.
std::vector<Fitted> level_lines(const cv::Mat& drawn, double range) {
    if (cv::countNonZero(drawn) < drawn.cols / 4) return {};
    const int thickest = std::max(6, std::max(drawn.cols, drawn.rows) / 250) / 2 * 2;
    const cv::Mat thin = thin_rows(drawn, thickest);
    const double scale = std::min(1.0, 512.0 / drawn.cols);
    cv::Mat small;
    cv::resize(thin, small,
               {std::max(1, static_cast<int>(drawn.cols * scale)),
                std::max(1, static_cast<int>(drawn.rows * scale))},
               0, 0, cv::INTER_AREA);
    const auto direction = direction_of(small, range);
    if (!direction) return {};
    std::vector<Fitted> lines;
    const double slope = std::tan(direction->degrees * degree), reach = 3 / scale;
    for (const double start : direction->starts) {
        const std::vector<cv::Point2d> points =
            runs_near(thin, (start + 0.5) / scale, slope, reach, thickest);
        if (static_cast<int>(points.size()) < thin.cols / 8) continue;
        const Fit fit = fitted(points, nearest(points, (start + 0.5) / scale, slope, reach), 1);
        if (fit.used < thin.cols / 8) continue;
        double first = thin.cols, last = 0;
        for (const cv::Point2d& p : points)
            if (std::abs(p.y - fit.at - fit.slope * p.x) <= 1)
                first = std::min(first, p.x), last = std::max(last, p.x);
        // A neatline of dark and light pieces is thin along half its way.
        if (fit.used < 0.4 * (last - first)) continue;
        lines.push_back({std::atan(fit.slope) / degree,
                         last - first,
                         0,
                         {first, fit.at + fit.slope * first},
                         {last, fit.at + fit.slope * last}});
    }
    return lines;
}

// The weighted median of the lines (a long line is the surer by the cube of its length, as a fit
// is), the mean of those near it, and the error of that.
Witness agreement(std::vector<Fitted> lines) {
    Witness witness;
    std::sort(lines.begin(), lines.end(),
              [](const Fitted& a, const Fitted& b) { return a.degrees < b.degrees; });
    double all = 0, seen = 0, middle = 0;
    for (const Fitted& line : lines)
        all += std::pow(line.length, 3);
    for (const Fitted& line : lines)
        if ((seen += std::pow(line.length, 3)) >= all / 2) {
            middle = line.degrees;
            break;
        }
    double sum = 0, weight = 0, squares = 0;
    for (const Fitted& line : lines)
        if (std::abs(line.degrees - middle) <= 0.3) {
            ++witness.lines;
            weight += std::pow(line.length, 3);
            sum += std::pow(line.length, 3) * line.degrees;
        }
    if (witness.lines == 0) return witness;
    witness.degrees = sum / weight;
    for (const Fitted& line : lines)
        if (std::abs(line.degrees - middle) <= 0.3)
            squares += std::pow(std::pow(line.length, 3) * (line.degrees - witness.degrees), 2);
    witness.error = std::max(0.02, std::sqrt(squares) / weight);
    witness.speaks = witness.lines >= 2 && weight > 0.6 * all;
    return witness;
}

// Do lines that lie at an angle begin or end one below the other, square to that angle, as those of
// staves, forms and tables do? Those of hatching and of machines hardly do.
bool square_ends(const std::vector<Fitted>& lines, double degrees) {
    const double c = std::cos(degrees * degree), s = std::sin(degrees * degree);
    std::vector<cv::Point2d> ends[2];
    for (const Fitted& line : lines) {
        if (std::abs(line.degrees - degrees) > 0.3) continue;
        ends[0].emplace_back(c * line.left.x + s * line.left.y, c * line.left.y - s * line.left.x);
        ends[1].emplace_back(c * line.right.x + s * line.right.y,
                             c * line.right.y - s * line.right.x);
    }
    if (ends[0].size() < 3) return false;
    return std::any_of(std::begin(ends), std::end(ends), [&](const auto& side) {
        std::vector<double> leans;  // Theil 1950, of ends far enough apart to tell
        for (const cv::Point2d& a : side)
            for (const cv::Point2d& b : side)
                if (b.y - a.y > 60) leans.push_back(std::atan((b.x - a.x) / (b.y - a.y)) / degree);
        if (leans.size() < 2) return false;
        return std::abs(median(std::move(leans))) < std::abs(degrees) / 3;
    });
}

// Where the leaf begins, going down each column from the top of the picture over the bed: found on
// the bed's mask, then where the brightness changes most nearby.
std::vector<cv::Point2d> upper_edge(const cv::Mat& grey, const cv::Mat& bed) {
    std::vector<cv::Point2d> points;
    for (int x = 0; x < grey.cols; x += 2) {
        if (!bed.at<std::uint8_t>(0, x)) continue;
        int y = 0;
        while (y < grey.rows && bed.at<std::uint8_t>(y, x))
            ++y;
        int best = -1, steepest = 12;
        for (int at = std::max(1, y - 10); at < std::min(grey.rows - 1, y + 10); ++at) {
            const int step = grey.at<std::uint8_t>(at + 1, x) - grey.at<std::uint8_t>(at - 1, x);
            if (step > steepest) steepest = step, best = at;
        }
        if (best >= 0 && best < grey.rows * 3 / 4) points.emplace_back(x, best);
    }
    return points;
}

std::optional<Fitted> straight_edge(const std::vector<cv::Point2d>& points, int side) {
    const auto n = static_cast<int>(points.size());
    if (n < side / 6) return {};
    // Theil 1950: the median slope of pairs, here of points a third of the edge apart.
    std::vector<double> slopes;
    for (int i = 0; i + n / 3 < n; ++i) {
        const cv::Point2d &a = points[static_cast<std::size_t>(i)],
                          &b = points[static_cast<std::size_t>(i + n / 3)];
        slopes.push_back((b.y - a.y) / (b.x - a.x));
    }
    Fit fit{0, median(std::move(slopes)), 0};
    std::vector<double> starts;
    for (const cv::Point2d& p : points)
        starts.push_back(p.y - fit.slope * p.x);
    fit.at = median(std::move(starts));
    fit = fitted(points, fit, 1.5);
    if (fit.used < 0.6 * n || 2 * fit.used < side / 3) return {};
    return Fitted{std::atan(fit.slope) / degree, 2.0 * fit.used};
}

}  // namespace

RuledLines measure_rules(const Ink& ink, double range) {
    const cv::Mat drawn = view_of(ink.drawn);
    cv::Mat upright;
    cv::transpose(drawn, upright);
    std::vector<Fitted> along = level_lines(drawn, range);
    const std::vector<Fitted> lying = level_lines(upright, range);
    std::vector<Fitted> across = lying;
    for (Fitted& line : across)  // on its side a line that falls to the right leans to the left
        line.degrees = -line.degrees;
    const cv::Rect written = cv::boundingRect(drawn | view_of(ink.mask));
    for (Fitted& line : along)
        line.share = line.length / written.width;
    for (Fitted& line : across)
        line.share = line.length / written.height;
    std::vector<Fitted> all = along, frame;
    all.insert(all.end(), across.begin(), across.end());
    for (const Fitted& line : all)
        if (line.share >= 0.5) frame.push_back(line);
    const auto both_ways = [&](const Witness& witness, double share) {
        const auto some = [&](const std::vector<Fitted>& lines) {
            return std::any_of(lines.begin(), lines.end(), [&](const Fitted& line) {
                return line.share >= share && std::abs(line.degrees - witness.degrees) <= 0.5;
            });
        };
        return some(along) && some(across);
    };
    RuledLines rules{agreement(all), agreement(frame)};
    rules.square =
        rules.all.speaks && (both_ways(rules.all, 0) || square_ends(along, rules.all.degrees) ||
                             square_ends(lying, -rules.all.degrees));
    // Two strokes of a picture may stand square to each other by chance.
    rules.neatline.speaks = rules.neatline.speaks && both_ways(rules.neatline, 0.5) &&
                            (rules.neatline.lines >= 3 || std::abs(rules.neatline.degrees) <= 5);
    rules.all.speaks =
        rules.all.speaks && (std::abs(rules.all.degrees) <= 5 || rules.neatline.speaks);
    return rules;
}

Witness measure_leaf(const Raster& grey, const Raster& bed, double range) {
    if (bed.empty()) return {};
    cv::Mat picture = view_of(grey).clone(), mask = view_of(bed).clone();
    std::vector<Fitted> sides;
    for (int side = 0; side < 4; ++side) {  // top, then the left, foot and right turned to the top
        if (const auto edge = straight_edge(upper_edge(picture, mask), picture.cols))
            if (std::abs(edge->degrees) <= range) sides.push_back(*edge);
        cv::rotate(picture, picture, cv::ROTATE_90_CLOCKWISE);
        cv::rotate(mask, mask, cv::ROTATE_90_CLOCKWISE);
    }
    Witness leaf = agreement(sides);
    leaf.error = std::max(leaf.error, 0.25);  // paper is not cut so square, nor printed so straight
    return leaf;
}

}  // namespace nuskha
