#include "stages/target.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <iterator>

#include "models/failure.hpp"
#include "pipeline/recipe.hpp"
#include "stages/quality/lab.hpp"
#include "stages/stages.hpp"
#include "stages/workbench.hpp"
#include "tests/unit/stages/pictures.hpp"
#include "tests/unit/stages/raster_view.hpp"
#include "tools/preparation/target_chart.hpp"

using namespace nuskha;
using Catch::Contains;

namespace {

constexpr Rect usual{150, 100, 1200, 800};  // where targets lie in pictures of 1500 x 1100
constexpr double inch = 25.4;

class Asked {
  public:
    Asked() {
        set("scans", std::string("*"));
        place(usual, 1500, 1100);
    }
    Asked& set(const char* name, const OptionValue& value) {
        options_.set(name, value, "test");
        return *this;
    }
    Asked& place(const Rect& box, double width, double height) {
        return set("place", NumberRows{{box.x / width, box.y / height, box.width / width,
                                        box.height / height}});
    }
    Asked& chart(const Chart& chart) {
        set("patches", chart.patch_rows());
        set("patch", NumberRows{{chart.patch.width, chart.patch.height}});
        return set("edges", chart.edge_rows());
    }
    std::unique_ptr<Stage> stage() const { return target_stage.make(options_, *make_workbench()); }

  private:
    Options options_{target_stage.options};
};

Page looked_at(const Raster& picture, const Asked& recipe, double ppi = 300) {
    Page page = page_of(picture, {"en"}, ppi);
    page.facts.samples_per_pixel = picture.channels;
    const Geometry geometry = page.geometry;
    return recipe.stage()->run(page, RasterView(picture, geometry)).front();
}

double number(const Page& page, const std::string& name) {
    REQUIRE(page.events.size() == 1);
    const double* value = page.events.back().number(name);
    INFO(name);
    REQUIRE(value);
    return *value;
}

bool has(const Page& page, const std::string& name) {
    return page.events.back().number(name) != nullptr;
}

bool found(const Page& page, const std::string& code) {
    return std::any_of(page.findings.begin(), page.findings.end(),
                       [&](const Finding& finding) { return finding.code == code; });
}

Shot shot_at(const Affine& to_page) {
    Shot shot;
    shot.to_page = to_page;
    shot.noise = 0.7;  // so that rounding to levels does not add up
    return shot;
}

}  // namespace

TEST_CASE("a scan whose recipe declares no target costs nothing and says nothing") {
    const Raster picture = shoot(plain_chart(), shot_at(laid(usual)), Dice(1));
    const Page page = page_of(picture);
    const RasterView view(picture, page.geometry);
    const auto bench = make_workbench();
    Page after = target_stage.make(Options(target_stage.options), *bench)->run(page, view).front();
    CHECK(after.findings.empty());
    CHECK(after.events.empty());
    CHECK(view.renders == 0);
    Options others(target_stage.options);
    others.set("scans", std::string("target*.tif"), "test");
    CHECK(target_stage.make(others, *bench)->run(page, view).front().events.empty());
    CHECK(view.renders == 0);
    Page shown = page;
    shown.id.scan = "front/target_0001.tif";
    CHECK(target_stage.make(others, *bench)->run(shown, view).front().events.size() == 1);
}

TEST_CASE("a faultless ColorChecker reaches the level asked for") {
    const Page page = looked_at(shoot(plain_chart(), shot_at(laid(usual)), Dice(2)), Asked());
    CHECK(page.findings.empty());
    REQUIRE(page.events.size() == 1);
    CHECK(page.events[0].type == "quality review");
    CHECK(page.events[0].outcome == "success");
    CHECK_THAT(page.events[0].detail, Contains("FADGI 2016") && Contains("3 stars reached") &&
                                          Contains("not measured: ") && Contains("sharpening"));
    CHECK(number(page, "level_reached") == 3);  // 300 pixels an inch are too few for 4
    CHECK(number(page, "likeness") > 0.99);
    CHECK(number(page, "tone") < 0.1);
    CHECK(number(page, "colour") < 0.1);
    CHECK(number(page, "white_balance") < 0.2);
    CHECK(number(page, "noise_levels") == Approx(std::hypot(0.7, 0.29)).epsilon(0.05));
    CHECK(number(page, "gain") == Approx(1).margin(0.02));
}

TEST_CASE("known shifts of colour are told patch by patch within 0.1") {
    const Chart chart = plain_chart();
    for (const Lab& shift : {Lab{-4, 0, 0}, Lab{0, 3, 0}, Lab{0, 0, -6}, Lab{2, -2, 4}}) {
        Shot shot = shot_at(laid(usual));
        for (const ReferencePatch& patch : chart.patches)
            shot.painted.push_back({patch.aim.lightness + shift.lightness, patch.aim.a + shift.a,
                                    patch.aim.b + shift.b});
        const Page page = looked_at(shoot(chart, shot, Dice(3)), Asked());
        double sum = 0;
        for (std::size_t i = 0; i < chart.patches.size(); ++i) {
            const Lab aim = lab_of(levels_of(chart.patches[i].aim));
            const double off = difference_2000(seen_of(chart, shot, i), aim);
            CHECK(number(page, "patch_" + std::to_string(i + 1) + "_off") ==
                  Approx(off).margin(0.1));
            sum += off / double(chart.patches.size());
        }
        CHECK(number(page, "colour") == Approx(sum).margin(0.05));
        CHECK(number(page, "tone") == Approx(std::abs(shift.lightness)).margin(0.15));
        CHECK(found(page, "target.tone") == (std::abs(shift.lightness) > 5));
        CHECK(found(page, "target.white-balance") == (number(page, "white_balance") > 4));
    }
}

TEST_CASE("noise of the grey patches is measured as lightness and as levels") {
    const Chart chart = plain_chart();
    for (const double levels : {1.0, 3.0, 8.0}) {
        Shot shot = shot_at(laid(usual));
        shot.noise = levels;
        const Page page = looked_at(shoot(chart, shot, Dice(4)), Asked());
        CHECK(number(page, "noise_levels") == Approx(std::hypot(levels, 0.29)).epsilon(0.05));
        CHECK(number(page, "patch_21_noise") ==
              Approx(noise_in_lightness(seen_of(chart, shot, 20), std::hypot(levels, 0.29)))
                  .epsilon(0.05));
        CHECK(found(page, "target.noise") == (levels > 4));
    }
}

TEST_CASE("a target that lies askew, aside and larger is found; true pixels an inch are told") {
    const Chart chart = plain_chart();
    for (const double degrees : {0.0, 1.7, -2.4})
        for (const double stretch : {0.97, 1.0, 1.03}) {
            Rect box = usual;
            box.x += 33.3;
            box.y -= 21.7;
            box.width *= stretch;
            box.height *= stretch;
            const double ppi = box.width / 100 * inch;  // the target is 100 mm wide
            Asked recipe;
            recipe.set("size_mm", NumberRows{{100, 100.0 * usual.height / usual.width}});
            const Page page =
                looked_at(shoot(chart, shot_at(laid(box, degrees)), Dice(5)), recipe, 304.8);
            CAPTURE(degrees, stretch);
            CHECK(number(page, "colour") < 0.1);
            CHECK(number(page, "true_ppi_x") == Approx(ppi).epsilon(0.001));
            CHECK(number(page, "true_ppi_y") == Approx(ppi).epsilon(0.001));
            CHECK(number(page, "scale_error") == Approx(100 * (304.8 / ppi - 1)).margin(0.1));
            CHECK(found(page, "target.sampling") == (stretch != 1));
        }
}

TEST_CASE("sharpness of both edges, their blur known") {
    const Chart chart = chart_with_edges();
    for (const double sigma : {0.55, 0.8, 1.4}) {
        Shot shot = shot_at(laid(usual, 0.8));
        shot.sigma = sigma;
        const Page page = looked_at(shoot(chart, shot, Dice(6)), Asked().chart(chart));
        CAPTURE(sigma);
        CHECK(number(page, "edge_1_across") == 0);
        CHECK(number(page, "edge_2_across") == 90);
        for (const char* edge : {"edge_1_", "edge_2_"}) {
            CHECK(number(page, std::string(edge) + "mtf50") ==
                  Approx(mtf50_of(sigma)).epsilon(0.03));
            CHECK(number(page, std::string(edge) + "mtf10") ==
                  Approx(std::min(0.5, mtf10_of(sigma))).epsilon(0.03));
        }
        CHECK(number(page, "sharpening") == Approx(1).margin(0.02));
        CHECK(found(page, "target.sharpness") == (sigma > 1));
        CHECK_FALSE(found(page, "target.misregistration"));
        CHECK_FALSE(found(page, "target.not-measured"));
    }
}

TEST_CASE("colour channels that are apart are told") {
    const Chart chart = chart_with_edges();
    Shot shot = shot_at(laid(usual));
    shot.shift[0] = {0.5, 0};
    shot.shift[2] = {-0.2, 0};
    const Page page = looked_at(shoot(chart, shot, Dice(7)), Asked().chart(chart));
    CHECK(number(page, "misregistration") == Approx(0.7).margin(0.03));
    CHECK(found(page, "target.misregistration"));
}

TEST_CASE("a scan that was sharpened is told") {
    const Chart chart = chart_with_edges();
    Shot shot = shot_at(laid(usual));
    shot.sigma = 0.8;
    shot.sharpened = 0.5;
    const Page page = looked_at(shoot(chart, shot, Dice(14)), Asked().chart(chart));
    CHECK(number(page, "sharpening") > 1.1);
    CHECK(found(page, "target.sharpened"));
}

TEST_CASE("what nine of ten patches stay below is told beside the mean") {
    const Chart chart = plain_chart();
    Shot shot = shot_at(laid(usual));
    for (std::size_t i = 0; i < chart.patches.size(); ++i) {
        Lab lab = chart.patches[i].aim;
        if (i % 8 == 5) lab.lightness -= 9;  // three of 24
        shot.painted.push_back(lab);
    }
    Asked strict;
    strict.set("guideline", std::string("fadgi-2023"));
    const Page page = looked_at(shoot(chart, shot, Dice(15)), strict);
    CHECK(number(page, "colour") < 1.5);
    CHECK(number(page, "colour_90") > 7);
    CHECK(found(page, "target.colour"));
}

TEST_CASE("a picture of hardly any pixels is not measured, and nothing breaks") {
    for (const int side : {1, 2, 7, 30}) {
        const Raster picture(side, side, 3);
        Asked asked;
        asked.set("place", NumberRows{{0, 0, 1, 1}}).set("search", 0.15);
        CHECK(found(looked_at(picture, asked), "target.not-found"));
        asked.set("colour_checker", false).set("edges", NumberRows{{0, 0, 1, 1}});
        asked.set("even", NumberRows{{0, 0, 1, 1}});
        CHECK(found(looked_at(picture, asked), "target.not-measured"));
    }
}

TEST_CASE("uneven light is told over what the recipe says is even") {
    Chart sheet;
    sheet.ground = {90, 0, 0};
    for (const double falloff : {0.0, 0.35}) {
        Shot shot = shot_at(laid(usual));
        shot.falloff = falloff;
        Asked recipe;
        recipe.set("colour_checker", false).set("even", NumberRows{{0, 0, 1, 1}});
        const Page page = looked_at(shoot(sheet, shot, Dice(8)), recipe);
        const auto at = [&](double x) {
            return lightness(linear(levels_of({90, 0, 0})[0]) * (1 - falloff * x));
        };
        CHECK(number(page, "light_spread") == Approx(at(1 / 6.0) - at(5 / 6.0)).margin(0.1));
        CHECK(found(page, "target.uneven") == (falloff > 0));
        CHECK_FALSE(has(page, "tone"));
    }
}

TEST_CASE("where there is no target nothing is measured") {
    const Asked recipe;
    Shot turned = shot_at(laid(usual, 180));
    Shot part = shot_at(laid({900, 100, 1200, 800}));
    Raster noise(1500, 1100, 3);
    Dice dice(9);
    for (auto& level : noise.pixels)
        level = static_cast<std::uint8_t>(dice.below(256));
    for (const Raster& picture :
         {written_page(1500, 1100, english_lines()), written_page(1500, 1100, {}), noise,
          shoot(plain_chart(), turned, Dice(1)), shoot(plain_chart(), part, Dice(1))}) {
        const Page page = looked_at(picture, recipe);
        REQUIRE(page.findings.size() == 1);
        CHECK(page.findings[0].code == "target.not-found");
        CHECK(page.events.back().outcome == "left alone");
        CHECK_FALSE(has(page, "tone"));
    }
}

TEST_CASE("a straightened page is not measured") {
    const Raster picture = shoot(plain_chart(), shot_at(laid(usual)), Dice(10));
    Page page = page_of(picture, {"en"}, 300);
    page.geometry = page.geometry.rotated(0.7);
    const Geometry geometry = page.geometry;
    const Page after = Asked().stage()->run(page, RasterView(picture, geometry)).front();
    CHECK(found(after, "target.not-measured"));
    page.geometry = page_of(picture).geometry.turned(2).turned(2).cropped({10, 10, 1480, 1080});
    const Geometry cut = page.geometry;
    Asked recipe;
    recipe.place({140, 90, 1200, 800}, 1480, 1080);
    CHECK(recipe.stage()->run(page, RasterView(picture, cut)).front().findings.empty());
}

TEST_CASE("a grey scan is judged without its colours") {
    const Chart chart = chart_with_edges();
    Shot shot = shot_at(laid(usual));
    shot.grey = true;
    shot.sigma = 0.55;
    const Page page = looked_at(shoot(chart, shot, Dice(11)), Asked().chart(chart));
    CHECK(number(page, "tone") < 0.15);
    CHECK(number(page, "edge_1_mtf50") == Approx(mtf50_of(shot.sigma)).epsilon(0.03));
    for (const char* colour : {"colour", "white_balance", "misregistration"})
        CHECK_FALSE(has(page, colour));
    CHECK(page.findings.empty());
}

TEST_CASE("Metamorfoze judges by its own figures") {
    const Chart chart = chart_with_edges();
    Shot shot = shot_at(laid(usual));
    for (const ReferencePatch& patch : chart.patches)
        shot.painted.push_back({patch.aim.lightness - 2.5, patch.aim.a, patch.aim.b});
    Asked recipe;
    recipe.chart(chart)
        .set("guideline", std::string("metamorfoze"))
        .set("material", std::string("a3"))
        .set("level", std::string("light"));
    const Page page = looked_at(shoot(chart, shot, Dice(12)), recipe);
    CHECK(page.events.back().outcome == "failure");
    CHECK(number(page, "level_reached") == 0);
    REQUIRE(found(page, "target.tone"));
    CHECK_THAT(page.findings[0].sentence,
               Contains("tone response is 2.5") && Contains("at most 2 L*") &&
                   Contains("Metamorfoze Light") && Contains("no level"));
    CHECK_FALSE(found(page, "target.colour"));
    CHECK(number(page, "colour_76") == Approx(2.5).margin(0.1));
}

TEST_CASE("the recipes in the manual can be used as they stand") {
    std::ifstream manual(NUSKHA_SOURCE_DIR "/docs/stages/target.md");
    const std::string text{std::istreambuf_iterator<char>(manual), {}};
    int recipes = 0;
    for (std::size_t at = 0; (at = text.find("```toml\n", at)) != std::string::npos;) {
        at += 8;
        const nuskha::Recipe recipe = parse_recipe(text.substr(at, text.find("```", at) - at),
                                                   "manual", "target.md", all_stages());
        for (const StageUse& use : recipe.stages)
            if (use.info->name == "target")
                recipes += use.info->make(use.options, *make_workbench()) != nullptr;
    }
    CHECK(recipes == 2);
}

TEST_CASE("recipes that cannot be are refused in words") {
    const auto refused = [](const char* name, const OptionValue& value,
                            const NumberRows& patch = {}) -> std::string {
        try {
            Asked recipe;
            if (!patch.empty()) recipe.set("patch", patch);
            recipe.set(name, value).stage();
        } catch (const Failure& failure) {
            CHECK(failure.kind() == Exit::usage);
            return failure.what();
        }
        return "taken";
    };
    const auto rows = [](NumberRows r) { return OptionValue(std::move(r)); };
    CHECK_THAT(refused("place", rows({{0.5, 0, 0.6, 1}})), Contains("beyond the picture"));
    CHECK_THAT(refused("place", rows({{0, 0, 0, 1}})), Contains("no width or height"));
    CHECK_THAT(refused("place", rows({})), Contains("'place' is one row"));
    CHECK_THAT(refused("place", rows({{0, 0, 1, 1}, {0, 0, 1, 1}})), Contains("'place' is one"));
    CHECK_THAT(refused("place", rows({{0, 0, 1}})), Contains("rows of 4 numbers"));
    CHECK_THAT(refused("edges", rows({{0, 0, 0.1, 0.1}, {0.95, 0, 0.1, 0.1}})),
               Contains("row 2 of 'edges'") && Contains("beyond the target"));
    CHECK_THAT(refused("even", rows({{0, 0.9, 0.1, 0.2}})), Contains("beyond the picture"));
    CHECK_THAT(refused("size_mm", rows({{100, 70}, {1, 1}})), Contains("'size_mm' is one row"));
    CHECK_THAT(refused("patches", rows({{0.5, 0.5, 50, 0, 0}})), Contains("by 4 at least"));
    const NumberRows four{
        {0.2, 0.2, 90, 0, 0}, {0.4, 0.2, 60, 0, 0}, {0.6, 0.2, 40, 0, 0}, {0.8, 0.2, 20, 0, 0}};
    CHECK_THAT(refused("patches", rows(four)), Contains("'patch' must say how large"));
    CHECK(refused("patches", rows(four), {{0.1, 0.1}}) == "taken");
    NumberRows beyond = four;
    beyond[2][0] = 0.99;
    CHECK_THAT(refused("patches", rows(beyond), {{0.1, 0.1}}),
               Contains("row 3 of 'patches'") && Contains("beyond the target"));
    beyond[2][0] = -3;
    CHECK_THAT(refused("patches", rows(beyond), {{0.1, 0.1}}), Contains("outside the target"));
    beyond[2] = {0.5, 0.5, 120, 0, 0};
    CHECK_THAT(refused("patches", rows(beyond), {{0.1, 0.1}}), Contains("lightness of 120"));
    CHECK_THAT(refused("guideline", std::string("fagdi")), Contains("known are fadgi-2016"));
    CHECK_THAT(refused("material", std::string("vellum")), Contains("it has bound, bound-rare"));
    CHECK_THAT(refused("level", std::string("5")), Contains("it has 1, 2, 3, 4"));
    CHECK_THAT(refused("level", std::string("")), Contains("has no level ''"));
}
