#include "stages/split.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "models/failure.hpp"
#include "models/language/alphabet.hpp"
#include "stages/ink.hpp"
#include "stages/notes.hpp"
#include "stages/opening.hpp"

namespace nuskha {
namespace {

const auto options = std::to_array<OptionSpec>({
    {"direction", std::string("auto"),
     "which page comes first: auto (by the script of the page's first language), left-to-right or "
     "right-to-left"},
    {"min_aspect", 1.0, "paper that is narrower is one page, width over height", 0.5, 3},
    {"off_centre", 0.17, "how far from the middle a gutter may be, share of the paper's width", 0,
     0.3},
    {"most_lean", 6.0, "how far a gutter may lean, degrees", 0, 15},
    {"min_depth", 0.04, "how much darker than the paper a gutter must be, share of brightness",
     0.01, 1},
    {"min_corridor", 0.035,
     "how wide the blank between two pages must be where no gutter is seen, share of the width",
     0.01, 0.3},
    {"overlap", 0.002, "what both pages keep of the paper at the gutter, share of the width", 0,
     0.05},
});

constexpr int overview_side = 800;

enum class Reading { by_script, left_to_right, right_to_left };

Reading reading_named(const std::string& name) {
    if (name == "auto") return Reading::by_script;
    if (name == "left-to-right") return Reading::left_to_right;
    if (name == "right-to-left") return Reading::right_to_left;
    throw Failure(Exit::usage,
                  fmt::format("split: there is no direction '{}'; it is auto, left-to-right or "
                              "right-to-left",
                              name));
}

// The page on one side of the cut, which runs through `foot` and leans by `slope` columns a row.
// Where it leans, the page is turned so that the cut stands upright; nothing of its side is lost,
// and where the turned page reaches beyond the picture there is white.
Geometry half(const Geometry& whole, bool left, Point foot, double slope, double overlap) {
    const auto [width, height] = whole.page();
    const auto cut = [&](double y) { return foot.x + slope * (y - foot.y); };
    const double degrees = -std::atan(slope) * 180 / std::numbers::pi;  // slope > 0: leans left
    // A cut that hardly leans is cut upright: what it takes or leaves is less than the overlap.
    if (std::abs(slope) * height < 2 * overlap) {
        const double x0 = left ? 0 : std::floor(foot.x - overlap),
                     x1 = left ? std::ceil(foot.x + overlap) : width;
        return whole.cropped({x0, 0, x1 - x0, height});
    }
    const Affine upright = Affine::rotation(-degrees, foot);
    const double far = left ? 0 : width;
    const Quad corners{upright({far, 0}), upright({cut(0), 0}), upright({cut(height), height}),
                       upright({far, height})};
    Rect box = bounds(corners);
    if (left)
        box.width = foot.x + overlap - box.x;
    else
        box = {foot.x - overlap, box.y, box.right() - foot.x + overlap, box.height};
    const double x = std::floor(box.x), y = std::floor(box.y);
    const Size size{std::ceil(box.right()) - x, std::ceil(box.bottom()) - y};
    return {whole.scan(), size,
            whole.to_scan().after(*upright.inverse()).after(Affine::translation(x, y))};
}

constexpr OverrideSpec overrides[] = {
    {"split", "where the upright picture is cut, pixels from its left side at half its height", 1,
     1, 1e6},
};

class Split : public Stage {
  public:
    explicit Split(const Options& o) : options_(o), reading_(reading_named(o.text("direction"))) {}
    std::vector<Page> run(Page page, const View& view) override;

  private:
    bool right_first(const Page& page) const;
    Opening look(const Page& page, const View& view) const;
    Options options_;
    Reading reading_;
};

bool Split::right_first(const Page& page) const {
    if (reading_ != Reading::by_script) return reading_ == Reading::right_to_left;
    if (page.languages.empty()) return false;
    const Alphabet* alphabet = find_alphabet(page.languages.front());
    return alphabet && direction(alphabet->script) == Direction::right_to_left;
}

Opening Split::look(const Page& page, const View& view) const {
    const Raster overview = view.overview(overview_side);
    const Raster outside = beyond_scan(page.geometry, overview.width, overview.height);
    OpeningTrust trust;
    trust.min_aspect = options_.number("min_aspect");
    trust.off_centre = options_.number("off_centre");
    trust.most_lean = options_.number("most_lean");
    trust.min_depth = options_.number("min_depth");
    trust.min_corridor = options_.number("min_corridor");
    return find_opening(without_outside(overview, outside), trust);
}

// As if it had been found there.
Opening opening_told(const Override& told, const Size& size) {
    if (told.numbers[0] >= size.width)
        throw Failure(
            Exit::usage,
            fmt::format("{}: split = {:g} lies beyond the picture, which is {:.0f} pixels "
                        "wide",
                        told.where, told.numbers[0], size.width));
    Opening opening;
    opening.found = true;
    opening.why = by_hand("cut");
    opening.x = told.numbers[0];
    opening.picture = size;
    return opening;
}

std::vector<Page> Split::run(Page page, const View& view) {
    const Override* told = page.told("split");
    if (told && told->none())
        return {left_alone_by_hand(split_stage, "splitting", std::move(page))};
    const Size size = page.geometry.page();
    const Opening opening = told ? opening_told(*told, size) : look(page, view);
    const double factor = size.width / std::max(1.0, opening.picture.width);
    Event event = event_of(split_stage, "splitting");
    event.numbers = {{"aspect", opening.aspect, "ratio"},
                     {"gutter_depth", opening.depth, "ratio"},
                     {"corridor", opening.corridor, "ratio"},
                     {"crossings", double(opening.crossings), ""}};
    event.detail = opening.why;
    event.outcome = "left alone";
    if (!opening.found) {
        if (opening.doubtful)
            page.findings.push_back(make_finding(
                "split.unsure", place_of(page),
                fmt::format("{}; the picture was left whole, look whether it shows two pages",
                            opening.why),
                event.numbers));
        page.events.push_back(std::move(event));
        return {std::move(page)};
    }
    const Point foot{opening.x * factor, size.height / 2};
    const double lean = -std::atan(opening.slope) * 180 / std::numbers::pi;
    event.outcome = "success";
    event.numbers.push_back({"gutter_x", foot.x, "pixel"});
    event.numbers.push_back({"gutter_lean", lean, "degree"});
    page.findings.push_back(
        make_finding("split.done", place_of(page),
                     fmt::format("an opening was parted into two pages at {:.0f} % of its width",
                                 100 * foot.x / size.width),
                     event.numbers));
    // What was found on the opening stays with its first page, so that it is told once.
    Page second = page;
    second.findings.clear();
    second.id.side = page.id.side + 1;
    const bool right = right_first(page);
    const double overlap = options_.number("overlap") * size.width;
    second.geometry = half(page.geometry, right, foot, opening.slope, overlap);
    page.geometry = half(page.geometry, !right, foot, opening.slope, overlap);
    event.detail = opening.why + (right ? "; the right page" : "; the left page");
    page.events.push_back(event);
    event.detail = opening.why + (right ? "; the left page" : "; the right page");
    second.events.push_back(std::move(event));
    return {std::move(page), std::move(second)};
}

}  // namespace

const StageInfo split_stage{
    "split",
    "parts an opened book into its two pages at the gutter",
    8,
    options,
    [](const Options& o, Workbench&) -> std::unique_ptr<Stage> {
        return std::make_unique<Split>(o);
    },
    nullptr,
    false,
    overrides,
    nullptr,
    true,
};

}  // namespace nuskha
