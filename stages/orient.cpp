#include "stages/orient.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "models/language/alphabet.hpp"
#include "stages/ink.hpp"
#include "stages/notes.hpp"
#include "stages/samples.hpp"
#include "stages/tilt.hpp"
#include "stages/workbench.hpp"

namespace nuskha {
namespace {

const auto options = std::to_array<OptionSpec>({
    {"clear_rows", 1.8, "rows so much sharper than columns (or less) settle which way lines run", 1,
     20},
    {"min_confidence", 0.7, "a sample read this well upright settles that the page is upright", 0,
     1},
    {"min_lead", 0.15, "by how much one way up must read better than the other for turning", 0, 1},
    {"min_turned", 0.6, "how well the sample must read after turning, or nothing is turned", 0, 1},
    {"lines", 3.0, "lines that are tried at most", 1, 10},
});

Raster quarter_turned(const Raster& picture) {
    Raster turned(picture.height, picture.width, 1);
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x)
            turned.row(x)[picture.height - 1 - y] = picture.row(y)[x];
    return turned;
}

Ink quarter_turned(const Ink& ink) {  // the same ink on the page turned clockwise
    Ink turned = ink;
    turned.mask = quarter_turned(ink.mask);
    turned.darkness = quarter_turned(ink.darkness);
    return turned;
}

struct Verdict {
    int turns = 0;          // quarter turns clockwise that bring the page upright
    bool conflict = false;  // there is evidence, and it contradicts itself
    std::string why;
    std::vector<Number> numbers;
};

struct Trial {                           // one axis of the page, both ways up
    double as_is = 0, turned_round = 0;  // confidence of reading, 0..1
    bool any = false;                    // a line was found to read
    double best() const { return std::max(as_is, turned_round); }
    double lead() const { return std::abs(as_is - turned_round); }
};

class Orient : public Stage {
  public:
    Orient(const Options& o, Workbench& bench) : options_(o), engines_(engines_of(bench)) {}
    std::vector<Page> run(Page page, const View& view) override;

  private:
    Verdict judge(const Page& page, const View& view);
    Trial attempt(const Page& page, const View& view, const Ink& ink, bool on_side);
    double best_confidence(const Page& page, const std::vector<Raster>& lines);
    bool settles(const Trial& trial) const {
        return trial.best() >= options_.number("min_turned") &&
               trial.lead() >= options_.number("min_lead");
    }
    Options options_;
    EngineBench& engines_;
};

// Of the page's languages the first of each script: which way up a line is, any model of its script
// tells, so that several languages do not cost several readings.
std::vector<std::string> one_of_each_script(const std::vector<std::string>& languages) {
    std::vector<std::string> few;
    std::vector<Script> scripts;
    for (const std::string& language : languages) {
        const Alphabet* alphabet = find_alphabet(language);
        if (alphabet) {
            if (std::find(scripts.begin(), scripts.end(), alphabet->script) != scripts.end())
                continue;
            scripts.push_back(alphabet->script);
        }
        few.push_back(language);
    }
    return few;
}

double Orient::best_confidence(const Page& page, const std::vector<Raster>& lines) {
    double best = 0;
    for (const std::string& language : one_of_each_script(page.languages)) {
        best =
            std::max(best, sample_confidence(engines_.engine(trained_set_for({language})), lines));
        if (best >= options_.number("min_confidence")) break;
    }
    return best;
}

// One line as it is settles it for nearly every page; only else more lines are read both ways.
Trial Orient::attempt(const Page& page, const View& view, const Ink& ink, bool on_side) {
    Trial trial;
    std::vector<Raster> lines =
        line_pictures(page, view, ink, static_cast<int>(options_.number("lines")), on_side);
    trial.any = !lines.empty();
    if (!trial.any) return trial;
    if (!on_side) {
        trial.as_is = best_confidence(page, {lines.front()});
        if (trial.as_is >= options_.number("min_confidence")) return trial;
    }
    trial.as_is = best_confidence(page, lines);
    for (Raster& line : lines)
        line = turned_round(line);
    trial.turned_round = best_confidence(page, lines);
    return trial;
}

Verdict Orient::judge(const Page& page, const View& view) {
    Verdict verdict;
    const Raster overview = view.overview(1200);
    const Ink ink = find_ink(overview, beyond_scan(page.geometry, overview.width, overview.height));
    if (ink.parts < 20) {
        verdict.why = "too little writing to tell which way is up";
        return verdict;
    }
    const Ink turned = quarter_turned(ink);
    const double standing = measure_rows(turned, 12).strength,
                 rows = measure_rows(ink, 12).strength / std::max(standing, 1e-9);
    verdict.numbers = {{"rows_over_columns", rows, "ratio"}};
    const double clear = options_.number("clear_rows");
    const auto note = [&](const char* as_is, const char* round, const Trial& trial) {
        verdict.numbers.push_back({as_is, trial.as_is, "ratio"});
        verdict.numbers.push_back({round, trial.turned_round, "ratio"});
    };
    if (rows > 1 / clear) {  // lines lie, or may do so
        const Trial lying = attempt(page, view, ink, false);
        note("read_at_0", "read_at_180", lying);
        if (settles(lying)) {
            verdict.turns = lying.as_is > lying.turned_round ? 0 : 2;
            verdict.why = verdict.turns ? "it reads better upside down" : "it reads well as it is";
            return verdict;
        }
        verdict.why = lying.any ? "it cannot be read well enough either way up"
                                : "no line of text was found to try";
        verdict.conflict = lying.best() >= options_.number("min_turned");
        if (rows > clear) return verdict;
    }
    const Trial upended = attempt(page, view, turned, true);
    note("read_at_90", "read_at_270", upended);
    if (settles(upended)) {
        verdict.turns = upended.as_is > upended.turned_round ? 1 : 3;
        verdict.why = "it reads well when turned";
        verdict.conflict = false;
    } else if (rows < 1 / clear) {
        verdict.why = "lines seem to stand upright on their ends, but cannot be read when turned";
        verdict.conflict = true;
    }
    return verdict;
}

std::vector<Page> Orient::run(Page page, const View& view) {
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
    } else if (verdict.conflict) {
        page.findings.push_back(make_finding(
            "orient.unsure", place_of(page),
            fmt::format("{}; the page was left as it is, look at it", verdict.why), event.numbers));
    }
    page.events.push_back(std::move(event));
    return {std::move(page)};
}

}  // namespace

const StageInfo orient_stage{
    "orient",
    "turns a page that lies on its side or stands on its head",
    3,
    options,
    [](const Options& o, Workbench& bench) -> std::unique_ptr<Stage> {
        return std::make_unique<Orient>(o, bench);
    },
};

}  // namespace nuskha
