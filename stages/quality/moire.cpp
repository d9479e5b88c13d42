#include "stages/quality/moire.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace nuskha {
namespace {

constexpr double shortest = 5, longest = 40;         // periods, pixels
constexpr double first_over = 60, second_over = 20;  // power over the median at the same radius
constexpr double apart = 25;                         // degrees between the two waves at least
constexpr double alike = 2;  // most of one's amplitude and period over the other's

struct Wave {
    int u = 0, v = 0;  // cycles a patch; v >= 0
    int side = 0;      // of the patch, pixels
    double over = 0, amplitude = 0;
    double angle() const { return std::atan2(double(v), double(u)) * 180 / std::numbers::pi; }
    double cycles() const { return std::hypot(u, v); }  // a patch
};

// Power of the windowed patch, the middle of the spectrum at (side / 2, side / 2).
cv::Mat power_of(const Raster& raster, double& window_sum) {
    const int side = raster.width;
    cv::Mat picture, window, planes, parts[2];
    cv::Mat(side, side, CV_8UC1, const_cast<std::uint8_t*>(raster.pixels.data()))
        .convertTo(picture, CV_32F);
    cv::Mat trend;
    cv::blur(picture, trend, {63, 63}, {-1, -1}, cv::BORDER_REFLECT);
    picture -= trend;
    cv::createHanningWindow(window, picture.size(), CV_32F);
    window_sum = cv::sum(window)[0];
    cv::multiply(picture, window, picture);
    cv::dft(picture, planes, cv::DFT_COMPLEX_OUTPUT);
    cv::split(planes, parts);
    cv::Mat power = parts[0].mul(parts[0]) + parts[1].mul(parts[1]);
    cv::Mat middle(power.size(), CV_32F);
    const int half = side / 2;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            middle.at<float>((y + half) % side, (x + half) % side) = power.at<float>(y, x);
    return middle;
}

// Median power by whole radius.
std::vector<double> usual_by_radius(const cv::Mat& power) {
    const int half = power.rows / 2;
    std::vector<std::vector<float>> rings(static_cast<std::size_t>(half));
    for (int v = 0; v < half; ++v)
        for (int u = -half; u < half; ++u) {
            const auto radius = static_cast<std::size_t>(std::lround(std::hypot(u, v)));
            if (radius < rings.size()) rings[radius].push_back(power.at<float>(v + half, u + half));
        }
    std::vector<double> usual;
    for (auto& ring : rings) {
        if (!ring.empty())
            std::nth_element(ring.begin(), ring.begin() + ring.size() / 2, ring.end());
        usual.push_back(ring.empty() ? 0 : ring[ring.size() / 2]);
    }
    return usual;
}

// A woodcut or an engraving has lines of its own: only ink and paper, hardly tones.
bool has_tones(const Raster& raster) {
    const auto between =
        std::count_if(raster.pixels.begin(), raster.pixels.end(),
                      [](std::uint8_t level) { return level > 40 && level < 215; });
    return double(between) > 0.5 * double(raster.pixels.size());
}

std::vector<Wave> waves_of(const Raster& raster) {
    double window_sum = 1;
    const cv::Mat power = power_of(raster, window_sum);
    const int half = power.rows / 2;
    const std::vector<double> usual = usual_by_radius(power);
    std::vector<Wave> waves;
    for (int v = 0; v < half - 1; ++v)
        for (int u = -half + 1; u < half - 1; ++u) {
            if (v == 0 && u <= 0) continue;
            const double radius = std::hypot(u, v), period = 2.0 * half / std::max(radius, 1e-9);
            if (period < shortest || period > longest) continue;
            const float here = power.at<float>(v + half, u + half);
            const double around = usual[static_cast<std::size_t>(std::lround(radius))] + 1;
            if (here < second_over * around) continue;
            bool highest = true;
            for (int j = -1; j <= 1 && highest; ++j)
                for (int i = -1; i <= 1; ++i)
                    highest = highest && power.at<float>(v + j + half, u + i + half) <= here;
            if (highest)
                waves.push_back({u, v, 2 * half, here / around, 2 * std::sqrt(here) / window_sum});
        }
    std::sort(waves.begin(), waves.end(),
              [](const Wave& a, const Wave& b) { return a.over > b.over; });
    return waves;
}

// The two ways of a lattice of dots are much alike; waves of a picture's own edges are not.
bool of_one_lattice(const Wave& a, const Wave& b) {
    const double between = std::abs(a.angle() - b.angle());
    const double louder = a.amplitude / b.amplitude, longer = a.cycles() / b.cycles();
    return std::min(between, 180 - between) >= apart && std::max(louder, 1 / louder) <= alike &&
           std::max(longer, 1 / longer) <= alike;
}

}  // namespace

Moire measure_moire(const Sight& sight) {
    std::vector<std::vector<Wave>> patches;
    for (const Patch& patch : sight.toned)
        if (patch.grey.width == patch.grey.height && patch.grey.width >= 128 &&
            has_tones(patch.grey))
            patches.push_back(waves_of(patch.grey));
    // Dots run through the picture; edges of what it shows are here or there.
    const auto elsewhere = [&](const std::vector<Wave>& own, const Wave& wave) {
        return patches.size() == 1 ||
               std::any_of(patches.begin(), patches.end(), [&](const auto& other) {
                   return &other != &own &&
                          std::any_of(other.begin(), other.end(), [&](const Wave& same) {
                              return std::abs(same.u - wave.u) <= 2 &&
                                     std::abs(same.v - wave.v) <= 2;
                          });
               });
    };
    Moire strongest;
    for (const std::vector<Wave>& waves : patches)
        for (const Wave& first : waves) {
            if (first.over < first_over) break;
            if (first.amplitude <= strongest.strength || !elsewhere(waves, first)) continue;
            if (std::any_of(waves.begin(), waves.end(), [&](const Wave& second) {
                    return of_one_lattice(first, second) && elsewhere(waves, second);
                }))
                strongest = {first.amplitude, first.side / first.cycles()};
        }
    return strongest;
}

}  // namespace nuskha
