// Targets that are scanned with known faults: what the stage measures is compared with the truth,
// and so is each verdict on it. One picture of ten shows no target, or another one.
#include "tools/preparation/target.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <ctime>
#include <fstream>
#include <map>
#include <numbers>
#include <numeric>

#include "models/preservation/guideline.hpp"
#include "pipeline/imaging/scan_view.hpp"
#include "stages/quality/lab.hpp"
#include "stages/quality/target_plan.hpp"
#include "stages/target.hpp"
#include "stages/workbench.hpp"
#include "tools/preparation/sound_pages.hpp"
#include "tools/preparation/target_chart.hpp"

namespace nuskha {
namespace {

constexpr double claimed_ppi = 300;

// What a figure may be off by, on average and in 95 of 100 cases, for the promise to be kept: in its
// own unit, or as a share of the truth.
struct Promise {
    Figure figure;
    bool share;
    double mean, most;
};
constexpr Promise promises[]{
    {Figure::tone, false, 0.1, 0.2},
    {Figure::white_balance, false, 0.1, 0.2},
    {Figure::colour, false, 0.1, 0.2},
    {Figure::noise, true, 0.03, 0.06},
    {Figure::light_spread, false, 0.1, 0.2},
    {Figure::efficiency, true, 0.03, 0.06},
    {Figure::mtf50, true, 0.015, 0.03},
    {Figure::sharpening, false, 0.01, 0.03},
    {Figure::misregistration, false, 0.01, 0.03},
    {Figure::ppi, true, 0.001, 0.002},
};
constexpr double promised_verdicts = 0.99;

struct Case {
    Chart chart;
    Shot shot;
    Rect place;  // as the recipe tells it, page pixels
    Size size_mm;
};

Lab jittered(const Lab& lab, const Lab& all, double own, Dice& dice) {
    return {std::clamp(lab.lightness + all.lightness + own * dice.normal(), 2.0, 98.0),
            lab.a + all.a + own * dice.normal(), lab.b + all.b + own * dice.normal()};
}

Case made(Dice& dice) {
    Case c;
    c.chart = chart_with_edges();
    c.chart.ground = {dice.uniform(15, 60), 0, 0};
    for (ChartEdge& edge : c.chart.edges)
        edge.slant = dice.uniform(5, 9) * (dice.below(2) ? 1 : -1);
    c.shot.width = 1400 + dice.below(400);
    const double wide = dice.uniform(950, 1150), high = wide * dice.uniform(0.7, 0.8);
    c.shot.height = static_cast<int>(high) + 260 + dice.below(200);
    c.place = {dice.uniform(120, c.shot.width - wide - 120),
               dice.uniform(120, c.shot.height - high - 120), wide, high};
    const double stretch = dice.uniform(0.97, 1.03);
    Rect box = c.place;
    box.x += 0.03 * wide * dice.uniform(-1, 1);
    box.y += 0.03 * wide * dice.uniform(-1, 1);
    box.width *= stretch;
    box.height *= stretch;
    c.shot.to_page = laid(box, dice.uniform(-2.5, 2.5));
    const double true_ppi = claimed_ppi * dice.uniform(0.95, 1.05);
    c.size_mm = {box.width / true_ppi * 25.4, box.height / true_ppi * 25.4};
    c.shot.sigma = dice.uniform(0.45, 1.3);
    c.shot.sharpened = dice.below(2) ? dice.uniform(0, 0.5) : 0;
    c.shot.noise = dice.uniform(0.5, 5);
    c.shot.falloff = dice.below(2) ? dice.uniform(0, 0.2) : 0;
    for (Point& shift : c.shot.shift)
        if (dice.below(2)) shift = {dice.uniform(-0.4, 0.4), dice.uniform(-0.4, 0.4)};
    const double cast = dice.uniform(0, 4), own = dice.uniform(0, 3);
    const Lab all{cast * dice.normal(), cast * dice.normal(), cast * dice.normal()};
    for (const ReferencePatch& patch : c.chart.patches)
        c.shot.painted.push_back(jittered(patch.aim, all, own, dice));
    return c;
}

Options recipe_of(const Case& c) {
    Options options(target_options());
    const double w = c.shot.width, h = c.shot.height;
    options.set("scans", std::string("*"), "");
    options.set("place",
                NumberRows{{c.place.x / w, c.place.y / h, c.place.width / w, c.place.height / h}},
                "");
    options.set("patches", c.chart.patch_rows(), "");
    options.set("patch", NumberRows{{c.chart.patch.width, c.chart.patch.height}}, "");
    options.set("edges", c.chart.edge_rows(), "");
    options.set("size_mm", NumberRows{{c.size_mm.width, c.size_mm.height}}, "");
    options.set("even", NumberRows{{0, 0, 1, 32 / h}, {0, 1 - 32 / h, 1, 32 / h}}, "");
    return options;
}

// How far each channel is moved across an edge, pixels.
std::array<double, 3> moved_across(const Case& c, const ChartEdge& edge) {
    const double tilt = std::atan2(c.shot.to_page.yx, c.shot.to_page.xx);
    const double turn = edge.slant / 180 * std::numbers::pi;
    const double way = edge.upright ? tilt - turn : tilt + std::numbers::pi / 2 + turn;
    std::array<double, 3> moved{};
    for (std::size_t i = 0; i < 3; ++i)
        moved[i] = c.shot.shift[i].x * std::cos(way) + c.shot.shift[i].y * std::sin(way);
    return moved;
}

// Of luminance: the blur, sharpened, and less where its channels do not lie on each other.
double response(const Case& c, const ChartEdge& edge, double f) {
    const double t = 2 * std::pow(std::numbers::pi * f * c.shot.sigma, 2);
    const double more = c.shot.sharpened;
    const auto moved = moved_across(c, edge);
    std::complex<double> together = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const double weight = luminance(i == 0, i == 1, i == 2);
        together += weight * std::polar(1.0, -2 * std::numbers::pi * f * moved[i]);
    }
    return std::abs(together) * ((1 + more) * std::exp(-t) - more * std::exp(-9 * t));
}

double falls_to(const Case& c, const ChartEdge& edge, double share) {  // % of half sampling
    for (double f = 0; f < 0.5; f += 0.0002)
        if (response(c, edge, f) < share) return 200 * f;
    return 100;
}

void put_edges(std::map<Figure, double>& truth, const Case& c) {
    double mtf50 = 50, efficiency = 100, sharpening = 1, apart = 0;
    for (const ChartEdge& edge : c.chart.edges) {
        const double own = falls_to(c, edge, 0.5);
        if (std::abs(own - 50) > std::abs(mtf50 - 50)) mtf50 = own;
        efficiency = std::min(efficiency, falls_to(c, edge, 0.1));
        for (double f = 0; f <= 0.5; f += 0.001)
            sharpening = std::max(sharpening, response(c, edge, f));
        const auto moved = moved_across(c, edge);
        const auto [low, high] = std::minmax_element(moved.begin(), moved.end());
        apart = std::max(apart, *high - *low);
    }
    truth[Figure::mtf50] = mtf50;
    truth[Figure::efficiency] = efficiency;
    truth[Figure::sharpening] = sharpening;
    truth[Figure::misregistration] = apart;
}

std::map<Figure, double> truth_of(const Case& c) {
    std::map<Figure, double> truth;
    double& tone = truth[Figure::tone];
    double& white = truth[Figure::white_balance];
    double& colour = truth[Figure::colour];
    double& noise = truth[Figure::noise];
    for (std::size_t i = 0; i < c.chart.patches.size(); ++i) {
        const Lab& listed = c.chart.patches[i].aim;
        const Lab aim = lab_of(levels_of(listed));
        const Lab seen = seen_of(c.chart, c.shot, i);
        colour += difference_2000(seen, aim) / double(c.chart.patches.size());
        if (std::hypot(listed.a, listed.b) >= 5) continue;
        tone = std::max(tone, std::abs(seen.lightness - aim.lightness));
        white = std::max(white, difference_2000({aim.lightness, seen.a, seen.b}, aim));
        noise = std::max(noise, noise_in_lightness(seen, std::hypot(c.shot.noise, 0.29)));
    }
    put_edges(truth, c);
    const Affine& a = c.shot.to_page;
    truth[Figure::ppi] = std::hypot(a.xx, a.yx) / c.size_mm.width * 25.4;
    const double ground = linear(levels_of(c.chart.ground)[1]);
    const auto at = [&](double x) { return lightness(ground * (1 - c.shot.falloff * x)); };
    truth[Figure::light_spread] = at(1 / 6.0) - at(5 / 6.0);
    return truth;
}

Page page_with(const Raster& picture) {
    Page page = page_of(picture);
    page.facts.ppi_x = page.facts.ppi_y = claimed_ppi;
    page.facts.samples_per_pixel = picture.channels;
    return page;
}

struct Looked {
    Page page;
    double milliseconds = 0;
};

Looked looked_at(const Raster& picture, const Options& options) {
    const auto bench = make_workbench();
    const auto stage = target_stage.make(options, *bench);
    const Page page = page_with(picture);
    const ScanPixels pixels(picture);
    const std::clock_t began = std::clock();
    Page after = stage->run(page, ScanView(pixels, page.geometry)).front();
    return {std::move(after), 1000.0 * double(std::clock() - began) / CLOCKS_PER_SEC};
}

bool was_found(const Page& page) {
    return page.events.back().outcome != "left alone";
}

// Not the target that the recipe means: sound pages, blank ones, and charts with patches changed
// about.
Raster something_else(int number, const SoundPages& pages, const Case& c, Dice& dice) {
    if (number % 3 == 0) return pages.scan(number, {true, false}).pixels;
    if (number % 3 == 1) return pages.blank_scan(number).pixels;
    Case other = c;
    dice.shuffle(other.shot.painted);
    return shoot(other.chart, other.shot, Dice(dice.next()));
}

struct Tally {
    std::vector<double> off;
    int wrong = 0;
    double farthest = 0;  // of the truth from the limit, where a verdict was wrong

    int count() const { return static_cast<int>(off.size()); }
    double mean() const {
        return std::accumulate(off.begin(), off.end(), 0.0) / double(off.size());
    }
    double within(double share) const {  // that share of the cases is off by no more
        std::vector<double> sorted = off;
        std::sort(sorted.begin(), sorted.end());
        return sorted.at(static_cast<std::size_t>(std::ceil(share * double(sorted.size()))) - 1);
    }
};

void take(Tally& tally, const Promise& promise, double value, double truth, const Limit* limit) {
    tally.off.push_back(std::abs(value - truth) / (promise.share ? std::max(truth, 1e-9) : 1));
    if (!limit || limit->kept_by(value) == limit->kept_by(truth)) return;
    ++tally.wrong;
    const double to_limit = std::min(std::abs(truth - limit->least), std::abs(truth - limit->most));
    tally.farthest = std::max(tally.farthest, to_limit);
}

// Prints a row; whether the promise is kept.
bool told(const Promise& promise, const Tally& tally) {
    if (tally.off.empty()) return false;
    const auto said = [&](double off) {
        return promise.share ? fmt::format("{:.2f} %", 100 * off) : fmt::format("{:.3f}", off);
    };
    fmt::print("{:<18} {:>6} {:>9} {:>11} {:>9} {:>7} {:>18}\n", info_of(promise.figure).name,
               tally.count(), said(tally.mean()), said(tally.within(0.95)), said(tally.within(1)),
               tally.wrong, tally.wrong ? fmt::format("{:.3f}", tally.farthest) : "");
    return tally.mean() <= promise.mean && tally.within(0.95) <= promise.most;
}

}  // namespace

bool measure_targets(const PartPlan& plan) {
    const int count = plan.count > 0 ? plan.count : 300;
    const SoundPages pages(plan.seed, true);
    std::ofstream csv(plan.out / "target.csv");
    csv << "case,shows,found,likeness,sides,ms";
    for (const Promise& p : promises)
        fmt::print(csv, ",{0}_true,{0}", info_of(p.figure).name);
    csv << "\n";
    std::map<Figure, Tally> tallies;
    int shown = 0, missed = 0, absent = 0, invented = 0;
    double milliseconds = 0;
    for (int i = 0; i < count; ++i) {
        Dice dice = Dice(plan.seed).named(fmt::format("target {}", i));
        const Case c = made(dice);
        const bool shows = i % 10 != 9;
        const Options options = recipe_of(c);
        const Raster picture = shows ? shoot(c.chart, c.shot, Dice(dice.next()))
                                     : something_else(i / 10, pages, c, dice);
        const Looked looked = looked_at(picture, options);
        const bool found = was_found(looked.page);
        const Event& event = looked.page.events.back();
        fmt::print(csv, "{},{},{},{:.4f},{},{:.1f}", i, shows ? 1 : 0, found ? 1 : 0,
                   *event.number("likeness"), found ? *event.number("sides") : 0,
                   looked.milliseconds);
        (shows ? shown : absent) += 1;
        missed += shows && !found;
        invented += !shows && found;
        if (shows && found) {
            milliseconds += looked.milliseconds;
            const auto truth = truth_of(c);
            const TargetPlan recipe = target_plan(options);
            for (const Promise& p : promises) {
                const double* value = event.number(std::string(info_of(p.figure).name));
                fmt::print(csv, ",{:.4f},{}", truth.at(p.figure),
                           value ? fmt::format("{:.4f}", *value) : "");
                if (value)
                    take(tallies[p.figure], p, *value, truth.at(p.figure),
                         recipe.wanted().of(p.figure));
            }
        }
        csv << "\n";
    }
    fmt::print("{:<18} {:>6} {:>9} {:>11} {:>9} {:>7} {:>18}\n", "figure", "count", "mean off",
               "95 % within", "worst", "wrong", "farthest of those");
    bool kept = missed == 0 && invented == 0 && shown > 0;
    int verdicts = 0, wrong = 0;
    for (const Promise& p : promises) {
        const Tally& tally = tallies[p.figure];
        kept = told(p, tally) && tally.count() == shown - missed && kept;
        verdicts += tally.count();
        wrong += tally.wrong;
    }
    fmt::print("targets: {} shown, {} of them missed; {} not shown, {} of those found\n", shown,
               missed, absent, invented);
    fmt::print("verdicts (FADGI 2016, 3 stars): {} of {} right; {:.0f} ms a target\n",
               verdicts - wrong, verdicts, milliseconds / std::max(shown - missed, 1));
    return kept && wrong <= (1 - promised_verdicts) * verdicts;
}

}  // namespace nuskha
