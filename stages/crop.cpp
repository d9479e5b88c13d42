#include "stages/crop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "stages/ink.hpp"
#include "stages/notes.hpp"

namespace nuskha {
namespace {

const auto options = std::to_array<OptionSpec>({
    {"max_unrest", 25.0, "a bed whose brightness varies more is not believed, levels of 255", 0,
     255},
    {"min_leaf", 0.4, "a leaf smaller than this share of the picture is not believed", 0.05, 1},
    {"min_fill", 0.9, "how much of its rectangle the leaf must fill to be believed", 0.5, 1},
    {"min_bed", 0.01, "bed smaller than this share of the picture is not worth cutting", 0, 0.5},
    {"margin", 0.005, "bed that is kept around the leaf, share of the longest side", 0, 0.1},
    {"min_side", 300.0, "a picture with a shorter side is no page on a bed, pixels", 0, 5000},
    {"ink_margin", 0.01, "paper that is kept around the writing at least, share", 0, 0.2},
});

struct Leaf {
    Rect box;           // overview pixels
    double bed = 0;     // share of the picture that is bed
    double area = 0;    // share of the picture that the box covers
    double fill = 0;    // share of the box that is not bed
    double unrest = 0;  // how much the bed's brightness varies, levels: a photograph does, bed not
};

// The longest stretch of positions that hold paper: at least a seventh of what is usual, so that
// the corners of a leaf that lies aslant and its rounded or torn edges stay with it.
std::pair<int, int> stretch(const std::vector<int>& paper) {
    std::vector<int> sorted = paper;
    std::nth_element(sorted.begin(), sorted.begin() + sorted.size() * 3 / 4, sorted.end());
    const int enough = std::max(1, sorted[sorted.size() * 3 / 4] / 7);
    std::pair<int, int> best{0, 0};
    int first = 0;
    for (int i = 0; i <= static_cast<int>(paper.size()); ++i) {
        if (i < static_cast<int>(paper.size()) && paper[static_cast<std::size_t>(i)] >= enough)
            continue;
        if (i - first > best.second - best.first) best = {first, i};
        first = i + 1;
    }
    return best;
}

// Standard deviation of brightness where `mask` is set and `outside` is not.
double unrest_of(const Raster& grey, const Raster& mask, const Raster& outside) {
    double n = 0, sum = 0, squares = 0;
    for (std::size_t i = 0; i < grey.pixels.size(); ++i) {
        if (!mask.pixels[i] || (!outside.empty() && outside.pixels[i])) continue;
        n += 1;
        sum += grey.pixels[i];
        squares += double(grey.pixels[i]) * grey.pixels[i];
    }
    return n > 0 ? std::sqrt(std::max(0.0, squares / n - sum / n * sum / n)) : 0;
}

Leaf find_leaf(const Raster& bed) {
    std::vector<int> across(static_cast<std::size_t>(bed.width)),
        down(static_cast<std::size_t>(bed.height));
    double dark = 0;
    for (int y = 0; y < bed.height; ++y)
        for (int x = 0; x < bed.width; ++x) {
            const bool paper = bed.row(y)[x] == 0;
            across[static_cast<std::size_t>(x)] += paper;
            down[static_cast<std::size_t>(y)] += paper;
            dark += !paper;
        }
    auto [left, right] = stretch(across);
    auto [top, bottom] = stretch(down);
    // Bed runs along an edge of the picture; what only touches it may be a letter, a clip, a thumb.
    if (across.front() > bed.height / 2) left = 0;
    if (across.back() > bed.height / 2) right = bed.width;
    if (down.front() > bed.width / 2) top = 0;
    if (down.back() > bed.width / 2) bottom = bed.height;
    Leaf leaf;
    leaf.box = {double(left), double(top), double(right - left), double(bottom - top)};
    const double all = double(bed.width) * bed.height, box = leaf.box.width * leaf.box.height;
    leaf.bed = dark / all;
    leaf.area = box / all;
    double paper = 0;
    for (int y = top; y < bottom; ++y)
        for (int x = left; x < right; ++x)
            paper += bed.row(y)[x] == 0;
    leaf.fill = box > 0 ? paper / box : 0;
    return leaf;
}

// Share of the marks that lie outside of the box.
double share_outside(const Raster& marks, const Rect& box) {
    double all = 0, inside = 0;
    for (int y = 0; y < marks.height; ++y)
        for (int x = 0; x < marks.width; ++x)
            if (marks.row(y)[x]) {
                all += 1;
                inside += x >= box.x && x < box.right() && y >= box.y && y < box.bottom();
            }
    return all > 0 ? 1 - inside / all : 0;
}

Rect box_of(const Raster& mask) {
    int left = mask.width, top = mask.height, right = 0, bottom = 0;
    for (int y = 0; y < mask.height; ++y)
        for (int x = 0; x < mask.width; ++x)
            if (mask.row(y)[x]) {
                left = std::min(left, x);
                right = std::max(right, x + 1);
                top = std::min(top, y);
                bottom = std::max(bottom, y + 1);
            }
    if (right <= left) return {};
    return {double(left), double(top), double(right - left), double(bottom - top)};
}

Rect grown(const Rect& r, double by) {
    return r.empty() ? r : Rect{r.x - by, r.y - by, r.width + 2 * by, r.height + 2 * by};
}

class Crop : public Stage {
  public:
    explicit Crop(const Options& o) : options_(o) {}
    std::vector<Page> run(Page page, const View& view) override;

  private:
    std::string doubt(const Leaf& leaf) const;  // empty where there is none
    Options options_;
};

std::string Crop::doubt(const Leaf& leaf) const {
    if (leaf.bed < options_.number("min_bed")) return "there is hardly any bed to cut away";
    if (leaf.area > 0.995) return "the leaf fills the picture";
    if (leaf.area < options_.number("min_leaf")) return "what is not dark is too small for a leaf";
    if (leaf.fill < options_.number("min_fill")) return "what is not dark is no rectangle";
    if (leaf.unrest > options_.number("max_unrest"))
        return "what is dark is a picture or a shadow rather than a bed";
    return {};
}

std::vector<Page> Crop::run(Page page, const View& view) {
    Event event = event_of(crop_stage, "cropping");
    event.outcome = "left alone";
    const Raster overview = view.overview(1000);
    const Raster outside = beyond_scan(page.geometry, overview.width, overview.height);
    const Raster bed = find_bed(overview, outside);
    const Size size = page.geometry.page();
    if (bed.empty()) {
        event.detail = "no dark bed is visible";
    } else if (std::min(size.width, size.height) < options_.number("min_side")) {
        event.detail = "the picture is too small for a page on a bed";
    } else {
        Leaf leaf = find_leaf(bed);
        leaf.unrest = unrest_of(overview, bed, outside);
        // Writing is found anew, without a thought of the bed: what was taken for bed may hold it.
        const Raster marks = marks_on_paper(overview, outside);
        const double longest = std::max(overview.width, overview.height);
        const Rect box = grown(leaf.box, options_.number("margin") * longest);
        const double lost = share_outside(marks, box);
        event.numbers = {{"bed", leaf.bed, "ratio"},
                         {"leaf", leaf.area, "ratio"},
                         {"fill", leaf.fill, "ratio"},
                         {"unrest", leaf.unrest, "level"},
                         {"writing_outside", lost, "ratio"}};
        event.detail = doubt(leaf);
        if (event.detail.empty() && lost > 0.01)
            event.detail = "there is writing outside of the leaf that was found";
        if (event.detail.empty()) {
            const double factor = size.width / overview.width;
            Rect keep = united(box, grown(box_of(marks), options_.number("ink_margin") * longest));
            keep = intersected({std::floor(keep.x * factor), std::floor(keep.y * factor),
                                std::ceil(keep.width * factor), std::ceil(keep.height * factor)},
                               {0, 0, size.width, size.height});
            if (keep.width * keep.height > 0.995 * size.width * size.height) {
                event.detail = "there is hardly any bed to cut away";
            } else {
                event.numbers.insert(event.numbers.end(), {{"x", keep.x, "pixel"},
                                                           {"y", keep.y, "pixel"},
                                                           {"width", keep.width, "pixel"},
                                                           {"height", keep.height, "pixel"}});
                event.outcome = "success";
                event.detail = fmt::format("cut to {:.0f} x {:.0f} of {:.0f} x {:.0f} pixels",
                                           keep.width, keep.height, size.width, size.height);
                page.geometry = page.geometry.cropped(keep);
            }
        }
    }
    page.events.push_back(std::move(event));
    return {std::move(page)};
}

}  // namespace

const StageInfo crop_stage{
    "crop",
    "cuts a page out of the dark bed of the scanner",
    2,
    options,
    [](const Options& o, Workbench&) -> std::unique_ptr<Stage> {
        return std::make_unique<Crop>(o);
    },
};

}  // namespace nuskha
