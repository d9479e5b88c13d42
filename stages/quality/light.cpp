#include "stages/quality/light.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <vector>

namespace nuskha {
namespace {

constexpr int cells = 12;
constexpr int rounds = 6;           // of weighing regions by how well they fit
constexpr double tolerance = 0.25;  // of the logarithm of light, beyond which a region is left out

struct Region {
    double x, y, level;  // middle in -1..1, logarithm of the paper's level
    double weight;
};

// Level that a quarter of the region's paper is brighter than; 0 where too little paper shows.
double paper_level(const Sight& sight, int cx, int cy) {
    const int w = sight.grey.width, h = sight.grey.height;
    std::array<int, 256> counts{};
    int seen = 0, all = 0;
    for (int y = cy * h / cells; y < (cy + 1) * h / cells; y += 2)
        for (int x = cx * w / cells; x < (cx + 1) * w / cells; x += 2) {
            const std::size_t i = static_cast<std::size_t>(y) * w + x;
            ++all;
            if (!on_leaf(sight, i) || sight.ink.mask.pixels[i]) continue;
            ++counts[sight.grey.pixels[i]];
            ++seen;
        }
    if (seen < 0.6 * all || seen == 0) return 0;
    int brighter = 0;
    for (int level = 255; level > 0; --level)
        if ((brighter += counts[static_cast<std::size_t>(level)]) * 4 >= seen) return level;
    return 0;
}

using Surface = cv::Vec<double, 6>;

double height(const Surface& s, double x, double y) {
    return s[0] + s[1] * x + s[2] * y + s[3] * x * x + s[4] * x * y + s[5] * y * y;
}

Surface fitted(std::vector<Region>& regions) {
    Surface surface;
    for (int round = 0; round < rounds; ++round) {
        cv::Matx<double, 6, 6> normal = cv::Matx<double, 6, 6>::eye() * 1e-6;
        Surface right;
        for (const Region& r : regions) {
            const Surface row(1, r.x, r.y, r.x * r.x, r.x * r.y, r.y * r.y);
            normal += r.weight * (row * row.t());
            right += r.weight * r.level * row;
        }
        surface = normal.solve(right, cv::DECOMP_CHOLESKY);
        for (Region& r : regions) {
            const double u = (r.level - height(surface, r.x, r.y)) / tolerance;
            r.weight = std::abs(u) < 1 ? std::pow(1 - u * u, 2) : 0;
        }
    }
    return surface;
}

double linear(double srgb) {
    const double v = srgb / 255;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

// a* and b* of an sRGB colour (IEC 61966-2-1, CIE 15).
std::array<double, 2> plane_of(double red, double green, double blue) {
    const double r = linear(red), g = linear(green), b = linear(blue);
    const auto f = [](double t) {
        return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    };
    const double x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
    const double y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
    const double z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
    return {500 * (x - y), 200 * (y - z)};
}

// Distance from the sector of hues from 40 to 110 degrees.
double off_paper(double a, double b) {
    const double hue = std::atan2(b, a) * 180 / std::numbers::pi, size = std::hypot(a, b);
    if (hue >= 40 && hue <= 110) return 0;
    const double off = hue > 110 ? hue - 110 : hue < -105 ? 250 + hue : 40 - hue;
    return off >= 90 ? size : size * std::sin(off * std::numbers::pi / 180);
}

}  // namespace

Light measure_light(const Sight& sight) {
    std::vector<Region> regions;
    for (int cy = 0; cy < cells; ++cy)
        for (int cx = 0; cx < cells; ++cx)
            if (const double level = paper_level(sight, cx, cy); level > 0)
                regions.push_back(
                    {(2 * cx + 1.0) / cells - 1, (2 * cy + 1.0) / cells - 1, std::log(level), 1});
    Light light;
    light.measured = static_cast<int>(regions.size());
    if (light.measured < cells * cells / 4) return light;
    const Surface surface = fitted(regions);
    double low = 1e9, high = -1e9;
    for (const Region& r : regions) {
        if (r.weight <= 0) continue;
        low = std::min(low, height(surface, r.x, r.y));
        high = std::max(high, height(surface, r.x, r.y));
    }
    if (high > low) light.darkest = std::exp(low - high);
    return light;
}

Tint measure_tint(const Sight& sight) {
    Tint tint;
    std::array<std::vector<std::uint8_t>, 3> planes;
    for (const ColourRow& row : sight.coloured)
        for (int x = 0; x < sight.grey.width; ++x) {
            const std::size_t i = static_cast<std::size_t>(row.y) * sight.grey.width + x;
            if (!on_leaf(sight, i) || sight.grey.pixels[i] < sight.paper * 0.9) continue;
            for (std::size_t c = 0; c < 3; ++c)
                planes[c].push_back(row.colour.pixels[3 * static_cast<std::size_t>(x) + c]);
        }
    if (planes[0].size() < 500) return tint;
    std::array<double, 3> median{};
    for (std::size_t c = 0; c < 3; ++c) {
        const auto middle = planes[c].begin() + static_cast<std::ptrdiff_t>(planes[c].size() / 2);
        std::nth_element(planes[c].begin(), middle, planes[c].end());
        median[c] = *middle;
    }
    const auto [a, b] = plane_of(median[0], median[1], median[2]);
    return {a, b, off_paper(a, b), true};
}

}  // namespace nuskha
