#include "stages/dewarp.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "stages/workbench.hpp"
#include "tests/unit/stages/pictures.hpp"
#include "tests/unit/stages/raster_view.hpp"

using namespace nuskha;

namespace {

constexpr double wide = 1240, high = 1754;

// A leaf that rises towards a gutter on the right, more at its foot than at its head.
const Bend gutter{wide,
                  {0, 0, 0, 0, 0, -2, -5, -11, -22, -40},
                  {0, 0, 0, 0, 0, -0.001, -0.002, -0.004, -0.009, -0.016}};

Raster curled(const Raster& flat, const Bend& bend) {
    Raster out(flat.width, flat.height, flat.channels);
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x) {
            const double at = bend.inverse({x + 0.5, y + 0.5}).y - 0.5;
            const int row = std::clamp(static_cast<int>(std::floor(at)), 0, flat.height - 2);
            const double t = std::clamp(at - row, 0.0, 1.0);
            out.row(y)[x] = static_cast<std::uint8_t>(
                std::lround((1 - t) * flat.row(row)[x] + t * flat.row(row + 1)[x]));
        }
    return out;
}

Page dewarped(const Raster& picture) {
    const auto bench = make_workbench();
    Page page = page_of(picture);
    const Geometry geometry = page.geometry;
    const RasterView view(picture, geometry);
    return dewarp_stage.make(Options(dewarp_stage.options), *bench)->run(page, view).front();
}

// How far lines that were level before the leaf was curled rise and fall on the page, pixels.
double departure(const Page& page, const Bend& bend) {
    double worst = 0;
    for (double level = 150; level < high - 150; level += 100) {
        double least = high, most = 0;
        for (double x = 120; x < wide - 100; x += 20) {
            const auto on_page = page.geometry.to_scan().inverse(bend({x, level}));
            REQUIRE(on_page);
            least = std::min(least, on_page->y);
            most = std::max(most, on_page->y);
        }
        worst = std::max(worst, most - least);
    }
    return worst;
}

double number(const Page& page, const std::string& name) {
    for (const Number& n : page.events.back().numbers)
        if (n.name == name) return n.value;
    FAIL("there is no number " << name);
    return 0;
}

std::vector<std::string> full_page() {
    std::vector<std::string> lines;
    while (lines.size() < 18)
        for (const std::string& line : english_lines())
            lines.push_back(line);
    return lines;
}

}  // namespace

TEST_CASE("dewarp flattens a leaf that rises towards the gutter") {
    const Raster picture = curled(written_page(wide, high, full_page()), gutter);
    const double before = departure(page_of(picture), gutter);
    REQUIRE(before > 20);
    const Page page = dewarped(picture);
    INFO(page.events.back().detail);
    CHECK(page.events.back().outcome == "success");
    CHECK(departure(page, gutter) < before / 3);
    CHECK(number(page, "unevenness_after") < number(page, "unevenness_before") / 2);
}

TEST_CASE("dewarp leaves a flat page alone, and one without lines") {
    const Raster flat = written_page(wide, high, full_page());
    const auto left_alone = [](const Raster& picture, const std::string& why) {
        const Page page = dewarped(picture);
        CHECK(page.events.back().outcome == "left alone");
        CHECK(page.events.back().detail == why);
        CHECK(page.geometry == page_of(picture).geometry);
    };
    left_alone(flat, "flat");
    left_alone(written_page(wide, high, {"Three lines of writing", "are too few", "to judge by"}),
               "too few lines to measure a curl");
    Raster drawing(1240, 1754, 1);
    for (int y = 0; y < drawing.height; ++y)
        for (int x = 0; x < drawing.width; ++x)
            drawing.row(y)[x] = static_cast<std::uint8_t>(
                128 + 100 * std::sin(x * 0.031 + y * 0.011) * std::cos(y * 0.043));
    left_alone(drawing, "too few lines to measure a curl");
}

TEST_CASE("dewarp keeps writing that flattening carries over the edge of the page") {
    // All is shifted up near the gutter, as if the scan had been cut close to its foot.
    Bend steep = gutter;
    for (double& shift : steep.shift)
        shift *= 4;
    const Raster whole = curled(written_page(wide, high, full_page()), steep);
    const Page page = dewarped(whole);
    REQUIRE(page.events.back().outcome == "success");
    int lost = 0;
    for (int y = 0; y < whole.height; ++y)
        for (int x = 0; x < whole.width; ++x)
            if (whole.row(y)[x] < 100) {
                const Point p = *page.geometry.to_scan().inverse({x + 0.5, y + 0.5});
                lost += p.y < 0 || p.y > page.geometry.page().height;
            }
    CHECK(lost == 0);
}
