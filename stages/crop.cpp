#include "stages/crop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "models/failure.hpp"
#include "stages/bands.hpp"
#include "stages/ink.hpp"
#include "stages/leaf_edges.hpp"
#include "stages/notes.hpp"

namespace nuskha {
namespace {

const auto options = std::to_array<OptionSpec>({
    {"min_step", 4.0, "by how much the leaf must differ from the bed beside it, levels of 255", 1,
     255},
    {"max_unrest", 25.0, "a bed whose brightness varies more is not believed, levels of 255", 0,
     255},
    {"most_lean", 2.0, "how far a side of the leaf may lean, degrees", 0.1, 10},
    {"min_gutter", 0.1,
     "how much darker than the leaf a gutter before the facing page must be, share of brightness",
     0.02, 1},
    {"most_facing", 0.15, "how much of the picture's width the facing page may take", 0, 0.4},
    {"min_leaf", 0.4, "a leaf smaller than this share of the picture is not believed", 0.05, 1},
    {"min_bed", 0.01, "less bed than this share of the picture is not worth cutting", 0, 0.5},
    {"min_side", 300.0, "a picture with a shorter side is no page on a bed, pixels", 0, 5000},
    {"margin", 0.001, "bed that is kept around the leaf, share of the longest side", 0, 0.1},
    {"ink_margin", 0.005, "paper that is kept around writing at least, share", 0, 0.2},
});

constexpr double near_edge = 0.015;      // share of the longest side
constexpr double most_on_facing = 0.02;  // of the marks may be on the sliver of a facing page
constexpr double most_dark = 0.06;       // of that sliver may be dark
constexpr double most_outside = 0.01;    // of the marks may be outside of the leaf

Rect box_of(const Raster& mask, const Rect& within) {
    int left = mask.width, top = mask.height, right = 0, bottom = 0;
    for (int y = std::max(0, static_cast<int>(within.y));
         y < std::min<double>(mask.height, within.bottom()); ++y)
        for (int x = std::max(0, static_cast<int>(within.x));
             x < std::min<double>(mask.width, within.right()); ++x)
            if (mask.row(y)[x]) {
                left = std::min(left, x);
                right = std::max(right, x + 1);
                top = std::min(top, y);
                bottom = std::max(bottom, y + 1);
            }
    if (right <= left) return {};
    return {double(left), double(top), double(right - left), double(bottom - top)};
}

double count_in(const Raster& mask, const Rect& area) {
    double count = 0;
    for (int y = std::max(0, static_cast<int>(area.y));
         y < std::min<double>(mask.height, area.bottom()); ++y)
        for (int x = std::max(0, static_cast<int>(area.x));
             x < std::min<double>(mask.width, area.right()); ++x)
            count += mask.row(y)[x] != 0;
    return count;
}

// Share of an area that is much darker than most of it.
double dark_share(const Raster& grey, const Rect& area) {
    std::vector<std::uint8_t> levels;
    for (int y = std::max(0, static_cast<int>(area.y));
         y < std::min<double>(grey.height, area.bottom()); ++y)
        for (int x = std::max(0, static_cast<int>(area.x));
             x < std::min<double>(grey.width, area.right()); ++x)
            levels.push_back(grey.row(y)[x]);
    if (levels.empty()) return 0;
    std::nth_element(levels.begin(), levels.begin() + levels.size() * 3 / 4, levels.end());
    const double paper = levels[levels.size() * 3 / 4];
    const auto dark = std::count_if(levels.begin(), levels.end(),
                                    [&](std::uint8_t v) { return v < 0.65 * paper; });
    return static_cast<double>(dark) / static_cast<double>(levels.size());
}

// What lies beyond a gutter, without the shadow beside it.
Rect facing_margin(const Rect& leaf, double gutter, bool left) {
    const double wide = (left ? gutter - leaf.x : leaf.right() - gutter) * 0.7;
    return {left ? leaf.x : leaf.right() - wide, leaf.y, wide, leaf.height};
}

Rect grown(const Rect& r, double by) {
    return r.empty() ? r : Rect{r.x - by, r.y - by, r.width + 2 * by, r.height + 2 * by};
}

struct Leaf {
    Rect box;           // overview pixels; the picture's own edge where a side is not found
    Rect ours;          // the picture without the facing page
    int sides = 0;      // that were found
    double step = 0;    // least difference of the leaf from what is beside it, levels
    double unrest = 0;  // most variation of the bed, levels
    int facing = 0;     // sides behind which lies a facing page
    void take(const LeafSide& side) {
        if (!side.found) return;
        step = sides++ ? std::min(step, std::abs(side.step)) : std::abs(side.step);
        unrest = std::max(unrest, side.unrest);
    }
};

constexpr OverrideSpec overrides[] = {
    {"crop", "[left, top, width, height] on the scan as it is stored, pixels", 4, 0, 1e6},
};

class Crop : public Stage {
  public:
    explicit Crop(const Options& o) : options_(o) {}
    std::vector<Page> run(Page page, const View& view) override;

  private:
    Leaf find_leaf(const Raster& grey, const Raster& outside, const Raster& marks) const;
    std::string doubt(const Leaf& leaf, const Raster& grey, double writing_outside) const;
    double number(const char* option) const { return options_.number(option); }
    Options options_;
};

// Near the left or right side there may be a gutter, and a sliver of the facing page behind it: its
// inner margin, on which hardly anything is written.
Leaf Crop::find_leaf(const Raster& grey, const Raster& outside, const Raster& marks) const {
    const Raster soft = softened(without_outside(grey, outside));
    const double lean = std::tan(number("most_lean") * std::numbers::pi / 180);
    LeafTrust trust{lean, number("min_step"), number("max_unrest")};
    trust.rims = true;
    const LeafEdges edges = find_leaf_edges(soft, trust);
    Leaf leaf;
    leaf.box = edges.box;
    for (const LeafSide* side : {&edges.left, &edges.top, &edges.right, &edges.bottom})
        leaf.take(*side);
    const Rect all{0, 0, double(grey.width), double(grey.height)};
    leaf.ours = all;
    const double most = number("most_facing") * edges.middle.width;
    for (const bool left : {true, false}) {
        if (edges.middle.height < edges.middle.width) break;  // one leaf of a book is upright
        const double from = left ? edges.middle.x : edges.middle.right() - most;
        const double depth = number("min_gutter");
        const Gutter gutter =
            find_gutter(soft, edges.middle, from + 2, from + most - 2, lean, depth);
        if (gutter.depth < depth || !gutter.ends) continue;
        const Rect ours = left ? Rect{gutter.x, 0, all.width - gutter.x, all.height}
                               : Rect{0, 0, gutter.x, all.height};
        const double written = count_in(marks, leaf.box);
        if (written - count_in(marks, intersected(leaf.box, ours)) > most_on_facing * written ||
            dark_share(soft, facing_margin(edges.middle, gutter.x, left)) > most_dark)
            continue;
        ++leaf.sides;
        ++leaf.facing;
        leaf.box = intersected(leaf.box, ours);
        leaf.ours = intersected(leaf.ours, ours);
    }
    return leaf;
}

// Empty where there is none.
std::string Crop::doubt(const Leaf& leaf, const Raster& grey, double writing_outside) const {
    const double area = leaf.box.width * leaf.box.height / (double(grey.width) * grey.height);
    if (leaf.sides == 0) return "no edge of a leaf is seen against a bed";
    if (area > 1 - number("min_bed")) return "there is hardly any bed to cut away";
    if (area < number("min_leaf")) return "what is bounded by edges is too small for a leaf";
    if (writing_outside > most_outside)
        return "there is writing outside of the leaf that was found";
    return {};
}

// An area of the scan lies aslant on a straightened page: all of it is kept.
Page cropped_by_hand(Page page, const Override& told) {
    const std::vector<double>& n = told.numbers;
    const auto area = page.geometry.on_page(Rect{n[0], n[1], n[2], n[3]});
    const Size size = page.geometry.page();
    const Rect kept = area ? intersected(*area, {0, 0, size.width, size.height}) : Rect{};
    if (kept.width < 1 || kept.height < 1)
        throw Failure(Exit::usage, fmt::format("{}: crop lies beyond the page", told.where));
    page.geometry = page.geometry.cropped(kept);
    page.events.push_back(
        done_by_hand(crop_stage, "cropping",
                     fmt::format("cut to {:.0f} x {:.0f} pixels", kept.width, kept.height),
                     {{"x", kept.x, "pixel"},
                      {"y", kept.y, "pixel"},
                      {"width", kept.width, "pixel"},
                      {"height", kept.height, "pixel"}}));
    return page;
}

std::vector<Page> Crop::run(Page page, const View& view) {
    if (const Override* told = page.told("crop"))
        return {told->none() ? left_alone_by_hand(crop_stage, "cropping", std::move(page))
                             : cropped_by_hand(std::move(page), *told)};
    Event event = event_of(crop_stage, "cropping");
    event.outcome = "left alone";
    const Size size = page.geometry.page();
    if (std::min(size.width, size.height) < number("min_side")) {
        event.detail = "the picture is too small for a page on a bed";
        page.events.push_back(std::move(event));
        return {std::move(page)};
    }
    const Raster grey = view.overview(1000);
    const Raster outside = beyond_scan(page.geometry, grey.width, grey.height);
    const double longest = std::max(grey.width, grey.height), factor = size.width / grey.width;
    // Writing is found without a thought of the leaf: what is taken for bed may hold it.
    const Raster marks = marks_on_paper(grey, outside);
    const Leaf leaf = find_leaf(grey, outside, marks);
    Rect keep = intersected(grown(leaf.box, number("margin") * longest), leaf.ours);
    // Close to the edge it is the edge itself that looks like marks: torn paper, a finger's rim.
    const double all = count_in(marks, leaf.ours);
    const double lost =
        all > 0
            ? 1 - count_in(marks, intersected(grown(keep, near_edge * longest), leaf.ours)) / all
            : 0;
    const Rect content = box_of(marks, keep);
    keep = intersected(united(keep, grown(content, number("ink_margin") * longest)), leaf.ours);
    const auto on_page = [&](const Rect& r) {
        return intersected({std::floor(r.x * factor), std::floor(r.y * factor),
                            std::ceil(r.width * factor), std::ceil(r.height * factor)},
                           {0, 0, size.width, size.height});
    };
    event.numbers = {{"sides", double(leaf.sides), ""},
                     {"facing", double(leaf.facing), ""},
                     {"step", leaf.step, "level"},
                     {"unrest", leaf.unrest, "level"},
                     {"writing_outside", lost, "ratio"}};
    Rect kept = {0, 0, size.width, size.height};
    event.detail = doubt(leaf, grey, lost);
    if (event.detail.empty()) {
        kept = on_page(keep);
        event.outcome = "success";
        event.detail = fmt::format("cut to {:.0f} x {:.0f} of {:.0f} x {:.0f} pixels", kept.width,
                                   kept.height, size.width, size.height);
        event.numbers.insert(event.numbers.end(), {{"x", kept.x, "pixel"},
                                                   {"y", kept.y, "pixel"},
                                                   {"width", kept.width, "pixel"},
                                                   {"height", kept.height, "pixel"}});
        page.geometry = page.geometry.cropped(kept);
    }
    if (const Rect c = on_page(content); !content.empty())
        event.numbers.insert(event.numbers.end(), {{"content_x", c.x - kept.x, "pixel"},
                                                   {"content_y", c.y - kept.y, "pixel"},
                                                   {"content_width", c.width, "pixel"},
                                                   {"content_height", c.height, "pixel"}});
    page.events.push_back(std::move(event));
    return {std::move(page)};
}

}  // namespace

const StageInfo crop_stage{
    "crop",
    "cuts a page out of the bed it lies on, and off the sliver of a facing page",
    5,
    options,
    [](const Options& o, Workbench&) -> std::unique_ptr<Stage> {
        return std::make_unique<Crop>(o);
    },
    nullptr,
    false,
    overrides,
    nullptr,
    true,
};

}  // namespace nuskha
