#include "stages/quality/lab.hpp"

#include <catch2/catch.hpp>

#include "models/preservation/colour_checker.hpp"

using namespace nuskha;

namespace {

struct Pair {
    Lab a, b;
    double difference;
};

// Table 1 of Sharma, Wu and Dalal, The CIEDE2000 Color-Difference Formula: Implementation Notes,
// Supplementary Test Data, and Mathematical Observations (Color Research and Application 30, 2005).
constexpr Pair published[]{
    {{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
    {{50, 3.1571, -77.2803}, {50, 0, -82.7485}, 2.8615},
    {{50, 2.8361, -74.0200}, {50, 0, -82.7485}, 3.4412},
    {{50, -1.3802, -84.2814}, {50, 0, -82.7485}, 1.0000},
    {{50, -1.1848, -84.8006}, {50, 0, -82.7485}, 1.0000},
    {{50, -0.9009, -85.5211}, {50, 0, -82.7485}, 1.0000},
    {{50, 0, 0}, {50, -1, 2}, 2.3669},
    {{50, -1, 2}, {50, 0, 0}, 2.3669},
    {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0009}, 7.1792},
    {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0010}, 7.1792},
    {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0011}, 7.2195},
    {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0012}, 7.2195},
    {{50, -0.0010, 2.4900}, {50, 0.0009, -2.4900}, 4.8045},
    {{50, -0.0010, 2.4900}, {50, 0.0010, -2.4900}, 4.8045},
    {{50, -0.0010, 2.4900}, {50, 0.0011, -2.4900}, 4.7461},
    {{50, 2.5, 0}, {50, 0, -2.5}, 4.3065},
    {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
    {{50, 2.5, 0}, {61, -5, 29}, 22.8977},
    {{50, 2.5, 0}, {56, -27, -3}, 31.9030},
    {{50, 2.5, 0}, {58, 24, 15}, 19.4535},
    {{50, 2.5, 0}, {50, 3.1736, 0.5854}, 1.0000},
    {{50, 2.5, 0}, {50, 3.2972, 0}, 1.0000},
    {{50, 2.5, 0}, {50, 1.8634, 0.5757}, 1.0000},
    {{50, 2.5, 0}, {50, 3.2592, 0.3350}, 1.0000},
    {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
    {{63.0109, -31.0961, -5.8663}, {62.8187, -29.7946, -4.0864}, 1.2630},
    {{61.2901, 3.7196, -5.3901}, {61.4292, 2.2480, -4.9620}, 1.8731},
    {{35.0831, -44.1164, 3.7933}, {35.0232, -40.0716, 1.5901}, 1.8645},
    {{22.7233, 20.0904, -46.6940}, {23.0331, 14.9730, -42.5619}, 2.0373},
    {{36.4612, 47.8580, 18.3852}, {36.2715, 50.5065, 21.2231}, 1.4146},
    {{90.8027, -2.0831, 1.4410}, {91.1528, -1.6435, 0.0447}, 1.4441},
    {{90.9257, -0.5406, -0.9208}, {88.6381, -0.8985, -0.7239}, 1.5381},
    {{6.7747, -0.2908, -2.4247}, {5.8714, -0.0985, -2.2286}, 0.6377},
    {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082},
};

}  // namespace

TEST_CASE("CIEDE2000 of the published pairs, both ways round") {
    for (const Pair& pair : published) {
        CHECK(difference_2000(pair.a, pair.b) == Approx(pair.difference).margin(0.00006));
        CHECK(difference_2000(pair.b, pair.a) == Approx(pair.difference).margin(0.00006));
    }
}

TEST_CASE("levels of sRGB become L*a*b* under D50") {
    const Lab white = lab_of({255, 255, 255}), black = lab_of({0, 0, 0}),
              grey = lab_of({119, 119, 119});
    CHECK(white.lightness == Approx(100).margin(0.001));
    CHECK(white.a == Approx(0).margin(0.01));
    CHECK(white.b == Approx(0).margin(0.01));
    CHECK(black.lightness == Approx(0).margin(0.001));
    CHECK(grey.lightness == Approx(50.03).margin(0.01));
    const Lab red = lab_of({255, 0, 0});  // as ICC engines have it
    CHECK(red.lightness == Approx(54.29).margin(0.01));
    CHECK(red.a == Approx(80.80).margin(0.05));
    CHECK(red.b == Approx(69.89).margin(0.05));
    CHECK(lightness(linear(119)) == Approx(grey.lightness).margin(0.001));
    CHECK(level_of_linear(linear(200.5)) == Approx(200.5));
    CHECK(level_of_linear(linear(3)) == Approx(3));
}

TEST_CASE("a colour comes back from its levels, unless sRGB cannot hold it") {
    int beyond = 0;
    for (const ReferencePatch& patch : colour_checker()) {
        const double off = difference_2000(lab_of(levels_of(patch.aim)), patch.aim);
        if (off > 0.01) ++beyond;
        CHECK(off < 6);
    }
    CHECK(beyond == 1);  // cyan
}
