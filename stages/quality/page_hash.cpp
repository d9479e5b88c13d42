#include "stages/quality/page_hash.hpp"

#include <algorithm>
#include <array>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nuskha {
namespace {

constexpr int side = 32;          // of the little picture that is transformed
constexpr double cut = 0.01;      // share of the ink that is left out at each end, both ways
constexpr double least_tone = 4;  // deviation below which a page without writing has no picture

cv::Mat view_of(const Raster& raster) {  // shares the pixels; not to be written to
    return {raster.height, raster.width, CV_8UC1, const_cast<std::uint8_t*>(raster.pixels.data())};
}

// First and last place between which all but `cut` at each end lies; sums is a row or column.
cv::Range middle_of(const cv::Mat& sums) {
    const double all = cv::sum(sums)[0];
    const int n = static_cast<int>(sums.total());
    double before = 0;
    int first = 0, last = n;
    for (int i = 0; i < n; ++i) {
        before += sums.at<float>(i);
        if (before < cut * all) first = i + 1;
        if (before <= (1 - cut) * all) last = i + 1;
    }
    return {std::min(first, n - 1), std::max(std::min(last + 1, n), std::min(first, n - 1) + 1)};
}

// The part of `weight` (CV_32F) within the box of its middle, on side x side.
cv::Mat little(const cv::Mat& weight) {
    cv::Mat across, down, out;
    cv::reduce(weight, across, 0, cv::REDUCE_SUM, CV_32F);
    cv::reduce(weight, down, 1, cv::REDUCE_SUM, CV_32F);
    const cv::Mat box = weight(middle_of(down), middle_of(across));
    cv::resize(box, out, {side, side}, 0, 0, cv::INTER_AREA);
    return out;
}

// How much darker than the brightest the leaf is; 0 on bed.
cv::Mat darkness(const Raster& grey, const Raster& bed, const Raster& outside) {
    cv::Mat dark;
    view_of(grey).convertTo(dark, CV_32F, -1, 255);
    if (!bed.empty()) dark.setTo(0, view_of(bed));
    if (!outside.empty()) dark.setTo(0, view_of(outside));
    return dark;
}

}  // namespace

PageHash hash_of(const Raster& grey, const Ink& ink, const Raster& bed, const Raster& outside,
                 int fewest) {
    cv::Mat weight;
    const bool written = ink.parts >= fewest;
    if (written)
        view_of(ink.mask).convertTo(weight, CV_32F);
    else
        weight = darkness(grey, bed, outside);
    if (cv::sum(weight)[0] <= 0) return {};
    const cv::Mat picture = little(weight);
    cv::Scalar mean, deviation;
    cv::meanStdDev(picture, mean, deviation);
    if (!written && deviation[0] < least_tone) return {};
    cv::Mat waves;
    cv::dct(picture, waves);
    std::array<float, 64> low{};
    for (int i = 1; i < 64; ++i)
        low[static_cast<std::size_t>(i)] = waves.at<float>(i / 8, i % 8);
    low[0] = waves.at<float>(0, 8);  // in the place of the mean, which says nothing
    std::array<float, 64> sorted = low;
    std::nth_element(sorted.begin(), sorted.begin() + 32, sorted.end());
    PageHash hash;
    for (std::size_t i = 0; i < 64; ++i)
        if (low[i] > sorted[32]) (i < 32 ? hash.high : hash.low) |= 1U << (31 - i % 32);
    return hash;
}

}  // namespace nuskha
