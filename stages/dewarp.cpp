#include "stages/dewarp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "stages/curl.hpp"
#include "stages/ink.hpp"
#include "stages/notes.hpp"

namespace nuskha {
namespace {

const auto options = std::to_array<OptionSpec>({
    {"overview", 1600.0, "longest side of the picture that is measured, pixels", 400, 6000},
    {"flat_below", 0.8,
     "a line that departs from level by less than this share of a letter's height is left as it is",
     0, 10},
    {"min_lines", 6.0, "fewer lines say too little of the page", 2, 1000},
    {"min_breadth", 0.4, "share of the page's width that the lines must cover", 0, 1},
    {"max_rest", 0.5,
     "what may be left of the departure from level, on lines that had no part in measuring", 0, 1},
    {"max_stretch", 0.25, "a page that would be stretched by more is not believed, share", 0, 0.45},
    {"note_above", 3.0,
     "lines that depart by more than so many letters' heights are noted as curl.large", 0, 100},
});

constexpr OverrideSpec overrides[] = {
    {"dewarp", "\"none\": the page is left as it is", 0},
};

class Dewarp : public Stage {
  public:
    explicit Dewarp(const Options& o) : options_(o) {}
    std::vector<Page> run(Page page, const View& view) override;

  private:
    std::string doubt(const Curl& curl, double letter) const;  // empty where there is none
    Options options_;
};

// The page as it was, made higher where flattened writing would come closer to its edge than a
// letter or leave it. In pixels of the overview, like bend and ink.
Rect area_for(const Bend& bend, const Ink& ink) {
    double top = 0, bottom = ink.mask.height;
    for (int y = 0; y < ink.mask.height; ++y)
        for (int x = 0; x < ink.mask.width; ++x) {
            if (!ink.mask.row(y)[x]) continue;
            const double flat = bend.inverse({x + 0.5, y + 0.5}).y;
            top = std::min(top, std::floor(flat - ink.part_height));
            bottom = std::max(bottom, std::ceil(flat + ink.part_height));
        }
    return {0, top, double(ink.mask.width), bottom - top};
}

std::string Dewarp::doubt(const Curl& curl, double letter) const {
    if (curl.lines < options_.number("min_lines")) return "too few lines to measure a curl";
    if (curl.breadth < options_.number("min_breadth"))
        return "the lines cover too little of the page's width";
    if (curl.range < options_.number("flat_below") * letter) return "flat";
    if (curl.before <= 0) return "the lines are too short to tell whether they are bent";
    if (curl.after > options_.number("max_rest") * curl.before)
        return "flattening would not straighten the lines";
    for (const double stretch : curl.bend.stretch)
        if (std::abs(stretch) > options_.number("max_stretch"))
            return "the lines are bent more than a leaf can be";
    return {};
}

// From pixels of the overview to those of the page.
Bend scaled(Bend bend, double across, double down) {
    bend.width *= across;
    for (double& shift : bend.shift)
        shift *= down;
    return bend;
}

std::vector<Page> Dewarp::run(Page page, const View& view) {
    if (page.told("dewarp"))
        return {left_alone_by_hand(dewarp_stage, "dewarping", std::move(page))};
    const Raster overview = view.overview(static_cast<int>(options_.number("overview")));
    const Ink ink = find_ink(overview, beyond_scan(page.geometry, overview.width, overview.height));
    const Curl curl = measure_curl(trace_lines(ink), overview.width, overview.height);
    const Size size = page.geometry.page();
    const double across = size.width / overview.width, down = size.height / overview.height;
    Event event = event_of(dewarp_stage, "dewarping");
    event.outcome = "left alone";
    event.numbers = {{"lines", double(curl.lines), ""},
                     {"departure", curl.range * down, "pixel"},
                     {"letter_height", ink.part_height * down, "pixel"},
                     {"unevenness_before", curl.before * down, "pixel"},
                     {"unevenness_after", curl.after * down, "pixel"}};
    event.detail = page.geometry.to_scan().bend ? "flattened before" : doubt(curl, ink.part_height);
    if (event.detail.empty()) {
        const Rect area = area_for(curl.bend, ink);
        page.geometry = page.geometry.flattened(scaled(curl.bend, across, down),
                                                {0, area.y * down, size.width, area.height * down});
        event.outcome = "success";
        event.detail = fmt::format("flattened by up to {:.0f} pixels", curl.range * down);
        if (curl.range > options_.number("note_above") * ink.part_height)
            page.findings.push_back(make_finding(
                "curl.large", place_of(page),
                fmt::format("lines were bent by {:.0f} pixels and have been flattened; open the "
                            "book wider or press it flat when scanning",
                            curl.range * down),
                event.numbers));
    }
    page.events.push_back(std::move(event));
    return {std::move(page)};
}

}  // namespace

const StageInfo dewarp_stage{
    "dewarp",
    "flattens a page whose leaf was curled, usually near the gutter",
    3,
    options,
    [](const Options& o, Workbench&) -> std::unique_ptr<Stage> {
        return std::make_unique<Dewarp>(o);
    },
    nullptr,
    false,
    overrides,
    nullptr,
    true,
};

}  // namespace nuskha
