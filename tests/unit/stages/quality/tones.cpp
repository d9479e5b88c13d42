#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/stages/inspected.hpp"

using namespace nuskha;

namespace {

// A page on yellow paper under light that falls off to the right. Lit too much, its red and green
// are lost over most of it, but not its blue.
Raster yellow_page(int light) {
    const Raster page = written_page(1240, 1754, english_lines(), 200, 40);
    Raster out(page.width, page.height, 3);
    for (int y = 0; y < page.height; ++y)
        for (int x = 0; x < page.width; ++x) {
            const int level = page.row(y)[x] + light - x / 14;
            const std::array channels{level + 10, level, std::min(level, 255) - 25};
            for (int c = 0; c < 3; ++c)
                out.row(y)[3 * x + c] = static_cast<std::uint8_t>(
                    std::clamp(channels[static_cast<std::size_t>(c)], 0, 255));
        }
    return out;
}

}  // namespace

TEST_CASE("inspect sees that yellow paper has lost its tones though some blue is left") {
    const Page burnt = inspected(yellow_page(120));
    CHECK(number(burnt, "white_share") > 0.5);
    CHECK(found(burnt, "image.clipped-highlights"));
    const Page sound = inspected(yellow_page(30));
    CHECK(number(sound, "white_share") == 0);
    CHECK_FALSE(found(sound, "image.clipped-highlights"));
}
