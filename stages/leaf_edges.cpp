#include "stages/leaf_edges.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>

#include "stages/bands.hpp"

namespace nuskha {
namespace {

constexpr int band_count = 20;

struct Step {
    int x = 0;  // the first column of the leaf
    double slope = 0, height = 0;
};

double quantile(std::vector<double>& values, double share) {
    if (values.empty()) return 0;
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

// Searches the left side of a picture; the others are turned to be left.
class SideSearch {
  public:
    // Rows from .. to are those that the leaf surely covers.
    SideSearch(const Raster& soft, int from, int to, const LeafTrust& trust)
        : soft_(soft), from_(from), to_(to), trust_(trust), wide_(std::max(3, soft.width / 130)) {}

    LeafSide find() {
        std::vector<Step> best(static_cast<std::size_t>(last_column()));
        const double step = 0.4 / (to_ - from_) * 4;  // the ends move by less than a pixel or two
        const int n = static_cast<int>(std::ceil(trust_.most_slope / step));
        for (int i = -n; i <= n; ++i)
            take_steps(i * trust_.most_slope / n, best);
        // From the inside out: the first believable edge bounds the leaf.
        LeafSide side;
        for (int x = last_column() - 1; x >= wide_ / 2 + 1; --x) {
            const Step& s = best[static_cast<std::size_t>(x)];
            if (std::abs(s.height) < trust_.min_step || !is_peak(best, x)) continue;
            side = judged(s);
            if (side.found) return side;
        }
        return side;
    }

  private:
    int last_column() const { return static_cast<int>(soft_.width * 0.45); }

    // At each column the height that the step reaches in seven of ten bands, up or down.
    void take_steps(double slope, std::vector<Step>& best) const {
        const Bands bands = bands_of(soft_, from_, to_, band_count, slope);
        std::vector<std::vector<int>> sums;  // of the levels left of a column, one row a band
        for (int k = 0; k < band_count; ++k) {
            std::vector<int> sum(static_cast<std::size_t>(soft_.width) + 1, 0);
            const std::uint8_t* level = bands.row(k);
            for (std::size_t x = 0; x < sum.size() - 1; ++x)
                sum[x + 1] = sum[x] + level[x];
            sums.push_back(std::move(sum));
        }
        std::array<int, band_count> steps{};
        for (int x = 1; x < last_column(); ++x) {
            const int reach = std::min(wide_, x);
            for (int k = 0; k < band_count; ++k) {
                const std::vector<int>& sum = sums[static_cast<std::size_t>(k)];
                const auto at = static_cast<std::size_t>(x), d = static_cast<std::size_t>(reach);
                steps[static_cast<std::size_t>(k)] = sum[at + d] - 2 * sum[at] + sum[at - d];
            }
            std::nth_element(steps.begin(), steps.begin() + band_count * 3 / 10, steps.end());
            const int up = steps[band_count * 3 / 10];
            std::nth_element(steps.begin(), steps.begin() + band_count * 7 / 10, steps.end());
            const int down = steps[band_count * 7 / 10];
            const double height = double(up > -down ? std::max(0, up) : std::min(0, down)) / reach;
            Step& b = best[static_cast<std::size_t>(x)];
            if (std::abs(height) > std::abs(b.height)) b = {x, slope, height};
        }
    }

    bool is_peak(const std::vector<Step>& best, int x) const {
        for (int o = std::max(0, x - wide_); o <= x + wide_ && o < last_column(); ++o)
            if (std::abs(best[static_cast<std::size_t>(o)].height) >
                std::abs(best[static_cast<std::size_t>(x)].height))
                return false;
        return true;
    }

    // Is what lies left of the step a bed, and right of it paper?
    LeafSide judged(const Step& s) const {
        std::vector<double> bed, rim, paper;
        const double middle = (from_ + to_) / 2.0;
        const int strip = std::max(4, soft_.width / 25);
        for (int y = from_; y < to_; y += 2) {
            const int edge = s.x + static_cast<int>(std::lround(s.slope * (y + 0.5 - middle)));
            const std::uint8_t* row = soft_.row(y);
            for (int x = 0; x < std::min(soft_.width, edge - 1); x += 2)
                (edge - x < strip ? rim : bed).push_back(row[x]);
            for (int x = std::max(0, edge + 2); x < std::min(soft_.width, edge + strip); x += 2)
                paper.push_back(row[x]);
        }
        LeafSide side{false, double(s.x), s.slope, 0, 0};
        if ((rim.empty() && bed.empty()) || paper.empty()) return side;
        bed.insert(bed.end(), rim.begin(), rim.end());
        if (rim.empty()) rim = bed;
        const double inside = quantile(paper, 0.6), next = quantile(rim, 0.5);
        side.step = inside - quantile(bed, 0.5);
        side.unrest = (quantile(bed, 0.9) - quantile(bed, 0.1)) / 2;
        const double beside = inside - next, unrest_in = quantile(paper, 0.8) - inside;
        const bool one_way = (beside > 0) == (s.height > 0) && (side.step > 0) == (s.height > 0);
        const bool steep =
            std::abs(s.height) > 0.45 * std::max(std::abs(beside), std::abs(side.step));
        side.found = std::abs(side.step) >= trust_.min_step && one_way && steep &&
                     std::abs(beside) >= trust_.min_step &&
                     std::abs(side.step) > 0.3 * std::abs(beside) &&
                     side.unrest <= std::min(trust_.max_unrest, std::abs(side.step) / 2) &&
                     unrest_in < std::max(12.0, std::abs(side.step) / 3) && inside > 60;
        return side;
    }

    const Raster& soft_;
    int from_, to_;
    const LeafTrust& trust_;
    int wide_;  // how far a step is measured to either side
};

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
                 const LeafTrust& trust) {
    const Raster picture = turned(soft, transpose, mirror);
    const int first = std::clamp(static_cast<int>(from), 0, picture.height),
              last = std::clamp(static_cast<int>(to), 0, picture.height);
    if (last - first < 2 * band_count || picture.width < 40) return {};
    LeafSide side = SideSearch(picture, first, last, trust).find();
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
    const double w = soft.width, h = soft.height;
    LeafEdges edges;
    const auto look = [&](double x0, double x1, double y0, double y1) {
        edges.left = side_of(soft, false, false, y0, y1, trust);
        edges.right = side_of(soft, false, true, y0, y1, trust);
        edges.top = side_of(soft, true, false, x0, x1, trust);
        edges.bottom = side_of(soft, true, true, x0, x1, trust);
        set_boxes(edges, w, h);
    };
    look(w * 0.25, w * 0.75, h * 0.25, h * 0.75);
    // Once more along nearly the whole of each side: more of it is seen, and the lean more exactly.
    const Rect b = edges.box;
    if (edges.any())
        look(b.x + b.width * 0.08, b.right() - b.width * 0.08, b.y + b.height * 0.08,
             b.bottom() - b.height * 0.08);
    return edges;
}

Raster without_outside(const Raster& grey, const Raster& outside) {
    if (outside.empty()) return grey;
    Raster full = grey;
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
        // the outermost pixels are mixed with the white beyond
        const int in = std::min(first + (first > 0 ? 2 : 0), end - 1);
        const int until = std::max(end - (end < grey.width ? 2 : 0), in + 1);
        std::fill(row, row + in, row[in]);
        std::fill(row + until, row + grey.width, row[until - 1]);
        last = y;
        for (const int above : blank)
            std::copy_n(row, grey.width, full.row(above));
        blank.clear();
    }
    return full;
}

}  // namespace nuskha
