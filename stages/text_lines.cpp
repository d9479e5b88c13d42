#include "stages/text_lines.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/core.hpp>

#include "models/median.hpp"
#include "stages/parts.hpp"

namespace nuskha {
namespace {

struct Part {
    cv::Rect box;
    double x, foot, centre;  // x is the middle
    int next = -1, previous = -1;
};

constexpr double widest_gap = 2.5;    // of the height of a part
constexpr double widest_slice = 2.5;  // joined writing is measured in pieces of this width

void slices_of(const MarkPart& mark, double height, std::vector<Part>& parts) {
    const int width = mark.width();
    const int n = std::max(1, static_cast<int>(std::lround(width / (widest_slice * height))));
    for (int i = 0; i < n; ++i) {
        const int left = mark.left + width * i / n, right = mark.left + width * (i + 1) / n;
        double ink = 0, sum = 0;
        int top = mark.bottom, bottom = mark.top;
        for (const Run& run : mark.runs) {
            const int inside = std::min(run.right, right) - std::max(run.left, left);
            if (inside <= 0) continue;
            ink += inside;
            sum += inside * (run.y + 0.5);
            top = std::min(top, run.y);
            bottom = run.y + 1;
        }
        if (ink == 0) continue;
        parts.push_back({{left, top, right - left, bottom - top},
                         (left + right) / 2.0,
                         double(bottom),
                         sum / ink});
    }
}

std::vector<Part> parts_of(const Ink& ink) {
    std::vector<Part> parts;
    for (const MarkPart& mark : MarkParts(ink.mask))
        if (mark.height() >= 0.5 * ink.part_height && mark.height() <= 4 * ink.part_height)
            slices_of(mark, ink.part_height, parts);
    std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
        return a.x != b.x ? a.x < b.x : a.box.y < b.box.y;
    });
    return parts;
}

// Joins each part to the nearest on its right that lies about level with it; where two want the
// same one, the nearer gets it.
void join(std::vector<Part>& parts, double height) {
    std::vector<double> distance(parts.size(), std::numeric_limits<double>::max());
    const double reach = (widest_gap + 2 * widest_slice) * height;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const Part& a = parts[i];
        int best = -1;
        double nearest = std::numeric_limits<double>::max();
        for (std::size_t k = i + 1; k < parts.size() && parts[k].x < a.x + reach; ++k) {
            const Part& b = parts[k];
            const double along = b.x - a.x, gap = b.box.x - (a.box.x + a.box.width);
            const double across =
                std::min(std::abs(b.foot - a.foot), std::abs(b.centre - a.centre));
            if (along < 0.2 * height || gap > widest_gap * height) continue;
            if (across > 0.35 * height + 0.3 * along) continue;
            const double far = std::max(0.0, gap) + 2 * across;
            if (far < nearest) {
                nearest = far;
                best = static_cast<int>(k);
            }
        }
        if (best < 0) continue;
        Part& b = parts[static_cast<std::size_t>(best)];
        if (b.previous >= 0) {
            if (distance[static_cast<std::size_t>(best)] <= nearest) continue;
            parts[static_cast<std::size_t>(b.previous)].next = -1;
        }
        distance[static_cast<std::size_t>(best)] = nearest;
        b.previous = static_cast<int>(i);
        parts[i].next = best;
    }
}

// Median over all triples of neighbours of how far the middle one lies off the other two.
double unevenness(const std::vector<TracedLine>& lines) {
    std::vector<double> off;
    for (const TracedLine& line : lines)
        for (std::size_t i = 1; i + 1 < line.points.size(); ++i) {
            const Point &a = line.points[i - 1], &b = line.points[i], &c = line.points[i + 1];
            const double t = (b.x - a.x) / std::max(1e-9, c.x - a.x);
            off.push_back(std::abs(b.y - a.y - t * (c.y - a.y)));
        }
    return median(std::move(off));
}

}  // namespace

double TracedLine::middle() const {
    double sum = 0;
    for (const Point& p : points)
        sum += p.y;
    return points.empty() ? 0 : sum / double(points.size());
}

std::vector<TracedLine> trace_lines(const Ink& ink, int least_parts) {
    if (ink.part_height <= 0) return {};
    std::vector<Part> parts = parts_of(ink);
    join(parts, ink.part_height);
    std::vector<TracedLine> feet, centres;
    for (const Part& first : parts) {
        if (first.previous >= 0) continue;
        TracedLine foot, centre;
        for (const Part* p = &first;; p = &parts[static_cast<std::size_t>(p->next)]) {
            foot.points.push_back({p->x, p->foot});
            centre.points.push_back({p->x, p->centre});
            if (p->next < 0) break;
        }
        if (static_cast<int>(foot.points.size()) < least_parts) continue;
        feet.push_back(std::move(foot));
        centres.push_back(std::move(centre));
    }
    return unevenness(feet) <= unevenness(centres) ? feet : centres;
}

}  // namespace nuskha
