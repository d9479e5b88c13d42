#include "stages/tone.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "stages/workbench.hpp"
#include "stages/working_picture.hpp"
#include "tests/unit/stages/pictures.hpp"
#include "tests/unit/stages/raster_view.hpp"

using namespace nuskha;

namespace {

// Light that falls off to the right, to a third.
Raster shaded(Raster picture) {
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x)
            picture.row(y)[x] = static_cast<std::uint8_t>(picture.row(y)[x] *
                                                          (1 - 0.67 * x / double(picture.width)));
    return picture;
}

// How much the brightest tenth and the darkest tenth of the paper between the lines differ.
int unevenness(const Raster& picture) {
    std::vector<int> paper;
    for (int y = 0; y < picture.height; y += 5)
        for (int x = 60; x < picture.width - 60; x += 40) {
            int brightest = 0;
            for (int dx = -20; dx < 20; ++dx)
                brightest = std::max(brightest, int(picture.row(y)[x + dx]));
            paper.push_back(brightest);
        }
    std::sort(paper.begin(), paper.end());
    return paper[paper.size() * 9 / 10] - paper[paper.size() / 10];
}

Raster worked_on(const Raster& picture, const WorkingTone& plan) {
    const Size size{double(picture.width), double(picture.height)};
    return working_picture(picture, {0, 0, size.width, size.height}, size, measure_tone(picture),
                           plan, 150);
}

Page toned(const Raster& picture, const std::vector<Override>& overrides = {}) {
    const auto bench = make_workbench();
    Page page = page_of(picture);
    page.overrides = overrides;
    const Geometry geometry = page.geometry;
    const RasterView view(picture, geometry);
    return tone_stage.make(Options(tone_stage.options), *bench)->run(page, view).front();
}

}  // namespace

TEST_CASE("working picture: paper under falling light becomes level, ink stays ink") {
    const Raster page = shaded(written_page(1240, 1754, english_lines()));
    REQUIRE(unevenness(page) > 60);
    const Raster level = worked_on(page, {true, 0, 0, false});
    CHECK(unevenness(level) < 12);
    CHECK(*std::min_element(level.pixels.begin(), level.pixels.end()) < 80);
    // no plan, no change
    CHECK(worked_on(page, {}).pixels == page.pixels);
}

TEST_CASE("working picture: an area is made like the same area of the whole") {
    const Raster page = shaded(written_page(1240, 1754, english_lines()));
    const PaperTone tone = measure_tone(page);
    const Size size{1240, 1754};
    const WorkingTone plan{true, 0.15, 0, false};
    const Raster whole = working_picture(page, {0, 0, 1240, 1754}, size, tone, plan, 150);
    Raster part(300, 200, 1);
    for (int y = 0; y < 200; ++y)
        std::copy_n(page.row(700 + y) + 500, 300, part.row(y));
    const Raster made = working_picture(part, {500, 700, 300, 200}, size, tone, plan, 150);
    int worst = 0;
    for (int y = 0; y < 200; ++y)
        for (int x = 0; x < 300; ++x)
            worst = std::max(worst, std::abs(made.row(y)[x] - whole.row(700 + y)[500 + x]));
    CHECK(worst <= 2);
}

TEST_CASE("working picture: faint marks and lone specks go, dots by letters stay") {
    Raster page = written_page(1240, 1754, english_lines());
    const auto spot = [&](int x, int y, int side, int level) {
        for (int dy = 0; dy < side; ++dy)
            for (int dx = 0; dx < side; ++dx)
                page.row(y + dy)[x + dx] = static_cast<std::uint8_t>(level);
    };
    spot(1100, 1600, 40, 215);  // shows through from the other side
    spot(1180, 1650, 1, 40);    // a speck
    const Raster clean = worked_on(page, {true, 0.15, 0.05, false});
    CHECK(int(clean.row(1620)[1120]) >= 240);
    CHECK(int(clean.row(1650)[1180]) >= 200);
    int kept = 0, all = 0;  // dark pixels of the letters, dots of i among them
    for (int y = 0; y < 1500; ++y)
        for (int x = 0; x < 1240; ++x)
            if (page.row(y)[x] < 80) {
                ++all;
                kept += clean.row(y)[x] < 140;
            }
    REQUIRE(all > 1000);
    CHECK(kept == all);
    const Raster two = worked_on(page, {true, 0, 0, true});
    CHECK(std::all_of(two.pixels.begin(), two.pixels.end(),
                      [](std::uint8_t v) { return v == 0 || v == 255; }));
}

TEST_CASE("tone leaves alone what reads well, what cannot be tried, and what staff wants left") {
    const auto left_alone = [](const Page& page, const std::string& why) {
        CHECK(page.events.back().outcome == "left alone");
        CHECK(page.events.back().detail == why);
        CHECK(page.tone == WorkingTone{});
    };
    left_alone(toned(Raster(1240, 1754, 1)), "too few lines to try");
    left_alone(toned(written_page(1240, 1754, english_lines()),
                     {{0, -1, "tone", {}, "none", "overrides.toml:3"}}),
               "staff decided so in overrides.toml");
}

TEST_CASE("tone reads nothing where lines of the page were found legible before") {
    const Raster picture = shaded(written_page(1240, 1754, english_lines()));
    const auto bench = make_workbench();
    const auto stage = tone_stage.make(Options(tone_stage.options), *bench);
    const Page page = page_of(picture);
    const Geometry geometry = page.geometry;
    const RasterView view(picture, geometry);
    const auto renders_with = [&](const EngineBench::LineRead& line) {
        engines_of(*bench).remember_lines(page, {line});
        const int before = view.renders;
        stage->run(page, view);
        return view.renders - before;
    };
    CHECK(renders_with({{600, 300}, {"", 0.9}, "en"}) == 1);  // the overview, for faint marks
    CHECK(renders_with({{600, 300}, {"", 0.7}, "en"}) > 1);   // it was hard to read
    CHECK(renders_with({{5000, 300}, {"", 0.9}, "en"}) > 1);  // it lies on another page of the scan
}

TEST_CASE(
    "what shows through from the other side is removed though lines that stand clear read well") {
    const Raster clear = written_page(1240, 1754, english_lines());
    Raster picture = clear;  // the other side's lines, mirrored, between those of the page
    for (int y = 20; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x)
            if (clear.row(y - 20)[picture.width - 1 - x] < 100)
                picture.row(y)[x] = std::min<std::uint8_t>(picture.row(y)[x], 205);
    const auto tone_of = [](const Raster& seen, int bits) {
        const auto bench = make_workbench();
        Page page = page_of(seen);
        page.facts.bits_per_sample = bits;
        const Geometry geometry = page.geometry;
        const RasterView view(seen, geometry);
        engines_of(*bench).remember_lines(page, {{{600, 300}, {"", 0.9}, "en"}});
        return tone_stage.make(Options(tone_stage.options), *bench)->run(page, view).front().tone;
    };
    CHECK(tone_of(picture, 8) == WorkingTone{true, 0.15, 0, false});
    CHECK(tone_of(clear, 8) == WorkingTone{});
    CHECK(tone_of(blurred(clear, 2), 8) == WorkingTone{});  // rims of letters are not told for it
    CHECK(tone_of(picture, 1) == WorkingTone{});
    Raster edges = clear;  // those of the leaves below, beside the writing
    for (int y = 0; y < edges.height; ++y)
        for (int x = 0; x < 80; ++x)
            if (x % 8 < 3) edges.row(y)[x] = edges.row(y)[edges.width - 1 - x] = 205;
    CHECK(tone_of(edges, 8) == WorkingTone{});
}

TEST_CASE("the overview is that of the tones in which the page is read") {
    Raster picture = written_page(1240, 1754, english_lines());
    for (int y = 1600; y < 1640; ++y)
        for (int x = 1000; x < 1040; ++x)
            picture.row(y)[x] = 215;  // shows through
    Page page = page_of(picture);
    const Geometry geometry = page.geometry;
    const RasterView view(picture, geometry);
    const auto level = [&] {
        const Raster seen = toned_overview(page, view, 1600);
        return int(seen.row(1620 * seen.height / 1754)[1020 * seen.width / 1240]);
    };
    CHECK(level() < 225);
    page.tone = WorkingTone{true, 0.15, 0, false};
    CHECK(level() >= 240);
}

TEST_CASE("tone tries only specks on a scan that is black and white already") {
    const Raster picture = blurred(shaded(written_page(1240, 1754, english_lines())), 4);
    const auto bench = make_workbench();
    const auto stage = tone_stage.make(Options(tone_stage.options), *bench);
    const Geometry geometry = page_of(picture).geometry;
    const RasterView view(picture, geometry);
    const auto renders_at = [&](int bits) {
        Page page = page_of(picture);
        page.facts.bits_per_sample = bits;
        const int before = view.renders;
        stage->run(page, view);
        return view.renders - before;
    };
    const int eight = renders_at(8), one = renders_at(1);
    REQUIRE(one > 0);
    CHECK(one < eight);
}
