#include "stages/quality/enlargement.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstdlib>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <vector>

namespace nuskha {
namespace {

constexpr int window = 120;            // pixels: holds 2, 3, 4, 5, 6 and 8 whole times
constexpr int bins = window / 2 + 1;   // cycles a window
constexpr int first_bin = window / 6;  // longer periods are those of writing
constexpr int block_bin = window / 8;  // of the blocks of JPEG, and its multiples
constexpr int around = 10;             // bins to either side that tell what chance does
constexpr std::size_t enough_windows = 4;

constexpr int tile = 8;  // pixels
constexpr std::size_t enough_tiles = 20;

// Differences of second and third order, along rows.
const cv::Mat second(cv::Matx<float, 1, 3>(1, -2, 1));
const cv::Mat third(cv::Matx<float, 1, 4>(1, -3, 3, -1));

cv::Mat view_of(const Patch& patch) {
    return {patch.grey.height, patch.grey.width, CV_8UC1,
            const_cast<std::uint8_t*>(patch.grey.pixels.data())};
}

using Spectrum = std::array<double, bins>;
using Complex = std::complex<double>;

// Of numbers by column, over their mean; empty where there is no grain at all.
std::vector<Complex> spectrum_of(const cv::Mat& columns) {
    const double level = cv::mean(columns)[0];
    if (level < 0.05) return {};
    cv::Mat profile = columns / level - 1, planes;
    for (int x = 0; x < window; ++x)  // Hann
        profile.at<float>(x) *= static_cast<float>(0.5 - 0.5 * std::cos(2 * CV_PI * x / window));
    cv::dft(profile, planes, cv::DFT_COMPLEX_OUTPUT);
    std::vector<Complex> spectrum;
    for (int k = 0; k < bins; ++k)
        spectrum.emplace_back(planes.at<cv::Vec2f>(k)[0], planes.at<cv::Vec2f>(k)[1]);
    return spectrum;
}

// Sums over windows of one coefficient, each in units of what is usual around it and turned to the
// page's own phase: what is of the page's grid adds up, all else does not.
struct Coherent {
    Complex sum;
    double windows = 0;
    double strength() const { return windows > 0 ? std::norm(sum) / windows : 0; }

    // `place` is that of the window's first column on the page.
    void add(const std::vector<Complex>& spectrum, int bin, int place) {
        double usual = 0, n = 0;
        for (int k = bin - around; k <= std::min(bins - 1, bin + around); ++k) {
            if (std::abs(k - bin) <= 1) continue;
            usual += std::norm(spectrum[static_cast<std::size_t>(k)]);
            ++n;
        }
        if (usual <= 0) return;
        const double turn = -2 * CV_PI * bin * (place % window) / window;
        sum += spectrum[static_cast<std::size_t>(bin)] * std::polar(1 / std::sqrt(usual / n), turn);
        ++windows;
    }
};

struct Spectra {                     // along one way
    Spectrum power{};                // of the mean difference between neighbours, by column
    std::array<Coherent, 3> blocks;  // of second differences: every 8, 4 and 8 / 3 pixels
};

void add(const cv::Mat& picture, int place, Spectra& spectra) {
    cv::Mat steps, bends, mean;
    cv::absdiff(picture.colRange(1, window + 1), picture.colRange(0, window), steps);
    cv::reduce(steps, mean, 0, cv::REDUCE_AVG, CV_32F);
    const std::vector<Complex> of_steps = spectrum_of(mean);
    for (std::size_t k = 0; k < of_steps.size(); ++k)
        spectra.power[k] += std::norm(of_steps[k]);
    cv::filter2D(picture, bends, CV_32F, second);
    cv::reduce(cv::abs(bends.colRange(0, window)), mean, 0, cv::REDUCE_AVG);
    if (const std::vector<Complex> of_bends = spectrum_of(mean); !of_bends.empty())
        for (int i = 0; i < 3; ++i)
            spectra.blocks[static_cast<std::size_t>(i)].add(of_bends, (i + 1) * block_bin, place);
}

// How much more the differences of a patch hold at even columns of the page than at odd ones, or
// the other way: the square of its sum over tiles in standard errors, about 1 by chance. Each tile
// counts by its share, so that faint grain tells as much as letters. Nothing without grain.
std::optional<double> unevenness(const cv::Mat& patch, const cv::Mat& difference, int place) {
    cv::Mat filtered;
    cv::filter2D(patch, filtered, CV_32F, difference, {0, 0});
    const int columns = filtered.cols - difference.cols + 1;
    double sum = 0, squares = 0;
    std::size_t tiles = 0;
    for (int y = 0; y + tile <= filtered.rows; y += tile)
        for (int x = place % 2; x + tile <= columns; x += tile) {
            float even = 0, odd = 0;
            for (int row = y; row < y + tile; ++row) {
                const float* at = filtered.ptr<float>(row) + x;
                for (int i = 0; i < tile; i += 2) {
                    even += at[i] * at[i];
                    odd += at[i + 1] * at[i + 1];
                }
            }
            if (even + odd < 1) continue;
            const double share = (even - odd) / (even + odd);
            sum += share;
            squares += share * share;
            ++tiles;
        }
    if (tiles < enough_tiles || squares <= 0) return std::nullopt;
    return sum * sum / squares;
}

// Standard deviations by which the patches are more uneven than by chance, along rows and columns.
double doubling_in(const Sight& sight, const cv::Mat& difference) {
    double across = 0, down = 0, n = 0;
    for (const auto* patches : {&sight.bare, &sight.written})
        for (const Patch& patch : *patches) {
            const cv::Mat grey = view_of(patch);
            const auto a = unevenness(grey, difference, patch.x);
            const auto d = unevenness(grey.t(), difference, patch.y);
            if (!a || !d) continue;
            across += *a;
            down += *d;
            ++n;
        }
    return n > 0 ? std::max(0.0, (std::min(across, down) - n) / std::sqrt(2 * n)) : 0;
}

struct Ways {
    Spectra across, down;
    std::size_t windows = 0;
};

void add(const Patch& patch, Ways& ways) {
    const cv::Mat grey = view_of(patch);
    for (int y = 0; y + window < grey.rows; y += window)
        for (int x = 0; x + window < grey.cols; x += window) {
            const cv::Mat part = grey(cv::Rect(x, y, window + 1, window + 1));
            add(part, patch.x + x, ways.across);
            add(part.t(), patch.y + y, ways.down);
            ++ways.windows;
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
    Ways ways;
    for (const auto* patches : {&sight.bare, &sight.written})
        for (const Patch& patch : *patches)
            add(patch, ways);
    Enlargement found;
    if (ways.windows < enough_windows) return found;
    std::array<double, bins> strength{};
    for (int k = first_bin; k < bins; ++k)  // enlarged both ways, or not at all
        strength[static_cast<std::size_t>(k)] =
            std::min(over_chance(ways.across.power, k), over_chance(ways.down.power, k));
    for (int k = first_bin; k < bins; ++k) {
        const double here = strength[static_cast<std::size_t>(k)] / blocks_beside(strength, k);
        if (here > found.strength) {
            found.strength = here;
            found.period = double(window) / k;
        }
    }
    for (std::size_t i = 0; i < ways.across.blocks.size(); ++i)
        found.blocks = std::max(found.blocks, std::min(ways.across.blocks[i].strength(),
                                                       ways.down.blocks[i].strength()));
    if (found.blocks < blocks_seen)
        found.doubling = std::max(doubling_in(sight, second), doubling_in(sight, third));
    return found;
}

}  // namespace nuskha
