#include "stages/orient.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>

#include "models/language/alphabet.hpp"
#include "stages/ink.hpp"
#include "stages/notes.hpp"
#include "stages/samples.hpp"
#include "stages/stance.hpp"
#include "stages/tilt.hpp"
#include "stages/trial_languages.hpp"
#include "stages/workbench.hpp"

namespace nuskha {
namespace {

const auto options = std::to_array<OptionSpec>({
    {"clear_rows", 1.8, "rows so much sharper than columns (or less) settle which way lines run", 1,
     20},
    {"min_legible", 0.8, "a line as legible as this settles that the page is upright", 0, 1},
    {"min_lead", 0.3, "by how much more legible one way up must be than the other", 0, 1},
    {"min_turned", 0.65, "how legible the better way must be, unless many lines or the shape agree",
     0, 1},
    {"lines", 6.0, "lines that are tried at most", 1, 20},
});

constexpr int overview_side = 1200;  // as inspect has it: its ink is used again

Raster quarter_turned(const Raster& picture) {
    Raster turned(picture.height, picture.width, 1);
    const cv::Mat from(picture.height, picture.width, CV_8UC1,
                       const_cast<std::uint8_t*>(picture.pixels.data()));
    cv::Mat to(turned.height, turned.width, CV_8UC1, turned.pixels.data());
    cv::rotate(from, to, cv::ROTATE_90_CLOCKWISE);
    return turned;
}

Ink quarter_turned(const Ink& ink) {  // the same ink on the page turned clockwise
    Ink turned = ink;
    turned.mask = quarter_turned(ink.mask);
    turned.darkness = quarter_turned(ink.darkness);
    return turned;
}

enum class Way { unsettled, as_is, round };

// What is known of one axis of the page: the shape of its lines, and line after line how legible it
// is as it is and turned round.
struct Evidence {
    Stance stance;  // no evidence in Cyrillic
    std::vector<double> as_is, round;
    std::vector<EngineBench::LineRead> read_as_is, read_round;  // places on the page
    bool declared = true;                                       // read in the page's languages
    const char* settled_by = "";

    static double mean(const std::vector<double>& values) {
        double sum = 0;
        for (const double value : values)
            sum += value;
        return values.empty() ? 0 : sum / double(values.size());
    }
    double best() const { return std::max(mean(as_is), mean(round)); }
    double lead() const { return mean(as_is) - mean(round); }  // + = as it is
    // Nothing that has been read looks like writing in these languages, either way.
    bool hopeless() const { return as_is.size() >= 4 && best() < 0.3 && std::abs(lead()) < 0.1; }
    // The lead in standard errors, as the lines tell; at least 0.08 is taken for chance in a line.
    double certainty() const {
        double squares = 0;
        for (std::size_t i = 0; i < as_is.size(); ++i)
            squares += std::pow(as_is[i] - round[i] - lead(), 2);
        const double n = std::max(1.0, double(as_is.size()));
        return lead() / std::max(0.08, std::sqrt(squares / n)) * std::sqrt(n);
    }
};

struct Verdict {
    int turns = 0;        // quarter turns clockwise that bring the page upright
    bool unsure = false;  // there is writing, but not which way is up
    std::string why;
    std::vector<Number> numbers;
};

constexpr OverrideSpec overrides[] = {
    {"turn", "the quarters by which the page is turned clockwise: 0, 90, 180 or 270 degrees", 1, 0,
     270, true, 90},
};

class Orient : public Stage {
  public:
    Orient(const Options& o, Workbench& bench) : options_(o), engines_(engines_of(bench)) {}
    std::vector<Page> run(Page page, const View& view) override;

  private:
    Verdict judge(const Page& page, const View& view);
    Way settle(const Page& page, const View& view, const Ink& ink, bool on_side, Evidence& seen);
    Ink ink_of(const Page& page, const View& view) const;
    Way compared(Evidence& seen) const;
    Way by_shape(Evidence& seen) const;
    void remember(const Page& page, const Evidence& seen, Way way);
    EngineBench::LineRead read(const SampleLine& line, std::vector<std::string>& languages,
                               bool round);
    void read_round(const std::vector<SampleLine>& lines, std::vector<std::string>& languages,
                    Evidence& seen);
    Options options_;
    EngineBench& engines_;
};

bool only_cyrillic(const std::vector<std::string>& languages) {
    return !languages.empty() &&
           std::all_of(languages.begin(), languages.end(), [](const std::string& language) {
               const Alphabet* alphabet = find_alphabet(language);
               return alphabet && alphabet->script == Script::cyrillic;
           });
}

// A language in which the line is clearly most legible is the only one for the lines to come.
EngineBench::LineRead Orient::read(const SampleLine& line, std::vector<std::string>& languages,
                                   bool round) {
    constexpr double clear_lead = 0.3;
    auto [reading, language, lead] =
        read_in_best(engines_, round ? turned_round(line.picture) : line.picture, languages,
                     options_.number("min_legible"));
    if (lead >= clear_lead) languages = {language};
    return {line.on_page, std::move(reading), std::move(language)};
}

// Turned round as many lines as have been read as they are.
void Orient::read_round(const std::vector<SampleLine>& lines, std::vector<std::string>& languages,
                        Evidence& seen) {
    while (seen.round.size() < seen.as_is.size()) {
        seen.read_round.push_back(read(lines[seen.round.size()], languages, true));
        seen.round.push_back(seen.read_round.back().reading.legibility);
    }
}

// What the lines read so far settle, with the shape as a second voice.
// One line alone may be a name on a map that runs its own way.
Way Orient::compared(Evidence& seen) const {
    const double lead = seen.lead();
    if (seen.as_is.size() < 2) return Way::unsettled;
    const Way way = lead > 0 ? Way::as_is : Way::round;
    const bool told = seen.stance.clear(), same = seen.stance.lean * lead > 0;
    if (told && !same) return Way::unsettled;
    if (seen.best() >= options_.number("min_turned") &&
        std::abs(lead) >= options_.number("min_lead")) {
        seen.settled_by = "it reads well this way up";
        return way;
    }
    if (told && std::abs(lead) >= 0.1) {
        seen.settled_by = "it reads better this way up, and its lines have that shape";
        return way;
    }
    if (seen.as_is.size() >= 4 && std::abs(lead) >= 0.15 && std::abs(seen.certainty()) >= 4) {
        seen.settled_by = "line after line reads better this way up";
        return way;
    }
    return Way::unsettled;
}

// For what cannot be read, writing by hand above all. Turning asks for more than leaving alone.
Way Orient::by_shape(Evidence& seen) const {
    const Stance& stance = seen.stance;
    if (!stance.clear()) return Way::unsettled;
    const Way way = stance.lean > 0 ? Way::as_is : Way::round;
    if (way == Way::round && (stance.lean > -0.22 || stance.certainty > -6)) return Way::unsettled;
    if (seen.lead() * stance.lean < 0 && std::abs(seen.lead()) > 0.05) return Way::unsettled;
    seen.settled_by = "its lines have the shape of upright writing";
    return way;
}

// One line as it is settles it for nearly every page; only else more lines are read both ways.
Way Orient::settle(const Page& page, const View& view, const Ink& ink, bool on_side,
                   Evidence& seen) {
    const double tilt = measure_tilt(ink, 20).degrees;
    if (!only_cyrillic(page.languages)) seen.stance = measure_stance(ink, tilt);
    const std::vector<SampleLine> lines =
        line_samples(page, view, ink, tilt, static_cast<int>(options_.number("lines")), on_side);
    std::vector<std::string> declared = one_of_each_script(page.languages), when_round = declared;
    const bool upside_down = seen.stance.clear() && seen.stance.lean < 0;
    for (const SampleLine& line : lines) {
        seen.read_as_is.push_back(read(line, declared, false));
        seen.as_is.push_back(seen.read_as_is.back().reading.legibility);
        if (!on_side && !upside_down && seen.round.empty() &&
            seen.as_is.back() >= options_.number("min_legible")) {
            // Where the shape says nothing a second line is asked: a map has names that run anyhow.
            if (seen.stance.certainty < 2 && seen.as_is.size() < 2 && lines.size() > 1) continue;
            seen.settled_by = "it reads well as it is";
            return Way::as_is;
        }
        read_round(lines, when_round, seen);
        if (const Way way = compared(seen); way != Way::unsettled) return way;
        if (seen.hopeless()) break;
    }
    read_round(lines, when_round, seen);
    if (const Way way = by_shape(seen); way != Way::unsettled) return way;
    // Read badly either way: perhaps the script is another than was declared.
    for (const std::string& other : of_other_scripts(page.languages)) {
        std::vector<std::string> alone{other};
        Evidence again;
        again.declared = false;
        for (std::size_t i = 0; i < std::min<std::size_t>(3, lines.size()); ++i) {
            again.read_as_is.push_back(read(lines[i], alone, false));
            again.as_is.push_back(again.read_as_is.back().reading.legibility);
            again.read_round.push_back(read(lines[i], alone, true));
            again.round.push_back(again.read_round.back().reading.legibility);
            if (again.best() < options_.number("min_turned")) break;
        }
        if (again.as_is.size() == 3 && again.best() >= options_.number("min_turned") &&
            std::abs(again.lead()) >= 0.3 && std::abs(again.certainty()) >= 4) {
            seen = again;
            seen.settled_by = "it reads well in a script that was not declared";
            return again.lead() > 0 ? Way::as_is : Way::round;
        }
    }
    return Way::unsettled;
}

Ink Orient::ink_of(const Page& page, const View& view) const {
    if (const Ink* known = engines_.ink(page, overview_side)) return *known;
    const Raster overview = view.overview(overview_side);
    return find_ink(overview, beyond_scan(page.geometry, overview.width, overview.height));
}

// Stages to come need not try again whether the page reads well.
void Orient::remember(const Page& page, const Evidence& seen, Way way) {
    std::vector<EngineBench::LineRead> lines;
    if (way != Way::unsettled) lines = way == Way::as_is ? seen.read_as_is : seen.read_round;
    for (EngineBench::LineRead& line : lines)
        line.on_scan = page.geometry.on_scan(line.on_scan);
    engines_.remember_lines(page, std::move(lines));
}

Verdict Orient::judge(const Page& page, const View& view) {
    Verdict verdict;
    const Ink ink = ink_of(page, view);
    if (ink.parts < 20) {
        verdict.why = "too little writing to tell which way is up";
        return verdict;
    }
    const Ink turned = quarter_turned(ink);
    const double rows =
        measure_rows(ink, 20).strength / std::max(measure_rows(turned, 20).strength, 1e-9);
    verdict.numbers = {{"rows_over_columns", rows, "ratio"}};
    const double clear = options_.number("clear_rows");
    Way lying = Way::unsettled, upended = Way::unsettled;
    if (rows > 1 / clear) {  // lines lie, or may do so
        Evidence seen;
        lying = settle(page, view, ink, false, seen);
        remember(page, seen, lying);
        verdict.numbers.push_back({"read_at_0", Evidence::mean(seen.as_is), "ratio"});
        verdict.numbers.push_back({"read_at_180", Evidence::mean(seen.round), "ratio"});
        verdict.numbers.push_back({"lean", seen.stance.lean, "ratio"});
        verdict.numbers.push_back({"lean_certainty", seen.stance.certainty, "standard error"});
        verdict.numbers.push_back({"lines", double(seen.as_is.size()), ""});
        verdict.why = seen.settled_by;
    }
    if (lying == Way::unsettled && rows < clear) {
        Evidence seen;
        upended = settle(page, view, turned, true, seen);
        remember(page, seen, upended);
        verdict.numbers.push_back({"read_at_90", Evidence::mean(seen.as_is), "ratio"});
        verdict.numbers.push_back({"read_at_270", Evidence::mean(seen.round), "ratio"});
        verdict.numbers.push_back({"lean_on_side", seen.stance.lean, "ratio"});
        verdict.numbers.push_back(
            {"lean_on_side_certainty", seen.stance.certainty, "standard error"});
        verdict.numbers.push_back({"lines_on_side", double(seen.as_is.size()), ""});
        verdict.why = seen.settled_by;
    }
    verdict.turns = lying == Way::round     ? 2
                    : upended == Way::as_is ? 1
                    : upended == Way::round ? 3
                                            : 0;
    if (lying == Way::unsettled && upended == Way::unsettled) {
        verdict.unsure = true;
        verdict.why = rows < 1 / clear
                          ? "lines seem to stand on their ends, but not which way up is certain"
                          : "it cannot be read well enough to tell which way is up";
    }
    return verdict;
}

std::vector<Page> Orient::run(Page page, const View& view) {
    if (const Override* told = page.told("turn")) {
        const int degrees = told->none() ? 0 : static_cast<int>(told->numbers[0]);
        if (degrees == 0) return {left_alone_by_hand(orient_stage, "orienting", std::move(page))};
        page.geometry = page.geometry.turned(degrees / 90);
        page.events.push_back(done_by_hand(orient_stage, "orienting",
                                           fmt::format("turned by {} degrees clockwise", degrees),
                                           {{"turned", double(degrees), "degree"}}));
        return {std::move(page)};
    }
    Verdict verdict = judge(page, view);
    Event event = event_of(orient_stage, "orienting");
    event.numbers = verdict.numbers;
    event.numbers.push_back({"turned", verdict.turns * 90.0, "degree"});
    event.detail = verdict.why;
    event.outcome = verdict.turns ? "success" : "left alone";
    if (verdict.turns) {
        page.geometry = page.geometry.turned(verdict.turns);
        page.findings.push_back(make_finding(
            "orient.turned", place_of(page),
            fmt::format("the page was turned by {} degrees clockwise; look whether it is right",
                        verdict.turns * 90),
            event.numbers));
    } else if (verdict.unsure) {
        page.findings.push_back(make_finding(
            "orient.unsure", place_of(page),
            fmt::format("{}; the page was left as it is, look at it", verdict.why), event.numbers));
    }
    page.events.push_back(std::move(event));
    return {std::move(page)};
}

// All that may be read with; what is not installed is not missed.
std::vector<Model> needs(const Options&, const std::vector<std::string>& languages) {
    std::vector<std::string> tried = one_of_each_script(languages);
    for (const std::string& other : of_other_scripts(languages))
        tried.push_back(other);
    return models_of_each(tried);
}

}  // namespace

const StageInfo orient_stage{
    "orient",
    "turns a page that lies on its side or stands on its head",
    7,
    options,
    [](const Options& o, Workbench& bench) -> std::unique_ptr<Stage> {
        return std::make_unique<Orient>(o, bench);
    },
    needs,
    false,
    overrides,
    nullptr,
    true,
};

}  // namespace nuskha
