#include "stages/bands.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nuskha {
namespace {

constexpr int gutter_bands = 30;

struct Columns {
    int first = 0, last = 0;  // last is one beyond
};

// How much darker each column of each band is than the brightest within `reach` on both its sides.
cv::Mat dips_of(const Bands& bands, int reach, cv::Mat& beside) {
    const cv::Mat level(bands.count, bands.width, CV_8U,
                        const_cast<std::uint8_t*>(bands.level.data()));
    const cv::Mat kernel = cv::getStructuringElement(cv::MORPH_RECT, {reach + 1, 1});
    cv::Mat left, right, dips;
    cv::dilate(level, left, kernel, {reach, 0});
    cv::dilate(level, right, kernel, {0, 0});
    cv::min(left, right, beside);
    cv::subtract(beside, level, dips);
    return dips;
}

int quantile(std::vector<std::uint8_t>& values, double share) {
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

std::vector<std::uint8_t> column(const cv::Mat& m, int x) {
    std::vector<std::uint8_t> values(static_cast<std::size_t>(m.rows));
    for (int k = 0; k < m.rows; ++k)
        values[static_cast<std::size_t>(k)] = m.at<std::uint8_t>(k, x);
    return values;
}

class GutterSearch {
  public:
    GutterSearch(const Raster& soft, const Rect& box, Columns zone, double ended_depth)
        : soft_(soft),
          zone_(zone),
          ended_depth_(ended_depth),
          reach_(std::max(4, static_cast<int>(box.width * 0.06))) {
        const int inset = std::max(2, static_cast<int>(box.height * 0.012));
        top_ = std::max(0, static_cast<int>(box.y) + inset);
        bottom_ = std::min(soft.height, static_cast<int>(box.bottom()) - inset);
    }

    void sweep(double centre, double range, double step) {
        const int n = static_cast<int>(std::lround(range / step));
        for (int i = -n; i <= n; ++i)
            attempt(centre + i * step);
    }
    const Gutter& best() const { return best_; }

  private:
    void attempt(double slope) {
        if (bottom_ - top_ < 2 * gutter_bands) return;
        cv::Mat beside;
        const cv::Mat dips =
            dips_of(bands_of(soft_, top_, bottom_, gutter_bands, slope), reach_, beside);
        for (int x = zone_.first; x < zone_.last; ++x) {
            std::vector<std::uint8_t> dip = column(dips, x);
            const int at_ends = std::min(dip.front(), dip.back());
            bool ends = reaches_ends(dip);
            const int depth = quantile(dip, 0.25);
            if (depth < 2) continue;
            std::vector<std::uint8_t> paper = column(beside, x);
            const double level = std::max(32.0, double(quantile(paper, 0.5)));
            ends = ends && depth >= ended_depth_ * level;
            // The line of a frame in the gutter's shade is darker, but not where the paper ends.
            const double clear = ends ? std::min(depth, at_ends) : depth;
            if (ends != best_.ends ? ends : clear / level > clear_)
                best_ = {x + 0.5, slope, depth / level, ends}, clear_ = clear / level;
        }
    }

    static bool reaches_ends(const std::vector<std::uint8_t>& dip) {
        std::vector<std::uint8_t> sorted = dip;
        const int enough = std::max(2, quantile(sorted, 0.5) / 3);
        return dip.front() >= enough && dip.back() >= enough;
    }

    const Raster& soft_;
    Columns zone_;
    double ended_depth_;
    int reach_, top_ = 0, bottom_ = 0;
    Gutter best_;
    double clear_ = 0;  // depth of the best one, at the paper's edges too if it reaches them
};

}  // namespace

Raster halved(const Raster& grey) {
    Raster half(std::max(1, grey.width / 2), std::max(1, grey.height / 2), 1);
    cv::Mat to(half.height, half.width, CV_8U, half.pixels.data());
    cv::resize(
        cv::Mat(grey.height, grey.width, CV_8U, const_cast<std::uint8_t*>(grey.pixels.data())), to,
        to.size(), 0, 0, cv::INTER_AREA);
    return half;
}

Raster softened(const Raster& grey) {
    Raster soft(grey.width, grey.height, 1);
    cv::Mat to(soft.height, soft.width, CV_8U, soft.pixels.data());
    cv::blur(cv::Mat(grey.height, grey.width, CV_8U, const_cast<std::uint8_t*>(grey.pixels.data())),
             to, {3, 3}, {-1, -1}, cv::BORDER_REPLICATE);
    return soft;
}

Bands bands_of(const Raster& soft, int top, int bottom, int count, double slope) {
    Bands bands{soft.width, count, {}};
    bands.level.assign(static_cast<std::size_t>(count) * soft.width, 0);
    const double middle = (top + bottom) / 2.0;
    for (int y = top; y < bottom; ++y) {
        std::uint8_t* to = bands.row(std::min(count - 1, (y - top) * count / (bottom - top)));
        const std::uint8_t* from = soft.row(y);
        const int shift = static_cast<int>(std::lround(slope * (y + 0.5 - middle)));
        const int first = std::clamp(-shift, 0, soft.width),
                  last = std::clamp(soft.width - shift, first, soft.width);
        std::for_each(to, to + first, [&](std::uint8_t& v) { v = std::max(v, from[0]); });
        if (last > first) {
            cv::Mat seen(1, last - first, CV_8U, to + first);
            cv::max(
                seen,
                cv::Mat(1, last - first, CV_8U, const_cast<std::uint8_t*>(from) + first + shift),
                seen);
        }
        std::for_each(to + last, to + soft.width,
                      [&](std::uint8_t& v) { v = std::max(v, from[soft.width - 1]); });
    }
    return bands;
}

Gutter find_gutter(const Raster& soft, const Rect& box, double from, double to, double most_slope,
                   double ended_depth) {
    const Columns zone{std::max(1, static_cast<int>(from)),
                       std::min(soft.width - 1, static_cast<int>(to))};
    GutterSearch search(soft, box, zone, ended_depth);
    search.sweep(0, most_slope, 0.005);
    if (search.best().depth == 0) return {};
    search.sweep(search.best().slope, 0.004, 0.001);
    return search.best();
}

}  // namespace nuskha
