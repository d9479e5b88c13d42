#include "stages/second_look.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "models/language/alphabet.hpp"
#include "models/language/letter_pairs.hpp"
#include "models/median.hpp"
#include "stages/arabic_scale.hpp"
#include "stages/line_reading.hpp"
#include "stages/second_reading.hpp"
#include "stages/two_readings.hpp"

namespace nuskha {
namespace {

constexpr double worth_adding = 0.5;  // mean confidence of a line that was lost
constexpr double own_script = 0.6;    // share of letters
constexpr int tries_in_vain = 3;
constexpr double misread = 0.6;  // trust in words below which their line is tried
constexpr double hardly =
    0.45;  // trust in lines: badly printed ones lie above it in their own script
constexpr int lines_that_tell = 2;  // lines
constexpr double most_of_a_page = 0.6;

// A line's box and the paper around it.
Rect with_rim(const Rect& box) {
    const double rim = 0.2 * box.height;
    return {box.x - rim, box.y - rim, box.width + 2 * rim, box.height + 2 * rim};
}

// Share of the line's length that words were read on.
double read_share(const std::vector<Block>& blocks, const Rect& line) {
    double length = 0;
    for (const Block& block : blocks)
        for (const Line& other : block.lines)
            for (const Word& word : other.words)
                if (shared_height(line, word.box) > 0.4 * std::min(line.height, word.box.height))
                    length += std::max(0.0, shared_width(line, word.box));
    return length / line.width;
}

// Among the lines of the block it overlaps with from side to side and lies next to, from the top down.
void put(std::vector<Block>& blocks, Line line) {
    Block* home = nullptr;
    double nearest = 2.5 * line.box.height;
    for (Block& block : blocks) {
        if (block.lines.empty()) continue;  // a picture
        if (shared_width(block.box, line.box) < 0.5 * std::min(block.box.width, line.box.width))
            continue;
        const double apart = -shared_height(block.box, line.box);
        if (apart < nearest) {
            nearest = apart;
            home = &block;
        }
    }
    if (!home) {
        blocks.push_back({line.box, {std::move(line)}});
        return;
    }
    home->box = united(home->box, line.box);
    const double middle = line.box.y + line.box.height / 2;
    const auto below = std::find_if(home->lines.begin(), home->lines.end(), [&](const Line& other) {
        return other.box.y + other.box.height / 2 > middle;
    });
    home->lines.insert(below, std::move(line));
}

bool worth_keeping(const Line& line, const ReadIn& in, bool trusted = true) {
    const std::string text = text_of(line.words);
    return confidence(line.words) >= worth_adding && characters(text).size() >= 4 &&
           (!in.script || share_of_script(text, *in.script) >= own_script) &&
           (!trusted || trust(line.words, in) >= worth_adding);
}

struct Doubted {
    Line* line;
    double doubt;
    Rect box;  // of the line and the paper around it, without its neighbours
};

double baseline(const Line& line) {
    return (line.baseline_start.y + line.baseline_end.y) / 2;
}

// Boxes of misread lines often reach into the next line: from below the baseline above to where the letters on the
// baseline below begin.
Rect between_neighbours(const std::vector<Line>& lines, std::size_t i) {
    const Rect box = with_rim(lines[i].box);
    const double base = baseline(lines[i]), middle = box.y + box.height / 2;
    double top = box.y, bottom = box.bottom();
    if (i > 0 && baseline(lines[i - 1]) < middle)
        top = std::max(top, baseline(lines[i - 1]) + 0.15 * (base - baseline(lines[i - 1])));
    if (i + 1 < lines.size() && lines[i + 1].box.y > middle)
        bottom = std::min(bottom, baseline(lines[i + 1]) - 0.7 * (baseline(lines[i + 1]) - base));
    return bottom - top < 0.7 * lines[i].box.height ? box
                                                    : Rect{box.x, top, box.width, bottom - top};
}

Rect as_high_as(const Rect& line, const Rect& place) {
    return {place.x, line.y, place.width, line.height};
}

// The worst first.
std::vector<Doubted> doubted_lines(std::vector<Block>& blocks, const ReadIn& in, double enough) {
    std::vector<Doubted> lines;
    for (Block& block : blocks)
        for (std::size_t i = 0; i < block.lines.size(); ++i)
            if (const double how_far = doubt(block.lines[i], in, enough); how_far > 0)
                lines.push_back({&block.lines[i], how_far, between_neighbours(block.lines, i)});
    std::stable_sort(lines.begin(), lines.end(),
                     [](const Doubted& a, const Doubted& b) { return a.doubt > b.doubt; });
    return lines;
}

// Characters of lines that can hardly be trusted, as a share of all.
double share_misread(const std::vector<Block>& blocks, const ReadIn& in) {
    double bad = 0, all = 0;
    for (const Block& block : blocks)
        for (const Line& line : block.lines) {
            const double length = double(characters(text_of(line.words)).size());
            all += length;
            if (trust(line.words, in) < hardly) bad += length;
        }
    return all > 0 ? bad / all : 0;
}

// What the page's lines are tried with, line by line.
class Trials {
  public:
    Trials(const ReadAgain& from, const ReadIn& in, std::span<const ReadingChoice> others)
        : from_(from), in_(in) {
        for (const ReadingChoice& other : others)
            tried_.push_back({&other, ReadIn(other.languages), 0, 0, {}});
    }

    void mend(std::vector<Block>& blocks) {
        int in_vain = 0;
        for (const Doubted& doubted : doubted_lines(blocks, in_, misread)) {
            const bool better = mend_line(doubted);
            changed_ += better;
            in_vain = better ? 0 : in_vain + 1;
            if (in_vain >= tries_in_vain + changed_ / 2 || tells_another_page()) break;
        }
    }
    int changed() const { return changed_; }

    // Nearly all lines that were changed are wholly in one other script.
    bool tells_another_page() const {
        constexpr int enough = 4;  // lines
        return changed_ >= enough && 4 * tried_.front().whole >= 3 * changed_;
    }

    // Whether the one passage that was found may be by chance: what can be read into smudged letters is short or unsure.
    bool by_chance() const {
        constexpr double sure = 0.75;
        constexpr std::size_t long_enough = 8;  // characters
        const std::vector<Word>& words = tried_.front().words;
        return changed_ == 1 && (trust(words, tried_.front().in) < sure ||
                                 characters(text_of(words)).size() < long_enough);
    }

    struct Tried {
        const ReadingChoice* choice;
        ReadIn in;
        int lines = 0, whole = 0;  // that took something from it; all
        std::vector<Word> words;
    };
    // The one that served last.
    const Tried& front() const { return tried_.front(); }
    const std::vector<Tried>& all() const { return tried_; }

  private:
    // What stands in the line's doubtful stretches, each read alone; in all of it where it is misread all over.
    Line passages(const Doubted& doubted, const Tried& tried) const {
        const Line& line = *doubted.line;
        std::vector<Unclear> places{{doubted.box, false}};
        if (trust(line.words, in_) >= hardly)
            places = unclear(line, in_, in_, doubted.box.x, doubted.box.right());
        Line read = line;
        read.words.clear();
        for (const Unclear& one : places)
            if (const auto part = read_line_in(from_, line.box.height,
                                               as_high_as(doubted.box, one.place), *tried.choice))
                read.words.insert(read.words.end(), part->words.begin(), part->words.end());
        return read;
    }

    bool mend_line(const Doubted& doubted) {
        for (auto tried = tried_.begin(); tried != tried_.end(); ++tried) {
            const auto read = passages(doubted, *tried);
            if (read.words.empty()) continue;
            auto line = best_of_both(*doubted.line, in_, read, tried->in);
            if (!line) continue;
            *doubted.line = std::move(*line);
            ++tried->lines;
            const std::string text = text_of(doubted.line->words);
            tried->whole += tried->in.script && share_of_script(text, *tried->in.script) > 0.8;
            for (const Word& word : doubted.line->words)
                if (tried->in.script && share_of_script(word.text, *tried->in.script) > own_script)
                    tried->words.push_back(word);
            std::rotate(tried_.begin(), tried, tried + 1);
            return true;
        }
        return false;
    }

    const ReadAgain& from_;
    const ReadIn& in_;
    std::vector<Tried> tried_;  // the one that served last first
    int changed_ = 0;
};

// In the language that the text tells, where it does.
ReadingChoice narrowed(const ReadingChoice& choice, const std::string& text) {
    constexpr double certain = 12;  // natural logarithm
    const Likely likely = likely_languages(text, choice.languages);
    if (choice.languages.size() < 2 || likely.languages.empty() || likely.lead() < certain)
        return choice;
    const std::string& language = likely.languages.front().language;
    return {{language}, trained_set_for({language})};
}

// The whole picture in that choice, Arabic script reduced as lines are.
std::vector<Block> read_whole(const ReadAgain& from, const std::vector<Block>& blocks,
                              const ReadingChoice& choice) {
    std::vector<double> heights;
    for (const Block& block : blocks)
        for (const Line& line : block.lines)
            heights.push_back(line.box.height);
    double factor = 1;
    if (all_in_arabic_script(choice.languages) && from.arabic_line > 0 && !heights.empty())
        factor = std::min(1.0, from.arabic_line / median(std::move(heights)));
    const Raster small = factor < 1 ? reduced(from.picture, factor) : Raster();
    const Raster& picture = factor < 1 ? small : from.picture;
    const int ppi = static_cast<int>(std::lround(from.ppi * factor));
    std::vector<Block> read =
        from.engines.engine(choice.set).read(picture, ppi, Layout::automatic).blocks;
    scale_boxes(read, double(from.picture.width) / picture.width,
                double(from.picture.height) / picture.height);
    return read;
}

// Reads alone what neither reading made out of the line, and puts it in the place of what the other reading had there.
// `box`: of the line as it is cut out.
void read_passages(ReadTwice& pair, const Line& line, const Rect& box, const ReadAgain& from,
                   std::pair<double, double> reach, const std::vector<ReadTwice>& pairs,
                   const ReadIn& in, const ReadIn& other_in, const ReadingChoice& other) {
    constexpr double out_of_nothing = 0.75;  // trust in what is read where no word was
    for (const auto& [place, blank] : unclear(line, in, other_in, reach.first, reach.second)) {
        if (taken(place, *pair.line, pairs)) continue;
        const auto read = read_line_in(from, pair.line->box.height, as_high_as(box, place), other);
        if (!read || trust(read->words, other_in) < (blank ? out_of_nothing : worth_adding))
            continue;
        std::erase_if(pair.other.words, [left = place.x, right = place.right()](const Word& word) {
            const double middle = word.box.x + word.box.width / 2;
            return middle > left && middle < right;
        });
        pair.other.words.insert(pair.other.words.end(), read->words.begin(), read->words.end());
    }
}

// The page as it was read first and what lines were mended to, with the better of a whole reading in the other script.
// Returns how many lines are others than in the first reading.
int read_in_both(std::vector<Block>& mended, std::vector<Block> first, const ReadAgain& from,
                 const ReadIn& in, const ReadIn& other_in, const ReadingChoice& other) {
    std::vector<Line> apart;
    std::vector<ReadTwice> pairs = paired(first, read_whole(from, first, other), apart);
    auto pair = pairs.begin();
    int changed = 0;
    for (std::size_t b = 0; b < mended.size(); ++b)
        for (std::size_t i = 0; i < mended[b].lines.size(); ++i, ++pair) {
            Line& line = mended[b].lines[i];
            Line best = joined(*pair, in, other_in);
            read_passages(*pair, best, between_neighbours(first[b].lines, i), from,
                          room(best, first[b].box, pairs), pairs, in, other_in, other);
            for (const Line& one : {joined(*pair, in, other_in), line})
                if (believed(one, in, other_in) > believed(best, in, other_in)) best = one;
            changed += text_of(best.words) != text_of(pair->line->words);
            line = std::move(best);
        }
    for (Line& line : apart)
        if (worth_keeping(line, other_in)) put(mended, std::move(line));
    return changed;
}

}  // namespace

int read_lost_lines(std::vector<Block>& blocks, std::span<const Rect> lines, const ReadAgain& from,
                    std::span<const ReadingChoice> choices) {
    int added = 0;
    for (const Rect& box : lines) {
        if (read_share(blocks, box) > 0.25) continue;
        for (const ReadingChoice& choice : choices) {
            auto line = read_line_in(from, box.height, with_rim(box), choice);
            if (!line || !worth_keeping(*line, ReadIn(choice.languages), choices.size() > 1))
                continue;
            put(blocks, std::move(*line));
            ++added;
            break;
        }
    }
    return added;
}

int read_misread_lines(std::vector<Block>& blocks, const ReadAgain& from,
                       const ReadingChoice& own) {
    constexpr double some = 0.25, clearly = 0.2;  // of the page; trust
    const ReadIn in(own.languages);
    if (share_misread(blocks, in) > some) return 0;
    int changed = 0;
    for (Block& block : blocks)
        for (std::size_t i = 0; i < block.lines.size(); ++i) {
            Line& line = block.lines[i];
            const double before = trust(line.words, in);
            if (before >= hardly || line.box.width < 5 * line.box.height) continue;
            auto read =
                read_line_in(from, line.box.height, between_neighbours(block.lines, i), own);
            if (!read || trust(read->words, in) < before + clearly) continue;
            line.words = std::move(read->words);
            ++changed;
        }
    return changed;
}

OtherScripts read_other_scripts(std::vector<Block>& blocks, const ReadAgain& from,
                                const ReadingChoice& own, std::span<const ReadingChoice> others) {
    OtherScripts found;
    if (others.empty()) return found;
    const ReadIn in(own.languages);
    const std::vector<Block> first = blocks;
    const bool misread_page = share_misread(blocks, in) > most_of_a_page;
    Trials trials(from, in, others);
    trials.mend(blocks);
    if (trials.by_chance()) {
        blocks = first;
        return found;
    }
    found.changed = trials.changed();
    for (const Trials::Tried& tried : trials.all())
        if (tried.lines > 0) found.used.push_back(*tried.choice);
    const Trials::Tried& best = trials.front();
    if (misread_page && trials.tells_another_page()) {
        found.most = narrowed(*best.choice, text_of(best.words));
        return found;
    }
    if (best.lines < lines_that_tell) return found;
    const ReadingChoice other = narrowed(*best.choice, text_of(best.words));
    found.changed = std::max(found.changed, read_in_both(blocks, first, from, in, best.in, other));
    found.used.push_back(other);
    return found;
}

bool worth_other_scripts(const std::vector<Block>& blocks, const ReadingChoice& own) {
    const ReadIn in(own.languages);
    return std::any_of(blocks.begin(), blocks.end(), [&](const Block& block) {
        return std::any_of(block.lines.begin(), block.lines.end(),
                           [&](const Line& line) { return doubt(line, in) > 0; });
    });
}

}  // namespace nuskha
