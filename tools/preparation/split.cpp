#include "tools/preparation/split.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <map>

#include "models/failure.hpp"
#include "pipeline/imaging/scan_view.hpp"
#include "stages/split.hpp"
#include "stages/workbench.hpp"
#include "tools/measuring/program.hpp"
#include "tools/preparation/desk.hpp"

namespace nuskha {
namespace {

// How far p lies inside the page, pixels; below 0 = outside.
double inside(const Geometry& page, Point p) {
    const Rect at = page.on_page(Rect{p.x, p.y, 1e-9, 1e-9}).value_or(Rect{-1e9, -1e9, 0, 0});
    return std::min({at.x, at.y, page.page().width - at.x, page.page().height - at.y});
}

int words_cut(const Geometry& page, const DeskLeaf& leaf, const Size& scan) {
    int cut = 0;
    for (const Quad& word : leaf.words) {
        const auto off_scan = [&](Point p) {
            return p.x < 0 || p.y < 0 || p.x > scan.width || p.y > scan.height;
        };
        if (std::any_of(word.begin(), word.end(), off_scan)) continue;
        cut += std::any_of(word.begin(), word.end(), [&](Point p) { return inside(page, p) < -1; });
    }
    return cut;
}

struct Verdict {
    bool right = false;    // two pages of an opening, one of a single sheet
    bool in_order = true;  // the first page is the one that is read first
    double off = 0;  // of the cut from the gutter, share of the scan's width, at its worse end
    int cut = 0;     // words that are not whole on the page they belong to
    double milliseconds = 0;   // CPU, overview included
    std::string why, numbers;  // of the event: aspect, gutter_depth, corridor, crossings
};

double cpu_milliseconds() {
    return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// Distance of the cut from the true gutter at the gutter's two ends: the cut is the edge that the
// left page has on its right.
double off_gutter(const Geometry& left, double overlap, const Desk& desk) {
    double worst = 0;
    for (const Point end : {desk.gutter->first, desk.gutter->second}) {
        const Rect at = left.on_page(Rect{end.x, end.y, 1e-9, 1e-9}).value_or(Rect{});
        worst = std::max(worst, std::abs(at.x - (left.page().width - overlap)));
    }
    return worst / desk.scan.width;
}

Verdict judged(Stage& stage, const Desk& desk) {
    Page page;
    page.id = {"bench", "desk.tif", 0, 0};
    page.languages = {desk.language};
    page.geometry = Geometry({double(desk.scan.width), double(desk.scan.height)}, 1);
    const Geometry whole = page.geometry;
    const ScanPixels pixels(desk.scan);
    const double began = cpu_milliseconds();
    const std::vector<Page> pages = stage.run(page, ScanView(pixels, page.geometry));
    Verdict verdict;
    verdict.milliseconds = cpu_milliseconds() - began;
    const Event& event = pages.front().events.back();
    verdict.why = event.detail;
    for (const char* name : {"aspect", "gutter_depth", "corridor", "crossings"})
        verdict.numbers += fmt::format("{:.3f},", *event.number(name));
    verdict.right = pages.size() == desk.leaves.size();
    if (!verdict.right || pages.size() != 2) return verdict;
    const bool right_first = desk.language == "az-Arab";
    const Geometry &left = pages[right_first ? 1 : 0].geometry,
                   &right = pages[right_first ? 0 : 1].geometry;
    const auto middle = [](const Geometry& g) {
        return g.on_scan(Point{g.page().width / 2, g.page().height / 2}).x;
    };
    verdict.in_order = middle(left) < middle(right);
    verdict.off = off_gutter(left, 0.002 * desk.scan.width, desk);
    verdict.cut = words_cut(left, desk.leaves[0], whole.scan()) +
                  words_cut(right, desk.leaves[1], whole.scan());
    return verdict;
}

struct Tally {
    int count = 0, wrong = 0, disordered = 0, near = 0, cut = 0;
    double off = 0, worst = 0, milliseconds = 0;
};

}  // namespace

bool measure_split(const PartPlan& plan) {
    const int each = plan.count > 0 ? plan.count / 2 : 300;
    const auto bench = make_workbench();
    const auto stage = split_stage.make(Options(split_stage.options), *bench);
    std::ofstream csv(plan.out / "split.csv");
    csv << "number,kind,bed,language,skew_deg,right,in_order,gutter_off,words_cut,cpu_ms,aspect,"
           "gutter_depth,"
           "corridor,crossings,why\n";
    std::map<std::string, Tally> tallies;
    Tally all;
    const Dice dice = Dice(plan.seed).named("split");
    for (int i = 0; i < 2 * each; ++i) {
        if (!plan.wants(std::to_string(i))) continue;
        const Desk desk = i < each ? opened_book(dice.named(fmt::format("opening {}", i)))
                                   : single_sheet(i - each, dice.named(fmt::format("sheet {}", i)));
        const Verdict v = judged(*stage, desk);
        if (!plan.only.empty()) write_pgm(desk.scan, plan.out / fmt::format("split-{}.pgm", i));
        csv << fmt::format("{},{},{},{},{:.2f},{},{},{:.5f},{},{:.1f},{}{}\n", i, desk.kind,
                           desk.bed, desk.language, desk.skew_deg, v.right ? 1 : 0,
                           v.in_order ? 1 : 0, v.off, v.cut, v.milliseconds, v.numbers, v.why);
        for (Tally* t : {&tallies[desk.kind], &all}) {
            ++t->count;
            t->wrong += !v.right;
            t->disordered += !v.in_order;
            t->near += v.off <= 0.01;
            t->cut += v.cut;
            t->off += v.off;
            t->worst = std::max(t->worst, v.off);
            t->milliseconds += v.milliseconds;
        }
    }
    if (all.count == 0)
        throw Failure(Exit::usage, fmt::format("split: there is no picture '{}' among the first {}",
                                               plan.only, 2 * each));
    fmt::print("{:<16} {:>6} {:>6} {:>6} {:>10} {:>10} {:>10} {:>6}\n", "kind", "count", "wrong",
               "order", "gutter", "worst", "words cut", "ms");
    const auto row = [](const std::string& name, const Tally& t) {
        fmt::print("{:<16} {:>6} {:>6} {:>6} {:>9.2f}% {:>9.2f}% {:>10} {:>6.1f}\n", name, t.count,
                   t.wrong, t.disordered, 100 * t.off / t.count, 100 * t.worst, t.cut,
                   t.milliseconds / t.count);
    };
    for (const auto& [kind, tally] : tallies)
        row(kind, tally);
    row("all", all);
    return all.wrong == 0 && all.disordered == 0 && all.near == all.count && all.cut == 0;
}

}  // namespace nuskha
