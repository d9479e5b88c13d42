#include "stages/quality/tones.hpp"

#include <array>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nuskha {
namespace {

// Share of the leaf of which two channels are at 255.
double white_in_colour(const Sight& sight) {
    double white = 0, all = 0;
    for (const ColourRow& row : sight.coloured)
        for (int x = 0; x < row.colour.width; ++x) {
            if (!on_leaf(sight, static_cast<std::size_t>(row.y) * sight.grey.width + x)) continue;
            const std::uint8_t* pixel = row.colour.row(0) + 3 * x;
            white += (pixel[0] == 255) + (pixel[1] == 255) + (pixel[2] == 255) >= 2;
            ++all;
        }
    return all > 0 ? white / all : 0;
}

}  // namespace

Tones tones_of(const Sight& sight) {
    std::array<double, 256> counts{};
    for (std::size_t i = 0; i < sight.grey.pixels.size(); ++i)
        if (on_leaf(sight, i)) ++counts[sight.grey.pixels[i]];
    Tones tones;
    double all = 0, sum = 0;
    for (std::size_t level = 0; level < 256; ++level) {
        all += counts[level];
        sum += counts[level] * double(level);
        if (level >= 8 && level < 252) tones.between += counts[level];
    }
    if (all == 0) return tones;
    tones.mean = sum / all;
    tones.white = sight.coloured.empty() ? counts[255] / all : white_in_colour(sight);
    tones.black = counts[0] / all;
    tones.between /= all;
    return tones;
}

bool paper_has_tones(const Sight& sight) {
    constexpr int beside_ink = 11, lowest = 225, highest = 251;
    constexpr double least = 0.01;
    cv::Mat near_ink;
    cv::dilate(cv::Mat(sight.ink.mask.height, sight.ink.mask.width, CV_8UC1,
                       const_cast<std::uint8_t*>(sight.ink.mask.pixels.data())),
               near_ink, cv::getStructuringElement(cv::MORPH_RECT, {beside_ink, beside_ink}));
    double toned = 0, all = 0;
    for (std::size_t i = 0; i < sight.grey.pixels.size(); ++i) {
        if (!on_leaf(sight, i) || near_ink.data[i]) continue;
        const std::uint8_t level = sight.grey.pixels[i];
        toned += level >= lowest && level <= highest;
        ++all;
    }
    return toned > least * all;
}

}  // namespace nuskha
