#include "stages/quality/enlargement.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <opencv2/core.hpp>

namespace nuskha {
namespace {

constexpr int window = 120;            // pixels: holds 2, 3, 4, 5, 6 and 8 whole times
constexpr int bins = window / 2 + 1;   // cycles a window
constexpr int first_bin = window / 6;  // longer periods are those of writing
constexpr int block_bin = window / 8;  // of the blocks of JPEG, and its multiples
constexpr int around = 10;             // bins to either side that tell what chance does
constexpr std::size_t enough_windows = 4;

using Spectrum = std::array<double, bins>;

// Power of the mean difference between neighbours, by the place of the first of them.
void add(const cv::Mat& picture, Spectrum& spectrum) {
    cv::Mat steps, mean, planes;
    cv::absdiff(picture.colRange(1, window + 1), picture.colRange(0, window), steps);
    cv::reduce(steps, mean, 0, cv::REDUCE_AVG, CV_32F);
    const double level = cv::mean(mean)[0];
    if (level < 0.05) return;  // no grain at all
    mean = mean / level - 1;
    for (int x = 0; x < window; ++x)  // Hann
        mean.at<float>(x) *= static_cast<float>(0.5 - 0.5 * std::cos(2 * CV_PI * x / window));
    cv::dft(mean, planes, cv::DFT_COMPLEX_OUTPUT);
    for (int k = 0; k < bins; ++k) {
        const auto& value = planes.at<cv::Vec2f>(k);
        spectrum[static_cast<std::size_t>(k)] += value[0] * value[0] + value[1] * value[1];
    }
}

struct Spectra {
    Spectrum across{}, down{};
    std::size_t windows = 0;
};

void add(const Patch& patch, Spectra& spectra) {
    const cv::Mat grey(patch.grey.height, patch.grey.width, CV_8UC1,
                       const_cast<std::uint8_t*>(patch.grey.pixels.data()));
    for (int y = 0; y + window < grey.rows; y += window)
        for (int x = 0; x + window < grey.cols; x += window) {
            const cv::Mat part = grey(cv::Rect(x, y, window + 1, window + 1));
            add(part, spectra.across);
            add(part.t(), spectra.down);
            ++spectra.windows;
        }
}

double over_chance(const Spectrum& spectrum, int bin) {
    std::vector<double> beside;
    for (int k = std::max(first_bin, bin - around); k <= std::min(bins - 1, bin + around); ++k)
        if (std::abs(k - bin) > 1) beside.push_back(spectrum[static_cast<std::size_t>(k)]);
    std::nth_element(beside.begin(), beside.begin() + beside.size() / 2, beside.end());
    const double usual = beside[beside.size() / 2];
    return usual > 0 ? spectrum[static_cast<std::size_t>(bin)] / usual : 0;
}

// Blocks of JPEG make all multiples of their own frequency stand out alike: how far the others do,
// at or next to one of them; 1 elsewhere.
double blocks_beside(const std::array<double, bins>& strength, int bin) {
    const int multiple = (bin + 1) / block_bin;
    if (std::abs(bin - multiple * block_bin) > 1) return 1;
    double most = 1;
    for (int other = 2; other * block_bin < bins; ++other)
        if (other != multiple)
            most = std::max(most, strength[static_cast<std::size_t>(other * block_bin)]);
    return most;
}

}  // namespace

Enlargement measure_enlargement(const Sight& sight) {
    Spectra spectra;
    for (const auto* patches : {&sight.bare, &sight.written})
        for (const Patch& patch : *patches)
            add(patch, spectra);
    Enlargement found;
    if (spectra.windows < enough_windows) return found;
    std::array<double, bins> strength{};
    for (int k = first_bin; k < bins; ++k)  // enlarged both ways, or not at all
        strength[static_cast<std::size_t>(k)] =
            std::min(over_chance(spectra.across, k), over_chance(spectra.down, k));
    for (int k = first_bin; k < bins; ++k) {
        const double here = strength[static_cast<std::size_t>(k)] / blocks_beside(strength, k);
        if (here > found.strength) found = {here, double(window) / k};
    }
    return found;
}

}  // namespace nuskha
