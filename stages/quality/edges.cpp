#include "stages/quality/edges.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nuskha {
namespace {

constexpr int reach = 8;            // pixels to either side within which an edge's step is sought
constexpr std::size_t enough = 40;  // edges of a direction for its median to mean something

constexpr double sharpest = 0.25;  // share of a direction's edges that tells how sharp it can be

struct Way {  // a direction of gradients and what is smoothed across it
    int dx, dy;
    double step;
};
const std::array<Way, 4> ways{
    {{1, 0, 1}, {1, 1, std::numbers::sqrt2}, {0, 1, 1}, {-1, 1, std::numbers::sqrt2}}};

// The value that `share` of them lie below.
double value_at(std::vector<float>& values, double share) {
    if (values.empty()) return 0;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * double(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

// Levels between which most of the patch lies: about ink and paper.
std::pair<int, int> levels_of(const Raster& grey) {
    std::array<std::size_t, 256> counts{};
    for (const std::uint8_t level : grey.pixels)
        ++counts[level];
    const auto at = [&](double share) {
        std::size_t seen = 0;
        for (int level = 0; level < 256; ++level)
            if (double(seen += counts[static_cast<std::size_t>(level)]) >=
                share * double(grey.pixels.size()))
                return level;
        return 255;
    };
    return {at(0.02), at(0.9)};
}

// Smoothed across the way: (1 2 1) / 4 at right angles to it.
cv::Mat smoothed_across(const cv::Mat& grey, const Way& way) {
    cv::Mat kernel = cv::Mat::zeros(3, 3, CV_32F), out;
    kernel.at<float>(1, 1) = 0.5F;
    kernel.at<float>(1 + way.dx, 1 - way.dy) = 0.25F;
    kernel.at<float>(1 - way.dx, 1 + way.dy) = 0.25F;
    cv::filter2D(grey, out, CV_32F, kernel);
    return out;
}

struct Gradient {
    cv::Mat dx, dy;
};

// Widths of the edges whose gradient runs along the way.
void widths_along(const cv::Mat& grey, const Gradient& gradient, const Way& way, float least,
                  std::vector<float>& widths) {
    const cv::Mat even = smoothed_across(grey, way);
    const double cosine = std::cos(15 * std::numbers::pi / 180);
    const auto stride = static_cast<std::ptrdiff_t>(even.step1());
    const std::ptrdiff_t along = way.dy * stride + way.dx;
    for (int y = reach; y < even.rows - reach; ++y) {
        const float* row = even.ptr<float>(y);
        const float* gx = gradient.dx.ptr<float>(y);
        const float* gy = gradient.dy.ptr<float>(y);
        for (int x = reach; x < even.cols - reach; ++x) {
            const float* p = row + x;
            const float slope = std::abs(p[along] - p[0]);
            if (slope * 3 * reach < least) continue;
            if (slope < std::abs(p[0] - p[-along]) || slope <= std::abs(p[2 * along] - p[along]))
                continue;
            const double size = std::hypot(gx[x], gy[x]);
            if (std::abs(gx[x] * way.dx + gy[x] * way.dy) < cosine * size * way.step) continue;
            float low = p[0], high = p[0];
            for (int i = 1 - reach; i <= reach; ++i) {
                low = std::min(low, p[i * along]);
                high = std::max(high, p[i * along]);
            }
            if (high - low >= least)
                widths.push_back(static_cast<float>((high - low) / slope * way.step));
        }
    }
}

// Widths of dark runs along rows, at half height.
void strokes_along(const Raster& grey, int half, std::vector<float>& strokes) {
    for (int y = 0; y < grey.height; y += 2) {
        const std::uint8_t* row = grey.row(y);
        int from = -1;
        for (int x = 1; x < grey.width; ++x) {
            if (row[x - 1] >= half && row[x] < half) from = x;
            if (row[x - 1] < half && row[x] >= half && from > 0)
                strokes.push_back(static_cast<float>(x - from));
        }
    }
}

}  // namespace

Edges measure_edges(const Sight& sight) {
    std::array<std::vector<float>, 4> widths;
    std::vector<float> strokes;
    for (const Patch& patch : sight.written) {
        const Raster& raster = patch.grey;
        if (raster.width <= 2 * reach + 1 || raster.height <= 2 * reach + 1) continue;
        const cv::Mat grey(raster.height, raster.width, CV_8UC1,
                           const_cast<std::uint8_t*>(raster.pixels.data()));
        const auto [dark, bright] = levels_of(raster);
        const auto least = static_cast<float>(std::max(12, (bright - dark) / 2));
        Gradient gradient;
        cv::Scharr(grey, gradient.dx, CV_32F, 1, 0);
        cv::Scharr(grey, gradient.dy, CV_32F, 0, 1);
        for (std::size_t i = 0; i < ways.size(); ++i)
            widths_along(grey, gradient, ways[i], least, widths[i]);
        strokes_along(raster, (dark + bright) / 2, strokes);
    }
    Edges edges;
    edges.stroke = value_at(strokes, 0.5);
    std::array<double, 4> square{};
    std::vector<float> all;
    bool every = true;
    for (std::size_t i = 0; i < ways.size(); ++i) {
        edges.measured += static_cast<int>(widths[i].size());
        every = every && widths[i].size() >= enough;
        all.insert(all.end(), widths[i].begin(), widths[i].end());
        square[i] = std::pow(value_at(widths[i], sharpest), 2);
    }
    edges.width = value_at(all, 0.5);
    if (!every) return edges;
    const double a = square[0] - square[2], b = square[1] - square[3];
    edges.motion = std::sqrt(std::hypot(a, b));
    edges.direction = std::atan2(b, a) * 90 / std::numbers::pi;
    if (edges.direction < 0) edges.direction += 180;
    return edges;
}

}  // namespace nuskha
