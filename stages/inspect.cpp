#include "stages/inspect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "stages/notes.hpp"
#include "stages/quality/measures.hpp"
#include "stages/quality/verdicts.hpp"
#include "stages/workbench.hpp"

namespace nuskha {
namespace {

const auto options = std::to_array<OptionSpec>({
    {"min_ppi", 200.0, "fewer pixels an inch are a finding", 0, 4800},
    {"min_bits", 1.0, "fewer bits a sample are a finding", 1, 16},
    {"min_side", 300.0, "a shorter side of fewer pixels is too small for a page", 1, 100000},
    {"max_edge", 0.28,
     "edges of letters that take more of the letters' height from ink to paper are blurred; never "
     "edges of less than 4 pixels, always those of more than 6",
     0.05, 1},
    {"max_motion", 3.0, "pixels by which edges may be wider one way than across it", 0, 100},
    {"min_contrast", 45.0, "ink that is less darker than its paper, levels of 255", 0, 255},
    {"max_highlights", 0.4,
     "share of paper without any tone (255) above which detail is lost, in scans that have tones",
     0, 1},
    {"max_shadows", 0.25,
     "share of the leaf without any tone (0) above which detail is lost, in scans that have tones",
     0, 1},
    {"min_light", 0.5, "share of the brightest paper's light that the darkest must have", 0, 1},
    {"max_cast", 8.0, "units of CIELAB by which paper may be off the tints that age gives it", 0,
     200},
    {"max_noise", 12.0, "deviation of the noise on bare paper, levels of 255", 0, 255},
    {"max_jpeg_step", 18.0,
     "step in which JPEG may have kept low frequencies: 6 at quality 75, 12 at 50, 24 at 25", 4,
     100},
    {"max_enlargement", 6.0,
     "how far the pattern of made-up pixels may stand out over what chance does, as a factor; half "
     "of it where edges are soft too",
     1, 1e6},
    {"max_doubling", 30.0,
     "standard deviations by which even and odd pixels may differ more than by chance, where edges "
     "are soft too",
     1, 1e6},
    {"max_moire", 3.0, "amplitude of waves over pictures, levels of 255", 0, 255},
    {"max_dead_line", 3.0, "levels by which a line over the whole scan may differ from its sides",
     0, 255},
    {"max_banding", 2.2, "deviation of bands over the whole scan, levels of 255", 0, 255},
    {"max_bed", 0.35, "share of the picture that may be scanner bed", 0, 1},
    {"max_cut_marks", 3.0, "letters that may touch a side of the picture", 0, 1000},
    {"min_foreign", 0.025,
     "share of the longest side from which a thing that reaches into the leaf is told", 0, 1},
    {"blank_parts", 12.0, "a page with fewer marks of ink is blank", 0, 1000},
    {"want_profile", true, "note colour scans without an ICC profile"},
});

class Inspect : public Stage {
  public:
    Inspect(const Options& o, Workbench& bench) : options_(o), engines_(engines_of(bench)) {}
    std::vector<Page> run(Page page, const View& view) override;

  private:
    Options options_;
    EngineBench& engines_;
};

std::vector<Page> Inspect::run(Page page, const View& view) {
    const Measures seen = measure(page, view, options_);
    engines_.remember_ink(page, sight_side, seen.sight.ink);
    std::vector<Finding> findings = verdicts_on_file(page, seen, options_);
    std::vector<Finding> of_picture = verdicts_on_picture(page, seen, options_);
    std::move(of_picture.begin(), of_picture.end(), std::back_inserter(findings));
    Event event = event_of(inspect_stage, "quality review");
    event.outcome = "success";
    event.detail = findings.empty() ? "nothing to note" : fmt::format("{} noted", findings.size());
    event.numbers = numbers_of(page, seen);
    event.numbers.push_back({"edge_limit", widest_edge(seen, options_), "pixel"});
    page.events.push_back(std::move(event));
    page.findings.insert(page.findings.end(), findings.begin(), findings.end());
    return {std::move(page)};
}

}  // namespace

const StageInfo inspect_stage{
    "inspect",
    "measures the picture and notices what scanning got wrong",
    6,
    options,
    [](const Options& o, Workbench& bench) -> std::unique_ptr<Stage> {
        return std::make_unique<Inspect>(o, bench);
    },
    nullptr,
    true,
};

}  // namespace nuskha
