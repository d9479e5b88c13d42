#include "stages/quality/noise.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nuskha {
namespace {

// Mean size of the Laplacian difference within a rectangle that lies inside by one pixel.
double noise_of(const Raster& grey, int x0, int y0, int x1, int y1) {
    double sum = 0;
    for (int y = y0; y < y1; ++y) {
        const std::uint8_t *above = grey.row(y - 1), *row = grey.row(y), *below = grey.row(y + 1);
        for (int x = x0; x < x1; ++x)
            sum += std::abs(above[x - 1] + above[x + 1] + below[x - 1] + below[x + 1] -
                            2 * (above[x] + below[x] + row[x - 1] + row[x + 1]) + 4 * row[x]);
    }
    return std::sqrt(std::numbers::pi / 2) * sum / (6.0 * (x1 - x0) * (y1 - y0));
}

double quartile_of(std::vector<double>& values, double share) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * double(values.size() - 1))];
}

}  // namespace

double measure_noise(const Sight& sight) {
    std::vector<double> values;
    for (const Patch& patch : sight.bare)
        if (patch.grey.width > 2 && patch.grey.height > 2)
            values.push_back(
                noise_of(patch.grey, 1, 1, patch.grey.width - 1, patch.grey.height - 1));
    if (values.size() >= 2) return quartile_of(values, 0.25);
    constexpr int block = 12;
    for (const Patch& patch : sight.written)
        for (int y = 1; y + block < patch.grey.height; y += block)
            for (int x = 1; x + block < patch.grey.width; x += block)
                values.push_back(noise_of(patch.grey, x, y, x + block, y + block));
    return quartile_of(values, 0.1);
}

}  // namespace nuskha
