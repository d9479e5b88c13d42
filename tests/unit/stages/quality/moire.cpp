#include "stages/quality/moire.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "tests/unit/stages/inspected.hpp"

using namespace nuskha;

namespace {

constexpr int side = 360;  // of the picture, pixels: hardly more than what is looked at at once

// A page of writing with a soft picture in it, to which `more` adds levels.
template <class More>
Raster with_picture(More&& more) {
    Raster page = written_page(1240, 1754, english_lines());
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const double tone = 120 + 25 * std::sin(x / 90.0) + 20 * std::cos(y / 70.0);
            page.row(1105 + y)[335 + x] = static_cast<std::uint8_t>(tone + more(x, y));
        }
    return grained(blurred(page, 0.7), 2);
}

double wave(double along, double period) {
    return 6 * std::sin(2 * std::numbers::pi * along / period);
}

}  // namespace

TEST_CASE("inspect finds moire over a small picture, whichever way and place") {
    for (const double degrees : {0.0, 20.0, 45.0}) {
        const double c = std::cos(degrees / 180 * std::numbers::pi),
                     s = std::sin(degrees / 180 * std::numbers::pi);
        const Page seen = inspected(with_picture(
            [&](int x, int y) { return wave(c * x + s * y, 13) + wave(c * y - s * x, 13); }));
        INFO("waves at " << degrees << " degrees");
        CHECK(found(seen, "image.moire"));
        CHECK(number(seen, "moire_period") == Approx(13).margin(1));
    }
}

TEST_CASE("inspect takes neither hatching, nor a picture's own edges for moire") {
    CHECK_FALSE(found(inspected(with_picture([](int, int) { return 0; })), "image.moire"));
    CHECK_FALSE(found(inspected(with_picture([](int x, int y) { return wave(x + 0.3 * y, 13); })),
                      "image.moire"));
    const Page edges = inspected(with_picture([](int x, int y) {
        return (x > 90) * 45 - (x > 250) * 60 + (y > 140) * 50 - (y > 300) * 30;
    }));
    CHECK_FALSE(found(edges, "image.moire"));
}
