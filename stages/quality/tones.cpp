#include "stages/quality/tones.hpp"

#include <array>

namespace nuskha {

Tones tones_of(const Sight& sight) {
    std::array<double, 256> counts{};
    for (std::size_t i = 0; i < sight.grey.pixels.size(); ++i)
        if (on_leaf(sight, i)) ++counts[sight.grey.pixels[i]];
    Tones tones;
    double all = 0, sum = 0;
    for (std::size_t level = 0; level < 256; ++level) {
        all += counts[level];
        sum += counts[level] * double(level);
        if (level >= 16 && level < 240) tones.between += counts[level];
    }
    if (all == 0) return tones;
    tones.mean = sum / all;
    tones.white = counts[255] / all;
    tones.black = counts[0] / all;
    tones.between /= all;
    return tones;
}

}  // namespace nuskha
