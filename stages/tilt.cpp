#include "stages/tilt.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "stages/level_tilt.hpp"
#include "stages/radon.hpp"
#include "stages/turned_back.hpp"

namespace nuskha {
namespace {

cv::Mat view_of(const Raster& raster) {  // shares the pixels; not to be written to
    return {raster.height, raster.width, CV_8UC1, const_cast<std::uint8_t*>(raster.pixels.data())};
}

// The mask, small enough for a Radon transform and with values up to 63.
Raster small_mask(const Raster& mask, bool transposed) {
    cv::Mat from = view_of(mask), small;
    const int across = transposed ? mask.height : mask.width;
    const double scale = std::min(1.0, 512.0 / across);
    cv::resize(from, small,
               {std::max(1, static_cast<int>(mask.width * scale)),
                std::max(1, static_cast<int>(mask.height * scale))},
               0, 0, cv::INTER_AREA);
    if (transposed) cv::transpose(small, small);
    Raster out(small.cols, small.rows, 1);
    for (int y = 0; y < small.rows; ++y)
        for (int x = 0; x < small.cols; ++x)
            out.row(y)[x] = static_cast<std::uint8_t>(small.at<std::uint8_t>(y, x) / 4);
    return out;
}

struct Peak {
    double degrees = 0, height = 0, typical = 0;
    double level = 0;  // height at no slope
    double lone = 0;   // Radon::loneliness
};

// The sharpest slope within the range, and what is typical of all slopes.
Peak sharpest_slope(const Raster& small, double range) {
    Peak peak;
    double level = 0;
    std::vector<double> all;
    for (const bool climbing : {false, true}) {
        const Radon radon(small, climbing);
        int best = -1;
        for (int slope = climbing ? 1 : 0; slope < radon.slopes(); ++slope) {
            const double height = radon.sharpness(slope), degrees = radon.degrees(slope);
            all.push_back(height);
            if (slope == 0) level = height;
            if (std::abs(degrees) <= range && height > peak.height) {
                peak = {degrees, height};
                best = slope;
            }
        }
        if (best >= 0) peak.lone = radon.loneliness(best);
    }
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2),
                     all.end());
    peak.typical = all[all.size() / 2];
    peak.level = level;
    return peak;
}

}  // namespace

Tilt measure_tilt(const Ink& ink, double range) {
    if (ink.parts < 5) return {};
    const Peak first = sharpest_slope(small_mask(ink.mask, false), range);
    if (first.typical <= 0) return {};
    // Strips stand for lines only near level.
    const double turn = std::abs(first.degrees) > 0.15 ? first.degrees : 0;
    Tilt tilt = level_tilt(turn != 0 ? turned_back(ink.darkness, turn) : ink.darkness, turn);
    tilt.sharpness = first.height / first.typical;
    tilt.level = first.level / first.typical;
    tilt.lone = first.lone;
    return tilt;
}

Rows measure_rows(const Ink& ink, double range) {
    if (ink.parts < 5) return {};
    const Peak peak = sharpest_slope(small_mask(ink.mask, false), range);
    const double pixels = std::max(1, cv::countNonZero(view_of(ink.mask)));
    return {peak.typical > 0 ? peak.height / peak.typical : 0,
            peak.height / (pixels * ink.mask.width)};
}

}  // namespace nuskha
