#include "stages/quality/lab.hpp"

#include <lcms2.h>

#include <algorithm>
#include <cmath>

namespace nuskha {
namespace {

// sRGB's primaries under D50 (Bradford), rows X, Y, Z; each row sums to the white of D50.
constexpr double to_xyz[3][3] = {{0.4360747, 0.3850649, 0.1430804},
                                 {0.2225045, 0.7168786, 0.0606169},
                                 {0.0139322, 0.0971045, 0.7141733}};
constexpr double from_xyz[3][3] = {{3.1338561, -1.6168667, -0.4906146},
                                   {-0.9787684, 1.9161415, 0.0334540},
                                   {0.0719453, -0.2289914, 1.4052427}};
constexpr double white[3] = {0.96422, 1, 0.82521};
constexpr double knee = 6.0 / 29;

double root(double t) {
    return t > knee * knee * knee ? std::cbrt(t) : t / (3 * knee * knee) + 4.0 / 29;
}

double cube(double f) {
    return f > knee ? f * f * f : 3 * knee * knee * (f - 4.0 / 29);
}

}  // namespace

double linear(double level) {
    const double v = level / 255;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

double level_of_linear(double light) {
    return 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055);
}

double lightness(double light) {
    return 116 * root(light) - 16;
}

double luminance(double red, double green, double blue) {
    return to_xyz[1][0] * red + to_xyz[1][1] * green + to_xyz[1][2] * blue;
}

Lab lab_of(const Levels& srgb) {
    const double light[3] = {linear(srgb[0]), linear(srgb[1]), linear(srgb[2])};
    double f[3];
    for (int i = 0; i < 3; ++i)
        f[i] = root((to_xyz[i][0] * light[0] + to_xyz[i][1] * light[1] + to_xyz[i][2] * light[2]) /
                    white[i]);
    return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

Levels levels_of(const Lab& lab) {
    const double y = (lab.lightness + 16) / 116;
    const double xyz[3] = {white[0] * cube(y + lab.a / 500), cube(y),
                           white[2] * cube(y - lab.b / 200)};
    Levels levels{};
    for (std::size_t i = 0; i < 3; ++i) {
        const double light =
            from_xyz[i][0] * xyz[0] + from_xyz[i][1] * xyz[1] + from_xyz[i][2] * xyz[2];
        levels[i] = level_of_linear(std::clamp(light, 0.0, 1.0));
    }
    return levels;
}

double difference_2000(const Lab& a, const Lab& b) {
    const cmsCIELab first{a.lightness, a.a, a.b}, second{b.lightness, b.a, b.b};
    return cmsCIE2000DeltaE(&first, &second, 1, 1, 1);
}

double difference_1976(const Lab& a, const Lab& b) {
    return std::hypot(a.lightness - b.lightness, a.a - b.a, a.b - b.b);
}

}  // namespace nuskha
