#include "stages/target.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "stages/notes.hpp"
#include "stages/quality/lab.hpp"
#include "stages/quality/target_measures.hpp"
#include "stages/quality/target_plan.hpp"

namespace nuskha {
namespace {

class Target : public Stage {
  public:
    explicit Target(const Options& o) : plan_(target_plan(o)) {}
    std::vector<Page> run(Page page, const View& view) override;

  private:
    void tell(Page& page, const TargetMeasures& measures, const Verdict& verdict) const;
    void leave_alone(Page& page, const char* code, std::string why,
                     std::vector<Number> numbers = {}) const;
    std::string sentence_on(const Verdict::OnFigure& on) const;

    TargetPlan plan_;
};

// Whether the page shows the pixels of the scan themselves: turned by quarters at most, and cut at
// whole pixels. Others lie between pixels, and their sharpness would be that of the interpolation.
bool untouched(const Geometry& geometry) {
    if (geometry.to_scan().bend) return false;
    const Affine a = geometry.to_scan().affine();
    const auto whole = [](double v) { return std::abs(v - std::round(v)) < 1e-6; };
    return whole(a.xx) && whole(a.xy) && whole(a.yx) && whole(a.yy) && whole(a.x0) && whole(a.y0);
}

const char* finding_of(Figure figure) {
    switch (figure) {
        case Figure::tone:
        case Figure::gain:
            return "target.tone";
        case Figure::white_balance:
        case Figure::cast:
            return "target.white-balance";
        case Figure::colour:
        case Figure::colour_90:
        case Figure::colour_76:
        case Figure::colour_76_worst:
            return "target.colour";
        case Figure::noise:
        case Figure::noise_levels:
            return "target.noise";
        case Figure::unevenness:
        case Figure::light_spread:
            return "target.uneven";
        case Figure::efficiency:
        case Figure::half_sampling:
        case Figure::mtf50:
            return "target.sharpness";
        case Figure::sharpening:
            return "target.sharpened";
        case Figure::misregistration:
            return "target.misregistration";
        case Figure::ppi:
        case Figure::scale:
            return "target.sampling";
    }
    return "target.not-measured";
}

std::string range(const Limit& limit, std::string_view unit) {
    return unit == "ratio" ? limit.in_words() : fmt::format("{} {}", limit.in_words(), unit);
}

std::string list_of(const std::vector<Figure>& figures) {
    std::vector<std::string_view> names;
    for (const Figure figure : figures)
        names.push_back(info_of(figure).sentence);
    return fmt::format("{}", fmt::join(names, ", "));
}

std::vector<Number> numbers_of(const TargetMeasures& measures, const Verdict& verdict,
                               const Guideline& guideline) {
    std::vector<Number> numbers{{"level_reached", double(guideline.rank(verdict.level)), ""},
                                {"passes", verdict.passes ? 1.0 : 0.0, ""},
                                {"likeness", measures.fit.likeness, "ratio"},
                                {"sides", double(measures.fit.sides), ""},
                                {"sides_off", measures.fit.off, "pixel"}};
    const auto figures = measures.figures(0);
    for (const FigureInfo& info : all_figures())
        if (const auto value = figures.find(info.figure); value != figures.end())
            numbers.push_back({std::string(info.name), value->second, std::string(info.unit)});
    for (const Verdict::OnFigure& on : verdict.figures)
        numbers.push_back({fmt::format("{}_level", info_of(on.figure).name),
                           double(guideline.rank(on.level)), ""});
    for (const auto& [number, edge] : measures.edges) {
        const std::string name = fmt::format("edge_{}_", number);
        numbers.push_back({name + "across", edge.upright ? 0.0 : 90.0, "degree"});
        numbers.push_back({name + "mtf50", edge.mtf50, "cycle/pixel"});
        numbers.push_back({name + "mtf10", edge.mtf10, "cycle/pixel"});
    }
    if (measures.ppi_x > 0) {
        numbers.push_back({"true_ppi_x", measures.ppi_x, "ppi"});
        numbers.push_back({"true_ppi_y", measures.ppi_y, "ppi"});
    }
    for (std::size_t i = 0; i < measures.patches.size(); ++i) {
        const PatchSeen& patch = measures.patches[i];
        const std::string name = fmt::format("patch_{}_", i + 1);
        if (!measures.grey)
            numbers.push_back({name + "off", difference_2000(patch.mean, patch.aim), "dE2000"});
        if (!patch.neutral) continue;
        numbers.push_back({name + "tone", patch.mean.lightness - patch.aim.lightness, "L*"});
        numbers.push_back({name + "noise", patch.noise, "L*"});
    }
    return numbers;
}

std::string Target::sentence_on(const Verdict::OnFigure& on) const {
    const FigureInfo& info = info_of(on.figure);
    return fmt::format(
        "{} is {:.3g}{}{} where {} is asked of {}; it reaches {}; check the scanner and scan the "
        "target again",
        info.sentence, on.value, info.unit == "ratio" ? "" : " ",
        info.unit == "ratio" ? "" : info.unit, range(on.limit, info.unit), plan_.wanted().title,
        plan_.guideline->reached_title(on.level));
}

void Target::leave_alone(Page& page, const char* code, std::string why,
                         std::vector<Number> numbers) const {
    page.findings.push_back(make_finding(code, place_of(page), why, numbers));
    Event event = event_of(target_stage, "quality review");
    event.outcome = "left alone";
    event.detail = std::move(why);
    event.numbers = std::move(numbers);
    page.events.push_back(std::move(event));
}

void Target::tell(Page& page, const TargetMeasures& measures, const Verdict& verdict) const {
    std::vector<Figure> failing;
    for (const Verdict::OnFigure& on : verdict.figures) {
        if (on.passes) continue;
        failing.push_back(on.figure);
        const FigureInfo& info = info_of(on.figure);
        std::vector<Number> numbers{{std::string(info.name), on.value, std::string(info.unit)}};
        if (on.limit.least > -1e299 && on.limit.least != 0)
            numbers.push_back({"least", on.limit.least, std::string(info.unit)});
        if (on.limit.most < 1e299)
            numbers.push_back({"most", on.limit.most, std::string(info.unit)});
        numbers.push_back({"level_reached", double(plan_.guideline->rank(on.level)), ""});
        page.findings.push_back(make_finding(finding_of(on.figure), place_of(page), sentence_on(on),
                                             std::move(numbers)));
    }
    if (!measures.edge_faults.empty())
        page.findings.push_back(
            make_finding("target.not-measured", place_of(page),
                         fmt::format("{}; correct 'edges' in the recipe, or look at the target",
                                     fmt::join(measures.edge_faults, "; "))));
    Event event = event_of(target_stage, "quality review");
    event.outcome = verdict.passes ? "success" : "failure";
    event.detail = fmt::format(
        "{}: {} reached, {} asked for{}{}", plan_.guideline->title,
        plan_.guideline->reached_title(verdict.level), plan_.wanted().title,
        failing.empty() ? "" : "; fails: " + list_of(failing),
        verdict.unmeasured.empty() ? "" : "; not measured: " + list_of(verdict.unmeasured));
    event.numbers = numbers_of(measures, verdict, *plan_.guideline);
    page.events.push_back(std::move(event));
}

std::vector<Page> Target::run(Page page, const View& view) {
    if (!plan_.shows(page.id.scan)) return {std::move(page)};
    if (!untouched(page.geometry)) {
        leave_alone(page, "target.not-measured",
                    "the page has been straightened or bent, so its sharpness is no longer the "
                    "scanner's; name the stage 'target' before such stages in the recipe");
        return {std::move(page)};
    }
    const TargetFit fit = fit_target(plan_, page, view);
    if (!fit.found) {
        leave_alone(page, "target.not-found",
                    fmt::format("the target was not found where the recipe says (likeness {:.2f}); "
                                "look whether it is in the picture, or correct 'place' or 'scans'",
                                fit.likeness),
                    {{"likeness", fit.likeness, "ratio"}});
        return {std::move(page)};
    }
    const TargetMeasures measures = measure_target(plan_, fit, page, view);
    tell(page, measures, judge(plan_, measures));
    return {std::move(page)};
}

}  // namespace

const StageInfo target_stage{
    "target",
    "measures a reference target in the picture and judges the scan by FADGI or Metamorfoze",
    1,
    target_options(),
    [](const Options& o, Workbench&) -> std::unique_ptr<Stage> {
        return std::make_unique<Target>(o);
    },
    nullptr,
    true,
};

}  // namespace nuskha
