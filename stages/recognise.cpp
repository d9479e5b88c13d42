#include "stages/recognise.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "models/evaluation/expected_error.hpp"
#include "models/failure.hpp"
#include "stages/arabic_marks.hpp"
#include "stages/arabic_scale.hpp"
#include "stages/block_roles.hpp"
#include "stages/drawings.hpp"
#include "stages/ink.hpp"
#include "stages/notes.hpp"
#include "stages/page_number.hpp"
#include "stages/reading_findings.hpp"
#include "stages/reading_language.hpp"
#include "stages/reading_order.hpp"
#include "stages/second_look.hpp"
#include "stages/tilt.hpp"
#include "stages/unread_lines.hpp"
#include "stages/workbench.hpp"
#include "stages/working_picture.hpp"

namespace nuskha {
namespace {

const auto options = std::to_array<OptionSpec>({
    {"ppi", 300.0, "finest resolution that is read, pixels an inch; finer scans are reduced", 70,
     1200},
    {"longest_side", 6000.0,
     "where the scan does not say its resolution, reduce to this many pixels", 500, 32000},
    {"min_letter", 12.0,
     "a page of low or unknown resolution whose letters have fewer pixels in height is read at "
     "twice "
     "its size; 0 = never",
     0, 100},
    {"arabic_line", 27.0,
     "lines in Arabic script that are higher are reduced to this height, from the lowest stroke to "
     "the highest, pixels; larger where that leaves ink unread; 0 = never",
     0, 200},
    {"layout", std::string("auto"),
     "what to expect on the page: auto, column, block, line or sparse (words anywhere: maps)"},
    {"choose", true,
     "with several languages, try each on a few lines and read the page with the best"},
    {"second_look", true,
     "lines that were left out are read one by one, and what reads badly is tried in the page's "
     "other scripts"},
    {"characters", false, "keep the place and the confidence of every character"},
    {"page_number", true,
     "where no page number was read with certainty, read what may be one again in digits alone"},
    {"uncovered", std::string("refuse"),
     "a language with letters that no trained data here can write: refuse the run before its first "
     "scan, or warn and read without them"},
    {"timeout", 0.0, "stop reading a page after so many seconds; 0 = never", 0, 86400},
    {"low_confidence", 0.6, "a page below this mean confidence is a finding", 0, 1},
    {"high_error", 0.2, "a page with a larger expected error is a finding", 0, 1},
    {"readable", 0.38,
     "a page whose words have a lower mean confidence is no text: its lines are kept without "
     "words; "
     "0 = the words are kept whatever they are",
     0, 1},
    {"blank_parts", 12.0, "a page with fewer marks of ink is not read, unless layout is line", 0,
     1000},
});

constexpr int overview_side = 1600;
constexpr int largest_side = 32000;           // Tesseract takes 32,767
constexpr double largest_area = 150'000'000;  // pixels of one reading: 150 MB, and its copies

Layout layout_named(const std::string& name) {
    constexpr std::pair<std::string_view, Layout> names[] = {{"auto", Layout::automatic},
                                                             {"column", Layout::column},
                                                             {"block", Layout::block},
                                                             {"line", Layout::line},
                                                             {"sparse", Layout::sparse}};
    for (const auto& [word, layout] : names)
        if (word == name) return layout;
    throw Failure(Exit::usage,
                  fmt::format("recognise: there is no layout '{}'; it is auto, column, "
                              "block, line or sparse",
                              name));
}

// In the tones in which the page is read: what shows through is no ink that was left unread.
Ink ink_of(const Page& page, const View& view) {
    const Raster overview = toned_overview(page, view, overview_side);
    return find_ink(overview, beyond_scan(page.geometry, overview.width, overview.height));
}

// Only these can have letters too small to be read; others are spared the look.
bool small(const Page& page) {
    const Size size = page.geometry.page();
    return page.ppi_or(0) < 150 && std::max(size.width, size.height) < 2000;
}

struct Attempt {
    double scale = 1, ppi = 0;  // ppi: 0 = not known
    Raster picture;             // what was read
    Reading reading;            // boxes in pixels of the picture
    int resolution() const { return ppi > 0 ? static_cast<int>(std::lround(ppi)) : 300; }
};

struct Looked {
    ReadingChoice choice;
    Attempt attempt;
    std::vector<ReadingChoice> others;  // what words may have been read with besides
    int found_lines = 0, other_script = 0;
    std::optional<ReadingChoice> most = {};  // in which the page had better been read
};

class Recognise : public Stage {
  public:
    Recognise(const Options& o, Workbench& bench)
        : options_(o), layout_(layout_named(o.text("layout"))), engines_(engines_of(bench)) {}
    std::vector<Page> run(Page page, const View& view) override;

  private:
    double scale_for(const Page& page) const;
    bool enlarged(const Page& page, const Ink& ink) const;
    std::vector<double> scales_for(const Page& page, const Ink& ink,
                                   const ReadingChoice& choice) const;
    Attempt render_at(double scale, const Page& page, const View& view, const Ink& ink) const;
    Attempt read_at(double scale, const Page& page, const View& view, const Ink& ink,
                    const TrainedSet& set);
    void refine(Attempt& attempt, const Page& page, const View& view, const Ink& ink) const;
    Attempt best_attempt(const Page& page, const View& view, const Ink& ink,
                         const ReadingChoice& choice);
    Looked look(const ReadingChoice& choice, const Page& page, const View& view, const Ink& ink);

    Options options_;
    Layout layout_;
    EngineBench& engines_;
};

double Recognise::scale_for(const Page& page) const {
    const Size size = page.geometry.page();
    const double longest = std::max(size.width, size.height);
    const double ppi = page.ppi_or(0);
    double scale = ppi > 0 ? std::min(1.0, options_.number("ppi") / ppi)
                           : std::min(1.0, options_.number("longest_side") / longest);
    scale = std::min(scale, largest_side / longest);
    return std::min(scale, std::sqrt(largest_area / (size.width * size.height)));
}

// The page is sampled once anyway: small letters keep more when that is done on a finer grid. Not the
// names on a map, which stand in no rows: on a finer grid their line work is read for letters.
bool Recognise::enlarged(const Page& page, const Ink& ink) const {
    constexpr double sharp_rows = 30;  // typescripts were seen with 115 and more, a map with 13
    const double grow = page.geometry.page().width / ink.mask.width;
    return ink.part_height > 0 && ink.part_height * grow < options_.number("min_letter") &&
           measure_rows(ink, 5).sharpness >= sharp_rows;
}

std::vector<double> Recognise::scales_for(const Page& page, const Ink& ink,
                                          const ReadingChoice& choice) const {
    double scale = scale_for(page);
    // The engine brings a single line to its own height; of some enlarged ones it made nothing.
    if (layout_ != Layout::line && small(page) && enlarged(page, ink)) scale *= 2;
    std::vector<double> scales;
    const double grow = page.geometry.page().width * scale / ink.mask.width;
    if (layout_ == Layout::automatic && all_in_arabic_script(choice.languages))
        for (const double factor : arabic_factors(ink, grow, options_.number("arabic_line")))
            scales.push_back(scale * factor);
    return scales.empty() ? std::vector{scale} : scales;
}

Attempt Recognise::render_at(double scale, const Page& page, const View& view,
                             const Ink& ink) const {
    Attempt attempt;
    attempt.scale = scale;
    attempt.ppi = page.ppi_or(0) > 0 ? page.ppi_or(0) * scale : 0;
    const Size size = page.geometry.page();
    const Rect whole{0, 0, size.width, size.height};
    attempt.picture = view.render(whole, scale, Tone::grey);
    if (page.tone != WorkingTone{})
        attempt.picture =
            working_picture(std::move(attempt.picture), whole, size,
                            measure_tone(view.overview(overview_side)), page.tone, attempt.ppi);
    if (layout_ == Layout::automatic) paint_over_engravings(attempt.picture, ink);
    return attempt;
}

Attempt Recognise::read_at(double scale, const Page& page, const View& view, const Ink& ink,
                           const TrainedSet& set) {
    Attempt attempt = render_at(scale, page, view, ink);
    attempt.reading = engines_.engine(set).read(attempt.picture, attempt.resolution(), layout_,
                                                options_.number("timeout"));
    return attempt;
}

// A page that was read reduced, for its Arabic script, at the scale that serves other scripts.
void Recognise::refine(Attempt& attempt, const Page& page, const View& view, const Ink& ink) const {
    const double scale = scale_for(page);
    if (attempt.scale >= scale) return;
    Attempt fine = render_at(scale, page, view, ink);
    fine.reading = std::move(attempt.reading);
    scale_boxes(fine.reading.blocks, double(fine.picture.width) / attempt.picture.width,
                double(fine.picture.height) / attempt.picture.height);
    attempt = std::move(fine);
}

// Another scale is tried only where ink was left unread.
Attempt Recognise::best_attempt(const Page& page, const View& view, const Ink& ink,
                                const ReadingChoice& choice) {
    constexpr double enough = 0.93;  // share of the ink; marks and ornaments are never read
    Attempt best;
    for (const double scale : scales_for(page, ink, choice)) {
        Attempt attempt = read_at(scale, page, view, ink, choice.set);
        const double grow = double(attempt.picture.width) / ink.mask.width;
        const bool read = attempt.reading.cut_short || !all_in_arabic_script(choice.languages) ||
                          share_read(ink, attempt.reading.blocks, grow) >= enough;
        if (best.picture.pixels.empty() ||
            sure_characters(attempt.reading.blocks) > sure_characters(best.reading.blocks))
            best = std::move(attempt);
        if (read) break;
    }
    return best;
}

// The page read in that choice, what it lost and what it holds in other scripts.
Looked Recognise::look(const ReadingChoice& choice, const Page& page, const View& view,
                       const Ink& ink) {
    Looked read{choice, best_attempt(page, view, ink, choice),
                other_readings(page.languages, choice)};
    Attempt& attempt = read.attempt;
    std::vector<Block>& blocks = attempt.reading.blocks;
    if (!options_.flag("second_look") || attempt.reading.cut_short || layout_ != Layout::automatic)
        return read;
    const auto again = [&] {
        return ReadAgain{attempt.picture, attempt.resolution(), options_.number("arabic_line"),
                         engines_};
    };
    std::vector<ReadingChoice> choices{choice};
    choices.insert(choices.end(), read.others.begin(), read.others.end());
    read.found_lines = read_lost_lines(
        blocks, lines_of_ink(ink, attempt.picture.width, attempt.picture.height), again(), choices);
    read_misread_lines(blocks, again(), choice);
    if (read.others.empty() || !worth_other_scripts(blocks, choice)) return read;
    refine(attempt, page, view, ink);
    OtherScripts found = read_other_scripts(blocks, again(), choice, read.others);
    read.other_script = found.changed;
    read.most = std::move(found.most);
    for (ReadingChoice& used : found.used)
        if (std::none_of(read.others.begin(), read.others.end(),
                         [&](const ReadingChoice& one) { return one.set == used.set; }))
            read.others.push_back(std::move(used));
    return read;
}

void leave_out_characters(std::vector<Block>& blocks) {
    for (Block& block : blocks)
        for (Line& line : block.lines)
            for (Word& word : line.words)
                word.characters.clear();
}

void add_models(std::vector<Model>& models, const std::vector<Model>& more) {
    for (const Model& model : more)
        if (std::find(models.begin(), models.end(), model) == models.end()) models.push_back(model);
}

std::vector<Page> Recognise::run(Page page, const View& view) {
    Event event = event_of(recognise_stage, "optical character recognition");
    event.agent = engine_version();
    std::optional<Ink> found;
    const auto ink = [&]() -> const Ink& {
        if (!found) found = ink_of(page, view);
        return *found;
    };
    Text text;
    text.engine = engine_version();
    const bool written = !engines_.lines_read(page).empty();
    const bool told_to_be_line = layout_ == Layout::line;  // which may have few letters
    if (!written && !told_to_be_line && ink().parts < options_.number("blank_parts")) {
        text.languages = page.languages;
        event.outcome = "left alone";
        event.detail = "nothing is written on the page";
        event.numbers = {{"words", 0, ""}, {"parts", double(ink().parts), ""}};
        page.text = std::move(text);
        page.events.push_back(std::move(event));
        return {std::move(page)};
    }
    Looked read = look(options_.flag("choose") && page.languages.size() > 1
                           ? choose_reading(page, view, ink(), engines_)
                           : ReadingChoice{page.languages, trained_set_for(page.languages)},
                       page, view, ink());
    if (read.most) read = look(*read.most, page, view, ink());
    const ReadingChoice& choice = read.choice;
    const TrainedSet& set = choice.set;
    text.models = models_of(set);
    const Attempt& attempt = read.attempt;
    const Raster& picture = attempt.picture;
    Reading& reading = read.attempt.reading;
    const std::vector<ReadingChoice>& others = read.others;
    for (const ReadingChoice& other : others)
        if (has_words_of(other.set, reading.blocks)) add_models(text.models, models_of(other.set));
    set_arabic_marks(reading.blocks);
    text.languages = name_languages(reading.blocks, choice, others, page.languages);
    SecondLook number;
    if (options_.flag("page_number") && !reading.cut_short)
        number = read_page_number(
            reading.blocks, picture,
            set.models.size() > 1 ? text.languages : std::vector{text.languages.front()},
            engines_.engine(set));
    if (layout_ == Layout::automatic)
        reading.blocks = with_roles(in_reading_order(with_drawings(
            std::move(reading.blocks), drawings_on(view.overview(overview_side), ink()),
            double(picture.width) / ink().mask.width)));
    const Size size = page.geometry.page();
    scale_boxes(reading.blocks, size.width / picture.width, size.height / picture.height);
    text.blocks = std::move(reading.blocks);
    if (!options_.flag("characters")) leave_out_characters(text.blocks);

    const double grow = size.width / ink().mask.width;  // boxes are those of the page by now
    const ReadingSigns signs = signs_of(text, text.languages.empty() ? "" : text.languages.front(),
                                        1 - share_read(ink(), text.blocks, grow));
    const double error = expected_error(signs);
    const std::size_t words = text.word_count();
    const bool unread = layout_ == Layout::automatic && !reading.cut_short &&
                        leave_unread(text, signs, options_.number("readable"),
                                     lines_of_ink(ink(), size.width, size.height));
    if (text.word_count() > 0) text.expected_error = error;
    event.outcome = reading.cut_short ? "warning" : "success";
    event.detail = unread ? fmt::format("not read: no text with {}", set.argument())
                          : fmt::format("read with {}", set.argument());
    event.numbers = {{"words", double(words), ""},
                     {"mean_confidence", signs.confidence, "ratio"},
                     {"expected_error", error, "ratio"},
                     {"doubtful", signs.doubtful, "ratio"},
                     {"unlikely", signs.unlikely, "ln"},
                     {"unread", signs.unread, "ratio"},
                     {"ppi", attempt.ppi, "ppi"},
                     {"scale", attempt.scale, "ratio"},
                     {"lines_found", double(read.found_lines), ""},
                     {"other_script", double(read.other_script), ""},
                     {"numbers_reread", double(number.found), ""}};
    const std::vector<Finding> findings =
        reading_findings(page, text, event, reading.cut_short, options_);
    page.text = std::move(text);
    page.events.push_back(std::move(event));
    page.findings.insert(page.findings.end(), findings.begin(), findings.end());
    return {std::move(page)};
}

bool refuses_uncovered(const Options& o) {
    const std::string& word = o.text("uncovered");
    if (word != "refuse" && word != "warn")
        throw Failure(Exit::usage,
                      fmt::format("recognise: uncovered is refuse or warn, not '{}'", word));
    return word == "refuse";
}

std::vector<Model> needs(const Options& o, const std::vector<std::string>& languages) {
    layout_named(o.text("layout"));
    if (refuses_uncovered(o))
        for (const Shortcoming& lack : missing_letters(languages))
            if (!lack.rare)
                throw Failure(Exit::engine,
                              lack.sentence + ", or set uncovered = \"warn\" for recognise");
    std::vector<Model> all = models_of(trained_set_for(languages));
    if (o.flag("choose"))
        for (const TrainedSet& set : sets_that_may_read(languages))
            add_models(all, models_of(set));
    return all;
}

std::vector<Finding> remarks(const Options&, const std::vector<std::string>& languages) {
    std::vector<Finding> findings;
    for (const Shortcoming& lack : missing_letters(languages))
        findings.push_back(make_finding(
            lack.rare ? "ocr.rare-letters-missing" : "ocr.letters-missing", "", lack.sentence));
    return findings;
}

}  // namespace

const StageInfo recognise_stage{
    "recognise",
    "reads the text",
    11,
    options,
    [](const Options& o, Workbench& bench) -> std::unique_ptr<Stage> {
        return std::make_unique<Recognise>(o, bench);
    },
    needs,
    false,
    {},
    remarks,
};

}  // namespace nuskha
