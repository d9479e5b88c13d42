#include "stages/deskew.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "stages/ink.hpp"
#include "stages/notes.hpp"
#include "stages/tilt.hpp"

namespace nuskha {
namespace {

const auto options = std::to_array<OptionSpec>({
    {"range", 45.0, "largest tilt that is looked for, degrees either way", 0.5, 45},
    {"straight_below", 0.1, "a tilt smaller than this is left as it is, degrees", 0, 5},
    {"min_sharpness", 2.3,
     "how much sharper lines must be at the angle found than at others; twice that at 15 degrees",
     1, 100},
    {"max_spread", 1.0,
     "how far the parts of the page may differ from the whole in the mean, degrees", 0, 20},
    {"overview", 1600.0, "longest side of the picture that is measured, pixels", 400, 6000},
    {"note_above", 2.0, "a tilt larger than this is noted as skew.large, degrees", 0, 40},
});

class Deskew : public Stage {
  public:
    explicit Deskew(const Options& o) : options_(o) {}
    std::vector<Page> run(Page page, const View& view) override;

  private:
    Options options_;
};

std::vector<Page> Deskew::run(Page page, const View& view) {
    const Raster overview = view.overview(static_cast<int>(options_.number("overview")));
    const Ink ink = find_ink(overview, beyond_scan(page.geometry, overview.width, overview.height));
    const Tilt tilt = measure_tilt(ink, options_.number("range"));
    Event event = event_of(deskew_stage, "deskewing");
    event.numbers = {{"skew", tilt.degrees, "degree"},       {"error", tilt.error, "degree"},
                     {"sharpness", tilt.sharpness, "ratio"}, {"spread", tilt.spread, "degree"},
                     {"bands", double(tilt.parts), ""},      {"parts", double(ink.parts), ""}};
    // Large tilts are rare, pictures that look like one are not: they need better evidence.
    const double rarity = 1 + std::max(0.0, std::abs(tilt.degrees) - 5) / 10;
    const bool sure = ink.parts >= 20 &&
                      tilt.sharpness >= options_.number("min_sharpness") * rarity &&
                      tilt.spread <= options_.number("max_spread");
    if (!sure) {
        event.outcome = "left alone";
        event.detail = ink.parts < 20 ? "too little writing to measure a tilt"
                                      : "the tilt could not be measured with confidence";
        if (ink.parts >= 20)
            page.findings.push_back(make_finding(
                "skew.unsure", place_of(page),
                fmt::format("the tilt is not certain (about {:.1f} degrees); look at the page if "
                            "its text is poor",
                            tilt.degrees),
                event.numbers));
    } else if (std::abs(tilt.degrees) < options_.number("straight_below")) {
        event.outcome = "left alone";
        event.detail = "straight";
    } else if (std::abs(tilt.degrees) < 2 * tilt.error) {
        event.outcome = "left alone";
        event.detail = fmt::format(
            "its tilt is not certain enough to be turned by it (error {:.2f} degrees)", tilt.error);
    } else if (tilt.rest > 0.9) {
        event.outcome = "left alone";
        event.detail = "parts of the page differ so much that turning would not make it straighter";
    } else {
        page.geometry = page.geometry.rotated(-tilt.degrees);
        event.outcome = "success";
        event.detail = fmt::format("turned by {:.2f} degrees", -tilt.degrees);
        if (std::abs(tilt.degrees) > options_.number("note_above"))
            page.findings.push_back(make_finding(
                "skew.large", place_of(page),
                fmt::format("the page was tilted by {:.1f} degrees and has been straightened",
                            tilt.degrees),
                event.numbers));
    }
    page.events.push_back(std::move(event));
    return {std::move(page)};
}

}  // namespace

const StageInfo deskew_stage{
    "deskew",
    "turns a tilted page so that its lines run level",
    3,
    options,
    [](const Options& o, Workbench&) -> std::unique_ptr<Stage> {
        return std::make_unique<Deskew>(o);
    },
};

}  // namespace nuskha
