#include "stages/deskew.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <optional>

#include "stages/ink.hpp"
#include "stages/notes.hpp"
#include "stages/read_tilt.hpp"
#include "stages/straight_lines.hpp"
#include "stages/tilt.hpp"
#include "stages/trial_languages.hpp"
#include "stages/workbench.hpp"

namespace nuskha {
namespace {

const auto options = std::to_array<OptionSpec>({
    {"range", 45.0, "largest tilt that is looked for, degrees either way", 0.5, 45},
    {"straight_below", 0.1, "a tilt smaller than this is left as it is, degrees", 0, 5},
    {"min_sharpness", 2.3,
     "how much sharper lines must be at the angle found than at others; more at large angles where "
     "few parts of the page agree",
     1, 100},
    {"max_spread", 1.0,
     "how far the parts of the page may differ from the whole in the mean, degrees", 0, 20},
    {"min_legible", 0.5, "lines that may be a drawing are writing where one is as legible as this",
     0, 1},
    {"overview", 1600.0, "longest side of the picture that is measured, pixels", 400, 6000},
    {"note_above", 2.0, "a tilt larger than this is noted as skew.large, degrees", 0, 40},
});

struct Heard {
    std::string_view name;  // of the witness
    Witness witness;
};

struct Verdict {
    double degrees = 0, error = 0;
    double rest = 0;    // tilt of the parts after turning over that before
    std::string names;  // of the witnesses that it rests on; empty = nobody is sure
};

struct Evidence {
    Tilt tilt;  // of the writing
    bool sure_of_text = false;
    RuledLines rules;
    std::optional<double> legibility;  // of the best line, where lines were read
};

constexpr OverrideSpec overrides[] = {
    {"skew",
     "by how many degrees the content lies turned clockwise (lines run down to the right); the "
     "page is turned back by it",
     1, -45, 45},
};

class Deskew : public Stage {
  public:
    Deskew(const Options& o, Workbench& bench) : options_(o), engines_(engines_of(bench)) {}
    std::vector<Page> run(Page page, const View& view) override;

  private:
    bool sure(const Tilt& tilt) const;
    bool may_be_writing(const Tilt& tilt) const;
    Evidence evidence(const Page& page, const View& view, const Ink& ink);
    void act(Page& page, const Verdict& verdict, bool written, Event& event) const;
    Options options_;
    EngineBench& engines_;
};

// Many parts of the page run as its text does.
bool agreed(const Tilt& tilt) {
    return tilt.parts >= 5 && tilt.error <= 0.1 && tilt.spread <= 0.5;
}

// Hardly lines at all.
bool faint(const Tilt& tilt) {
    return tilt.sharpness < 10;
}

// Neither one line nor two are yet text: they may be strokes of a drawing. A few lines of text are far
// sharper than the edges of a picture.
bool like_drawing(const Tilt& tilt) {
    return tilt.lone > (tilt.sharpness < 25 ? 0.5 : 0.7) || tilt.of_strokes();
}

// Large tilts are rare, pictures that look like one are not: they need better evidence, the more of
// it the fewer parts of the page agree on them. A few lines of text are far sharper than that.
double rarity(const Tilt& tilt) {
    const double steep = std::abs(tilt.degrees);
    if (agreed(tilt)) return 1 + std::max(0.0, steep - 15) / 5;
    if (tilt.parts > 0) return std::clamp(1 + (steep - 3) / 1.5, 1.0, 6.0);
    return 1 + std::max(0.0, steep - 4) / 6;
}

bool Deskew::sure(const Tilt& tilt) const {
    return !like_drawing(tilt) && tilt.marks >= 20 &&
           tilt.sharpness >= options_.number("min_sharpness") * rarity(tilt) &&
           tilt.spread <= options_.number("max_spread");
}

// Lines that are sharp enough for a few of writing, though they may be strokes.
bool Deskew::may_be_writing(const Tilt& tilt) const {
    return tilt.sharpness >= 3 * options_.number("min_sharpness") &&
           tilt.spread <= options_.number("max_spread");
}

// Lines drawn one way only may be hatching, or beams of a machine: beyond a degree they need to run
// as what looks like writing does, if not for sure.
RuledLines rules_of(const Ink& ink, const Tilt& tilt, double range) {
    RuledLines rules = measure_rules(ink, range);
    const bool as_writing = tilt.sharpness >= 1.5 && !like_drawing(tilt) &&
                            std::abs(tilt.degrees - rules.all.degrees) <= 1;
    rules.all.speaks =
        rules.all.speaks && (rules.square || as_writing || std::abs(rules.all.degrees) <= 1);
    return rules;
}

// The witnesses, who leads first. Writing whose parts have no angle of their own, or different
// ones, gives way to drawn lines, and so does what little looks like writing, aslant in a map's
// neatline.
// The leaf is asked where there are but few lines and no neatline.
std::vector<Heard> order(const Tilt& tilt, bool sure_of_text, const RuledLines& rules,
                         const std::function<Witness()>& leaf) {
    const double least_error = tilt.parts == 1 || tilt.parts == 2 ? 0.06 : 0.02;
    const Witness text{tilt.degrees, std::max(least_error, tilt.error), tilt.parts, sure_of_text};
    const double off_neatline = std::abs(rules.neatline.degrees - tilt.degrees);
    const bool hardly_written = tilt.sharpness < 5;
    const bool aslant = rules.neatline.speaks && off_neatline > (hardly_written ? 0.3 : 1) &&
                        !(agreed(tilt) && !hardly_written);
    const double off_rules = std::abs(rules.all.degrees - tilt.degrees);
    // Rules among text are printed with it; a frame may be the edge of some sheet.
    const bool less_sure = rules.all.speaks && rules.square && !rules.neatline.speaks &&
                           off_rules < 0.5 && text.error > 2 * rules.all.error;
    const bool firm = text.speaks && tilt.parts > 0 && tilt.spread <= 0.5 && !aslant && !less_sure;
    std::vector<Heard> heard;
    if (firm) heard.push_back({"text", text});
    if (rules.neatline.speaks)  // it is among the rules
        heard.push_back({"neatline", rules.neatline});
    else
        heard.push_back({"rules", rules.all});
    const bool level_frame = rules.neatline.speaks && std::abs(rules.neatline.degrees) <= 1;
    if ((firm && agreed(tilt)) || level_frame) return heard;
    const Witness edges = leaf();
    // Neither rules nor a frame are believed against their leaf: beams of a drawing.
    if (edges.speaks && std::abs(edges.degrees - heard.back().witness.degrees) > 1.5)
        heard.back().witness.speaks = false;
    if (rules.neatline.speaks) return heard;
    // What little looks like writing runs along its leaf, if not exactly.
    const bool believed =
        agreed(tilt) || !edges.speaks || std::abs(edges.degrees - tilt.degrees) < 1.5;
    if (firm)
        heard.front().witness.speaks = believed;
    else if (believed)
        heard.push_back({"text", text});
    heard.push_back({"leaf", edges});
    return heard;
}

// The first that speaks leads; those that agree with it within their errors join it, each by how
// sure it is.
Verdict combined(const std::vector<Heard>& heard) {
    Verdict verdict;
    double weight = 0;
    const Witness* lead = nullptr;
    for (const Heard& one : heard) {
        if (!one.witness.speaks) continue;
        if (!lead) lead = &one.witness;
        const double apart = std::abs(one.witness.degrees - lead->degrees);
        if (apart > 3 * std::hypot(one.witness.error, lead->error)) continue;
        const double own = 1 / (one.witness.error * one.witness.error);
        verdict.degrees += own * one.witness.degrees;
        weight += own;
        verdict.names += (verdict.names.empty() ? "" : ", ") + std::string(one.name);
    }
    if (!lead) return verdict;
    verdict.degrees /= weight;
    verdict.error = 1 / std::sqrt(weight);
    return verdict;
}

void note(Event& event, const std::string& name, const Witness& witness) {
    if (!witness.speaks) return;
    event.numbers.push_back({name, witness.degrees, "degree"});
    event.numbers.push_back({name + "_error", witness.error, "degree"});
}

void Deskew::act(Page& page, const Verdict& verdict, bool written, Event& event) const {
    event.outcome = "left alone";
    if (verdict.names.empty()) {
        event.detail = written ? "the tilt could not be measured with confidence"
                               : "too little writing to measure a tilt, and no straight lines";
        if (written)
            page.findings.push_back(make_finding(
                "skew.unsure", place_of(page),
                fmt::format("the tilt is not certain (about {:.1f} degrees); look at the page if "
                            "its text is poor",
                            verdict.degrees),
                event.numbers));
    } else if (std::abs(verdict.degrees) < options_.number("straight_below")) {
        event.detail = "straight";
    } else if (std::abs(verdict.degrees) <
               (std::abs(verdict.degrees) < 0.2 ? 3 : 2) * verdict.error) {
        event.detail = fmt::format(
            "its tilt of {:.2f} degrees is not certain enough to be turned by it (error {:.2f})",
            verdict.degrees, verdict.error);
    } else if (verdict.rest > (std::abs(verdict.degrees) < 0.3 ? 0.4 : 0.9)) {
        event.detail =
            "turning would not make it straighter: its parts differ, or their lines grow no "
            "sharper";
    } else {
        page.geometry = page.geometry.rotated(-verdict.degrees);
        event.outcome = "success";
        event.detail =
            fmt::format("turned by {:.2f} degrees, as told by {}", -verdict.degrees, verdict.names);
        if (std::abs(verdict.degrees) > options_.number("note_above"))
            page.findings.push_back(make_finding(
                "skew.large", place_of(page),
                fmt::format("the page was tilted by {:.1f} degrees and has been straightened",
                            verdict.degrees),
                event.numbers));
    }
}

// Where the form of lines does not tell writing from a drawing, reading does.
Evidence Deskew::evidence(const Page& page, const View& view, const Ink& ink) {
    const double range = options_.number("range");
    Evidence seen;
    seen.tilt = measure_tilt(ink, range);
    seen.sure_of_text = sure(seen.tilt);
    seen.rules = rules_of(ink, seen.tilt, range);
    // Small print has a body of 0.25 and more; lines that run alike all over the page are none of a drawing.
    const bool alike = seen.tilt.parts >= 6 && seen.tilt.spread < 0.03 && seen.tilt.sharpness >= 15;
    const bool firm =
        seen.sure_of_text && seen.tilt.parts > 0 && seen.tilt.body >= (alike ? 0.2 : 0.25);
    Witness& rules = seen.rules.all;
    Witness& frame = seen.rules.neatline;
    const bool led_by_rules = rules.speaks && std::abs(rules.degrees) > 1;
    const bool led_by_frame = frame.speaks && std::abs(frame.degrees) > 1;
    if (firm || (frame.speaks && !led_by_frame) ||
        !(led_by_rules || led_by_frame || may_be_writing(seen.tilt)))
        return seen;
    const ReadTilt read =
        read_tilt(page, view, ink, seen.tilt, range, options_.number("min_legible"), engines_);
    seen.legibility = read.legibility;
    if (read.tilt) {
        const bool level = std::abs(read.tilt->degrees) < 0.3;
        if (led_by_frame && !level) return seen;  // names on a map run as they like
        seen.tilt = *read.tilt;
        seen.sure_of_text = true;
        // Rules that run off what can be read are hatching.
        if (led_by_rules && std::abs(rules.degrees - seen.tilt.degrees) > 1) rules.speaks = false;
        // A drawing among level writing is not turned by. One name that a map has aslant, and that is
        // level on a tilted one, says nothing against a neatline on all four sides.
        const bool whole_frame = frame.lines >= 6 && seen.tilt.parts == 0;
        if (led_by_frame && level && !whole_frame) frame.speaks = rules.speaks = false;
    } else {
        if (led_by_rules && !led_by_frame && !seen.rules.square) rules.speaks = false;
        // Writing by hand is not legible either, but seldom lies so far askew.
        if (std::abs(seen.tilt.degrees) > 5) seen.sure_of_text = false;
    }
    return seen;
}

std::vector<Page> Deskew::run(Page page, const View& view) {
    if (const Override* told = page.told("skew")) {
        const double skew = told->none() ? 0 : told->numbers[0];
        if (skew == 0) return {left_alone_by_hand(deskew_stage, "deskewing", std::move(page))};
        page.geometry = page.geometry.rotated(-skew);
        page.events.push_back(done_by_hand(deskew_stage, "deskewing",
                                           fmt::format("turned by {:.2f} degrees", -skew),
                                           {{"skew", skew, "degree"}}));
        return {std::move(page)};
    }
    const Raster overview = view.overview(static_cast<int>(options_.number("overview")));
    const Raster beyond = beyond_scan(page.geometry, overview.width, overview.height);
    const Raster bed = find_bed(overview, beyond);
    const Ink ink = without_strokes(find_ink(overview, beyond, bed));
    const auto [tilt, sure_of_text, rules, legibility] = evidence(page, view, ink);
    const double range = options_.number("range");
    const std::vector<Heard> heard =
        order(tilt, sure_of_text, rules, [&] { return measure_leaf(overview, bed, range); });
    Verdict verdict = combined(heard);
    if (verdict.names.starts_with("text")) {
        if (tilt.before > 0) verdict.rest = tilt.after / tilt.before;
        // Few lines, or faint ones: they must be seen to grow sharper by what they tell, or a frame
        // says the same.
        const bool framed = verdict.names.find("neatline") != std::string::npos;
        const bool few = !agreed(tilt) || faint(tilt) || legibility;
        if (few && !framed && tilt.sharpness < 1.1 * tilt.level) verdict.rest = 1;
        // Lines by hand that stand a little aslant in a frame that is level.
        if (rules.neatline.speaks && std::abs(verdict.degrees) < 0.3 &&
            std::abs(rules.neatline.degrees) < options_.number("straight_below") / 2)
            verdict.rest = 1;
    } else if (tilt.parts >= 2 && std::abs(verdict.degrees) < 0.3 &&
               tilt.before < std::abs(verdict.degrees) / 2) {
        verdict.rest = 1;  // a frame that stands a little aslant around lines that lie level
    }
    if (verdict.names.empty()) verdict.degrees = tilt.degrees;

    Event event = event_of(deskew_stage, "deskewing");
    event.numbers = {{"skew", verdict.degrees, "degree"},       {"error", verdict.error, "degree"},
                     {"sharpness", tilt.sharpness, "ratio"},    {"spread", tilt.spread, "degree"},
                     {"bands", double(tilt.parts), ""},         {"parts", double(ink.parts), ""},
                     {"sharpness_before", tilt.level, "ratio"}, {"body", tilt.body, "ratio"},
                     {"loneliness", tilt.lone, "ratio"}};
    if (tilt.parts > 0) {
        event.numbers.push_back({"unevenness_before", tilt.before, "degree"});
        event.numbers.push_back({"unevenness_after", tilt.after, "degree"});
    }
    if (legibility) event.numbers.push_back({"legibility", *legibility, "ratio"});
    for (const Heard& one : heard)
        note(event, std::string(one.name), one.witness);
    act(page, verdict, ink.parts >= 20, event);
    page.events.push_back(std::move(event));
    return {std::move(page)};
}

// What doubtful lines are read with.
std::vector<Model> needs(const Options&, const std::vector<std::string>& languages) {
    return models_of_each(one_of_each_script(languages));
}

}  // namespace

const StageInfo deskew_stage{
    "deskew",
    "turns a tilted page so that its lines run level",
    10,
    options,
    [](const Options& o, Workbench& bench) -> std::unique_ptr<Stage> {
        return std::make_unique<Deskew>(o, bench);
    },
    needs,
    false,
    overrides,
    nullptr,
    true,
};

}  // namespace nuskha
