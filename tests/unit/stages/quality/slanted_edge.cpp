#include "stages/quality/slanted_edge.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "stages/quality/lab.hpp"
#include "tools/samples/dice.hpp"

using namespace nuskha;

namespace {

struct Made {
    double sigma = 1;    // of the Gaussian that blurs, pixels
    double degrees = 5;  // off the axis
    bool upright = true;
    double noise = 0;                   // levels
    double shift[3] = {0, 0, 0};        // of each channel across the edge, pixels
    double dark = 0.05, bright = 0.75;  // light
    int width = 120, height = 100, channels = 3;
    double overshoot = 0;  // of an edge sharpened by hand: light taken from a wider blur
};

double step(double away, double sigma) {
    return sigma > 0  ? 0.5 * (1 + std::erf(away / (sigma * std::numbers::sqrt2)))
           : away < 0 ? 0.0
                      : 1.0;
}

// An edge through the middle, known everywhere without sampling: a step under a Gaussian.
Raster edge(const Made& made) {
    Raster area(made.width, made.height, made.channels);
    Dice dice(11);
    const double turn = made.degrees / 180 * std::numbers::pi;
    for (int y = 0; y < area.height; ++y)
        for (int x = 0; x < area.width; ++x)
            for (int c = 0; c < area.channels; ++c) {
                const double u = x + 0.5 - area.width / 2.0, v = y + 0.5 - area.height / 2.0;
                const double away = (made.upright ? u * std::cos(turn) - v * std::sin(turn)
                                                  : v * std::cos(turn) - u * std::sin(turn)) -
                                    made.shift[c];
                const double s = (1 + made.overshoot) * step(away, made.sigma) -
                                 made.overshoot * step(away, 3 * made.sigma);
                const double level = level_of_linear(made.dark + (made.bright - made.dark) * s) +
                                     (made.noise > 0 ? made.noise * dice.normal() : 0);
                area.row(y)[x * area.channels + c] =
                    static_cast<std::uint8_t>(std::clamp(std::lround(level), 0l, 255l));
            }
    return area;
}

EdgeResponse measured(const Made& made) {
    const EdgeResult result = measure_edge(edge(made));
    INFO(result.fault);
    REQUIRE(result.edge);
    return *result.edge;
}

double frequency(double share, double sigma) {  // where a Gaussian's response is `share`
    return std::sqrt(-std::log(share) / 2) / (std::numbers::pi * sigma);
}

}  // namespace

TEST_CASE("MTF50 and MTF10 of a known Gaussian blur, both ways and at any slant") {
    for (const double sigma : {0.6, 1.0, 1.7, 2.5})
        for (const double degrees : {3.0, -5.0, 8.0, 15.0})
            for (const bool upright : {true, false}) {
                const EdgeResponse found = measured({sigma, degrees, upright});
                CAPTURE(sigma, degrees, upright);
                CHECK(found.upright == upright);
                CHECK(found.slant == Approx(std::abs(degrees)).margin(0.1));
                CHECK(found.mtf50 == Approx(frequency(0.5, sigma)).epsilon(0.03));
                CHECK(found.mtf10 == Approx(std::min(0.5, frequency(0.1, sigma))).epsilon(0.03));
                CHECK(found.peak < 1.01);
                CHECK(found.misregistration < 0.02);
            }
}

TEST_CASE("the response at half sampling is that of the blur") {
    const double wanted = std::exp(-2 * std::pow(std::numbers::pi * 0.6 * 0.5, 2));
    CHECK(measured({0.6}).at_half_sampling == Approx(wanted).margin(0.02));
}

TEST_CASE("noise, grey scans and small areas leave MTF50 within a few per cent") {
    Made noisy{1.2, 5};
    noisy.noise = 2;
    CHECK(measured(noisy).mtf50 == Approx(frequency(0.5, 1.2)).epsilon(0.04));
    Made grey{1.2, 5};
    grey.channels = 1;
    CHECK(measured(grey).mtf50 == Approx(frequency(0.5, 1.2)).epsilon(0.03));
    Made small{1.0, 6};
    small.width = 40;
    small.height = 40;
    CHECK(measured(small).mtf50 == Approx(frequency(0.5, 1.0)).epsilon(0.05));
}

TEST_CASE("sharpening shows as a response above one") {
    Made sharpened{1.0, 5};
    sharpened.dark = 0.2;
    sharpened.bright = 0.6;
    sharpened.overshoot = 0.5;
    double most = 0;
    for (double f = 0; f < 0.5; f += 0.001) {
        const double t = 2 * std::pow(std::numbers::pi * f, 2);
        most = std::max(most, 1.5 * std::exp(-t) - 0.5 * std::exp(-9 * t));
    }
    CHECK(measured(sharpened).peak == Approx(most).epsilon(0.03));
}

TEST_CASE("channels that do not lie on each other are told in pixels") {
    Made apart{1.0, 5};
    apart.shift[0] = 0.4;
    apart.shift[2] = -0.25;
    CHECK(measured(apart).misregistration == Approx(0.65).margin(0.03));
    apart.upright = false;
    CHECK(measured(apart).misregistration == Approx(0.65).margin(0.03));
}

TEST_CASE("what holds no slanted edge is refused with a reason") {
    const auto fault = [](const Made& made) {
        const EdgeResult result = measure_edge(edge(made));
        CHECK_FALSE(result.edge);
        return result.fault;
    };
    Made plain;
    plain.bright = plain.dark;
    CHECK(fault(plain) == "has no edge");
    CHECK(fault({1, 0.3}).find("degrees off the axis") != std::string::npos);
    CHECK(fault({1, 40}) != "");
    Made tiny;
    tiny.width = 12;
    tiny.height = 12;
    CHECK(fault(tiny) == "is only 12 x 12 pixels");
    CHECK_FALSE(measure_edge(Raster()).edge);
}
