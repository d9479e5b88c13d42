#include "tools/preparation/frame.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <map>
#include <opencv2/imgproc.hpp>

#include "models/failure.hpp"
#include "pipeline/imaging/scan_view.hpp"
#include "stages/crop.hpp"
#include "stages/workbench.hpp"
#include "tools/measuring/program.hpp"
#include "tools/preparation/desk.hpp"

namespace nuskha {
namespace {

std::vector<cv::Point2f> polygon(const Quad& quad) {
    std::vector<cv::Point2f> points;
    for (const Point& p : quad)
        points.emplace_back(static_cast<float>(p.x), static_cast<float>(p.y));
    return points;
}

double overlap_of(const Quad& a, const Quad& b) {  // intersection over union
    std::vector<cv::Point2f> both;
    const double common = cv::intersectConvexConvex(polygon(a), polygon(b), both);
    return common / (cv::contourArea(polygon(a)) + cv::contourArea(polygon(b)) - common);
}

int words_cut(const Geometry& page, const DeskLeaf& leaf) {
    const Size size = page.page();
    int cut = 0;
    for (const Quad& word : leaf.words)
        cut += std::any_of(word.begin(), word.end(), [&](Point p) {
            const Rect at = page.on_page(Rect{p.x, p.y, 1e-9, 1e-9}).value_or(Rect{-9, -9, 0, 0});
            return std::min({at.x, at.y, size.width - at.x, size.height - at.y}) < -1;
        });
    return cut;
}

// Pixels of bed left on each side of the leaf (left, top, right, bottom); below 0 where leaf is cut.
Rect bed_around(const Geometry& page, const Quad& outline) {
    Quad on_page;
    for (std::size_t i = 0; i < outline.size(); ++i)
        on_page[i] = page.to_scan().inverse(outline[i]).value_or(Point{});
    const auto [tl, tr, br, bl] = on_page;
    return {(tl.x + bl.x) / 2, (tl.y + tr.y) / 2, page.page().width - (tr.x + br.x) / 2,
            page.page().height - (bl.y + br.y) / 2};
}

struct Tally {
    int count = 0, below = 0, left_alone = 0, cut = 0;
    double overlap = 0, worst = 1, milliseconds = 0;
};

}  // namespace

bool measure_frame(const PartPlan& plan) {
    const int count = plan.count > 0 ? plan.count : 300;
    const auto bench = make_workbench();
    const auto stage = crop_stage.make(Options(crop_stage.options), *bench);
    std::ofstream csv(plan.out / "frame.csv");
    csv << "number,bed,with,language,skew_deg,iou,bed_left,bed_top,bed_right,bed_bottom,"
           "words_cut,cpu_ms,outcome,detail\n";
    std::map<std::string, Tally> tallies;
    const Dice dice = Dice(plan.seed).named("frame");
    for (int i = 0; i < count; ++i) {
        if (!plan.wants(std::to_string(i))) continue;
        Dice own = dice.named(fmt::format("leaf {}", i));
        const Desk desk = bedded_leaf(i, own);
        Page page;
        page.id = {"bench", "desk.tif", 0, 0};
        page.languages = {desk.language};
        // As deskew leaves it: straight to within a twentieth of a degree or so.
        page.geometry = Geometry({double(desk.scan.width), double(desk.scan.height)}, 1)
                            .rotated(-desk.skew_deg + 0.05 * own.named("deskew").normal());
        const ScanPixels pixels(desk.scan);
        const ScanView view(pixels, page.geometry);
        if (!plan.only.empty())  // as the stage sees it
            write_pgm(view.overview(1000), plan.out / fmt::format("frame-{}.pgm", i));
        const std::clock_t began = std::clock();
        const Page done = stage->run(page, view).front();
        const double ms = 1000.0 * static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
        const Size size = done.geometry.page();
        const double iou = overlap_of(done.geometry.on_scan({0, 0, size.width, size.height}),
                                      desk.leaves.front().outline);
        const int cut = words_cut(done.geometry, desk.leaves.front());
        const Event& event = done.events.back();
        const Rect bed = bed_around(done.geometry, desk.leaves.front().outline);
        csv << fmt::format(
            "{},{},{},{},{:.2f},{:.4f},{:.1f},{:.1f},{:.1f},{:.1f},{},{:.1f},{},{}\n", i, desk.bed,
            desk.kind, desk.language, desk.skew_deg, iou, bed.x, bed.y, bed.width, bed.height, cut,
            ms, event.outcome, event.detail);
        for (const std::string& name : {"bed " + desk.bed, "with " + desk.kind, std::string("~")}) {
            Tally& t = tallies[name];
            ++t.count;
            t.below += iou < 0.95;
            t.left_alone += event.outcome != "success";
            t.cut += cut;
            t.overlap += iou;
            t.worst = std::min(t.worst, iou);
            t.milliseconds += ms;
        }
    }
    if (tallies.empty())
        throw Failure(Exit::usage, fmt::format("frame: there is no picture '{}' among the first {}",
                                               plan.only, count));
    fmt::print("{:<16} {:>6} {:>10} {:>8} {:>10} {:>10} {:>10} {:>6}\n", "", "count", "mean IoU",
               "worst", "below .95", "left alone", "words cut", "ms");
    for (const auto& [name, t] : tallies)
        fmt::print("{:<16} {:>6} {:>10.4f} {:>8.4f} {:>10} {:>10} {:>10} {:>6.1f}\n",
                   name == "~" ? "all" : name, t.count, t.overlap / t.count, t.worst, t.below,
                   t.left_alone, t.cut, t.milliseconds / t.count);
    const Tally& all = tallies["~"];
    return all.overlap / all.count >= 0.98 && all.cut == 0;
}

}  // namespace nuskha
