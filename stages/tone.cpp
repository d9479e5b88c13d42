#include "stages/tone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "stages/ink.hpp"
#include "stages/notes.hpp"
#include "stages/reading_language.hpp"
#include "stages/samples.hpp"
#include "stages/tilt.hpp"
#include "stages/working_picture.hpp"

namespace nuskha {
namespace {

const auto options = std::to_array<OptionSpec>({
    {"reads_well", 0.7, "sample lines read with this confidence need no change of tone", 0, 1},
    {"legible", 0.8, "lines that have been found so legible before need no change of tone", 0, 1},
    {"min_gain", 0.06, "confidence that a change must win on the sample lines", 0, 1},
    {"lines", 6.0, "sample lines that are read", 2, 40},
    {"min_parts", 40.0, "a page with fewer marks of ink is left alone", 0, 10000},
    {"clean", 0.15, "how faint a mark may be and become paper, share of the way to ink", 0, 0.9},
    {"faint_ink", 90.0,
     "where ink on level paper is brighter than this, faint marks are not removed: they are ink", 0,
     255},
    {"shows_through", 0.01,
     "where faint marks cover a larger share of the page than this, away from ink, they are "
     "removed "
     "even if sample lines read well",
     0, 1},
    {"speck", 0.05, "how large a lone speck may be and become paper, mm squared", 0, 1},
});

constexpr OverrideSpec overrides[] = {
    {"tone", "\"none\": the page is read in the tones of its scan", 0},
};

// What is tried, in this order; of equals the first.
struct Trial {
    const char* name;
    bool level, clean, speck, two_tone;
};
constexpr auto trials = std::to_array<Trial>({
    {"level paper", true, false, false, false},
    {"level paper, faint marks removed", true, true, true, false},
    {"level paper, black and white", true, false, true, true},
});

constexpr auto trials_where_it_shows_through =
    std::to_array<Trial>({trials[1], trials[0], trials[2]});  // until one serves

// The page as the recogniser would see it under a plan.
class TonedView : public View {
  public:
    TonedView(const View& view, const Page& page, const PaperTone& tone, const WorkingTone& plan)
        : view_(view), page_(page), tone_(tone), plan_(plan) {}
    Raster overview(int longest_side) const override { return view_.overview(longest_side); }
    Raster render(const Rect& area, double scale, Tone tone) const override {
        return working_picture(view_.render(area, scale, tone), area, page_.geometry.page(), tone_,
                               plan_, page_.ppi_or(300) * scale);
    }

  private:
    const View& view_;
    const Page& page_;
    const PaperTone& tone_;
    WorkingTone plan_;
};

class Tones : public Stage {
  public:
    Tones(const Options& o, Workbench& bench) : options_(o), engines_(engines_of(bench)) {}
    std::vector<Page> run(Page page, const View& view) override;

  private:
    std::vector<Raster> lines(const Page& page, const View& view, const Ink& ink, double tilt);
    std::vector<double> read(const std::vector<Raster>& lines, Engine& engine,
                             const std::vector<double>& before = {});
    bool shows_through(const Page& page, const PaperTone& tone) const;
    void read_well(Page& page, Event& event, const PaperTone& tone) const;
    Options options_;
    EngineBench& engines_;
};

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double v : values)
        sum += v;
    return values.empty() ? 0 : sum / double(values.size());
}

// Dark ink on even paper with hardly a mark between the two but the rims of letters: that it reads badly is not the
// tones' fault. Of a picture in two tones specks may still be removed.
bool nothing_to_even(const PaperTone& tone, const Page& page) {
    return page.facts.bits_per_sample != 1 && tone.uneven <= 2 && tone.faint < 0.03 &&
           tone.ink < 0.5 * tone.usual;
}

// The same lines whatever the tones.
std::vector<Raster> Tones::lines(const Page& page, const View& view, const Ink& ink, double tilt) {
    return line_pictures(page, view, ink, tilt, static_cast<int>(options_.number("lines")));
}

// Confidence line by line. Where a third of the lines gains less than half of what they all must on
// what they were read with before, the others are not read: the last ones are missing.
std::vector<double> Tones::read(const std::vector<Raster>& lines, Engine& engine,
                                const std::vector<double>& before) {
    const std::size_t third = std::max<std::size_t>(2, lines.size() / 3);
    const double least = options_.number("min_gain") / 2 * double(third);
    std::vector<double> confidences;
    double gain = 0;
    for (const Raster& line : lines) {
        const std::size_t i = confidences.size();
        if (!before.empty() && i == third && gain < least) break;
        confidences.push_back(sample_confidence(engine, {line}));
        if (i < before.size()) gain += confidences[i] - before[i];
    }
    return confidences;
}

// Faint marks away from dark ink: the other side's letters, above all. Not faint letters beside dark ones, which are few.
bool Tones::shows_through(const Page& page, const PaperTone& tone) const {
    constexpr double dark = 130;  // level of ink that is not faint itself
    return page.facts.bits_per_sample != 1 && tone.ink <= dark &&
           tone.shown > options_.number("shows_through");
}

// The lines that are tried are those that stand clear: elsewhere the other side's letters lie among those of the page.
void Tones::read_well(Page& page, Event& event, const PaperTone& tone) const {
    event.detail = "it reads well as it is";
    event.numbers.push_back({"shown", tone.shown, "ratio"});
    if (!shows_through(page, tone)) return;
    page.tone = WorkingTone{true, options_.number("clean"), 0, false};
    event.outcome = "success";
    event.detail = "for reading only: level paper, faint marks removed";
}

std::vector<Page> Tones::run(Page page, const View& view) {
    if (page.told("tone"))
        return {left_alone_by_hand(tone_stage, "image adjustment", std::move(page))};
    Event event = event_of(tone_stage, "image adjustment");
    event.outcome = "left alone";
    std::vector<double> known;
    for (const EngineBench::LineRead& line : engines_.lines_read(page))
        known.push_back(line.reading.legibility);
    if (!known.empty() &&
        *std::min_element(known.begin(), known.end()) >= options_.number("legible")) {
        event.numbers = {{"legibility", mean(known), "ratio"}, {"lines", double(known.size()), ""}};
        read_well(page, event, measure_tone(view.overview(1600)));
        page.events.push_back(std::move(event));
        return {std::move(page)};
    }
    const Raster overview = view.overview(1600);
    const Ink ink = find_ink(overview, beyond_scan(page.geometry, overview.width, overview.height));
    const double tilt = measure_tilt(ink, 15).degrees;
    std::vector<double> as_it_is;
    const auto engine = [&]() -> Engine& {
        return engines_.engine(choose_reading(page, view, ink, engines_).set);
    };
    if (ink.parts >= options_.number("min_parts"))
        as_it_is = read(lines(page, view, ink, tilt), engine());
    const double before = mean(as_it_is);
    if (as_it_is.size() < 2) {
        event.detail = "too few lines to try";
    } else if (before >= options_.number("reads_well")) {
        event.numbers = {{"confidence", before, "ratio"}, {"lines", double(as_it_is.size()), ""}};
        read_well(page, event, measure_tone(overview));
    } else {
        const PaperTone tone = measure_tone(overview);
        event.numbers = {{"confidence", before, "ratio"}, {"paper", tone.usual, "level"},
                         {"ink", tone.ink, "level"},      {"uneven", tone.uneven, "level"},
                         {"faint", tone.faint, "ratio"},  {"shown", tone.shown, "ratio"}};
        event.detail = "no change of tone makes it read better";
        double best = before + options_.number("min_gain");
        const bool shows = shows_through(page, tone);
        for (const Trial& trial : shows ? trials_where_it_shows_through : trials) {
            if (nothing_to_even(tone, page) || (shows && event.outcome == "success")) break;
            if (trial.clean && !shows && tone.ink > options_.number("faint_ink")) continue;
            const bool only_specks = page.facts.bits_per_sample == 1;  // no tones to be evened
            if (only_specks && (!trial.speck || trial.two_tone)) continue;
            const WorkingTone plan{trial.level, trial.clean ? options_.number("clean") : 0,
                                   trial.speck ? options_.number("speck") : 0, trial.two_tone};
            const auto confidences =
                read(lines(page, TonedView(view, page, tone, plan), ink, tilt), engine(), as_it_is);
            if (confidences.size() < as_it_is.size()) continue;
            int better = 0;  // more lines must read better than worse
            for (std::size_t i = 0; i < as_it_is.size(); ++i)
                better += confidences[i] > as_it_is[i] ? 1 : confidences[i] < as_it_is[i] ? -1 : 0;
            if (mean(confidences) <= best || better <= 0) continue;
            best = mean(confidences);
            page.tone = plan;
            event.outcome = "success";
            event.detail = fmt::format("for reading only: {}", trial.name);
        }
        if (event.outcome == "success")
            event.numbers.push_back({"confidence_after", best, "ratio"});
    }
    page.events.push_back(std::move(event));
    return {std::move(page)};
}

std::vector<Model> needs(const Options&, const std::vector<std::string>& languages) {
    return models_of(trained_set_for(languages));
}

}  // namespace

const StageInfo tone_stage{
    "tone",
    "evens and cleans the tones of a page for reading, where sample lines then read better",
    7,
    options,
    [](const Options& o, Workbench& bench) -> std::unique_ptr<Stage> {
        return std::make_unique<Tones>(o, bench);
    },
    needs,
    false,
    overrides,
};

}  // namespace nuskha
