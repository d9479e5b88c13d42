#include "stages/second_look.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "models/language/alphabet.hpp"
#include "models/language/letter_pairs.hpp"

namespace nuskha {
namespace {

constexpr double worth_adding = 0.5;  // mean confidence of a line that was lost
constexpr double doubtful = 0.75;     // a line below it may be in another script
constexpr double misread = 0.6;       // so may a word below this one
constexpr double sure = 0.7, surer = 0.15;
constexpr double own_script = 0.6;  // share of letters
// Short words read as something in any script, and what is none reads as unlikely letters.
constexpr std::size_t letters_of_line = 6, letters_of_stretch = 8;  // edges of words included
constexpr double like_language = -3.4;                              // ln p of a letter
constexpr double room_for_letters = 2.5;  // length of a stretch over the height of its line
constexpr int in_vain = 3;                // tries of lines; and of stretches

double weight(const Word& word) {
    return double(std::max<std::size_t>(1, characters(word.text).size()));
}

double confidence(std::span<const Word> words) {
    double sum = 0, all = 0;
    for (const Word& word : words) {
        sum += word.confidence * weight(word);
        all += weight(word);
    }
    return all > 0 ? sum / all : 0;
}

std::string text_of(std::span<const Word> words) {
    std::string text;
    for (const Word& word : words)
        text += (text.empty() ? "" : " ") + word.text;
    return text;
}

Rect box_of(std::span<const Word> words) {
    Rect box = words.front().box;
    for (const Word& word : words.subspan(1))
        box = united(box, word.box);
    return box;
}

Raster cut_out(const Raster& picture, const Rect& box, Point& corner) {
    const double rim = 0.2 * box.height;
    const int left = std::clamp(static_cast<int>(box.x - rim), 0, picture.width - 1);
    const int top = std::clamp(static_cast<int>(box.y - rim), 0, picture.height - 1);
    const int right =
        std::clamp(static_cast<int>(std::ceil(box.right() + rim)), left + 1, picture.width);
    const int bottom =
        std::clamp(static_cast<int>(std::ceil(box.bottom() + rim)), top + 1, picture.height);
    Raster part(right - left, bottom - top, 1);
    for (int y = 0; y < part.height; ++y)
        std::copy_n(picture.row(top + y) + left, part.width, part.row(y));
    corner = {double(left), double(top)};
    return part;
}

// What stands in the box, as one line; nothing where nothing is read.
std::optional<Line> read_line(const Raster& picture, int ppi, const Rect& box, Engine& engine) {
    if (box.width < 4 || box.height < 4) return {};
    Point corner;
    const Raster part = cut_out(picture, box, corner);
    std::optional<Line> whole;
    for (Block& block : engine.read(part, ppi, Layout::line).blocks)
        for (Line& line : block.lines) {
            if (!whole) {
                whole = std::move(line);
                continue;
            }
            whole->box = united(whole->box, line.box);
            whole->words.insert(whole->words.end(), line.words.begin(), line.words.end());
        }
    if (!whole) return {};
    const auto move = [&](Rect& r) { r = {r.x + corner.x, r.y + corner.y, r.width, r.height}; };
    move(whole->box);
    for (Word& word : whole->words)
        change_boxes(word, move);
    for (Point* end : {&whole->baseline_start, &whole->baseline_end})
        *end = {end->x + corner.x, end->y + corner.y};
    return whole;
}

double shared(double a, double a_end, double b, double b_end) {
    return std::max(0.0, std::min(a_end, b_end) - std::max(a, b));
}

// Share of the line's length that words were read on.
double read_share(const std::vector<Block>& blocks, const Rect& line) {
    double length = 0;
    for (const Block& block : blocks)
        for (const Line& other : block.lines)
            for (const Word& word : other.words)
                if (shared(line.y, line.bottom(), word.box.y, word.box.bottom()) >
                    0.4 * std::min(line.height, word.box.height))
                    length += shared(line.x, line.right(), word.box.x, word.box.right());
    return length / line.width;
}

// Among the lines of the block it overlaps with from side to side and lies next to, from the top down.
void put(std::vector<Block>& blocks, Line line) {
    Block* home = nullptr;
    double nearest = 2.5 * line.box.height;
    for (Block& block : blocks) {
        if (block.lines.empty()) continue;  // a picture
        if (shared(block.box.x, block.box.right(), line.box.x, line.box.right()) <
            0.5 * std::min(block.box.width, line.box.width))
            continue;
        const double apart =
            std::max(block.box.y, line.box.y) - std::min(block.box.bottom(), line.box.bottom());
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

class OtherScripts {
  public:
    OtherScripts(const Raster& picture, int ppi, std::span<const ReadingChoice> others,
                 EngineBench& engines)
        : picture_(picture), ppi_(ppi), others_(others), engines_(engines) {}

    // From the worst to the best.
    void try_lines(std::span<Line* const> lines) {
        for (Line* line : lines) {
            const double as_it_is = confidence(line->words);
            if (as_it_is >= doubtful) return;
            auto better = read(line->box, as_it_is, letters_of_line);
            if (better) {
                if (getenv("DBG"))
                    fprintf(stderr, "LINE %.2f -> %.2f %s | %s\n", as_it_is,
                            confidence(better->words), text_of(line->words).c_str(),
                            text_of(better->words).c_str());
                line->words = std::move(better->words);
                line->direction = better->direction;
                ++replaced_;
            }
            if (enough(better.has_value())) return;
        }
    }

    // Stretches of words that read badly, of lines that otherwise read well.
    void try_stretches(std::span<Line* const> lines) {
        vain_ = 0;
        std::vector<Stretch> stretches;
        for (Line* line : lines)
            if (confidence(line->words) >= misread) add_stretches(*line, stretches);
        std::stable_sort(stretches.begin(), stretches.end(),
                         [](const Stretch& a, const Stretch& b) { return a.doubt > b.doubt; });
        std::vector<std::pair<Stretch, std::vector<Word>>> better;
        for (const Stretch& stretch : stretches) {
            const auto line = read(stretch.box, stretch.as_it_is, letters_of_stretch);
            if (line) better.emplace_back(stretch, line->words);
            if (line && getenv("DBG"))
                fprintf(
                    stderr, "STRETCH %.2f -> %.2f %s | %s\n", stretch.as_it_is,
                    confidence(line->words),
                    text_of(std::span(stretch.line->words).subspan(stretch.first, stretch.count))
                        .c_str(),
                    text_of(line->words).c_str());
            if (enough(line.has_value())) break;
        }
        // From the last word of a line to the first, so that those before stay where they are.
        std::stable_sort(better.begin(), better.end(), [](const auto& a, const auto& b) {
            return a.first.first > b.first.first;
        });
        for (auto& [stretch, words] : better) {
            auto& all = stretch.line->words;
            const auto at = all.begin() + static_cast<std::ptrdiff_t>(stretch.first);
            all.insert(all.erase(at, at + static_cast<std::ptrdiff_t>(stretch.count)),
                       std::make_move_iterator(words.begin()),
                       std::make_move_iterator(words.end()));
            ++replaced_;
        }
    }
    int replaced() const { return replaced_; }

  private:
    struct Stretch {
        Line* line;
        std::size_t first, count;  // of the line's words
        Rect box;
        double as_it_is;  // confidence
        double doubt;     // letters' worth that is doubtful
    };

    // Whether to stop, after one more try.
    bool enough(bool better) {
        vain_ = better ? 0 : vain_ + 1;
        return vain_ >= in_vain;
    }

    static void add_stretches(Line& line, std::vector<Stretch>& stretches) {
        for (std::size_t first = 0; first < line.words.size();) {
            std::size_t end = first;
            while (end < line.words.size() && line.words[end].confidence < misread)
                ++end;
            if (end > first) {
                const std::span<const Word> words =
                    std::span(line.words).subspan(first, end - first);
                const Rect across = box_of(words);
                const Rect box{across.x, line.box.y, across.width, line.box.height};
                const double as_it_is = confidence(words);
                if (box.width > room_for_letters * box.height)
                    stretches.push_back({&line, first, end - first, box, as_it_is,
                                         (1 - as_it_is) * box.width / box.height});
            }
            first = std::max(end, first + 1);
        }
    }

    std::optional<Line> read(const Rect& box, double as_it_is, std::size_t least_letters) {
        std::optional<Line> best;
        double most = std::max(sure, as_it_is + surer);
        for (const ReadingChoice& other : others_) {
            auto line = read_line(picture_, ppi_, box, engines_.engine(other.set));
            if (!line || confidence(line->words) < most) continue;
            if (!is_writing(text_of(line->words), other.languages, least_letters)) continue;
            most = confidence(line->words);
            best = std::move(line);
        }
        return best;
    }

    static bool is_writing(const std::string& text, const std::vector<std::string>& languages,
                           std::size_t least_letters) {
        const Alphabet* alphabet = find_alphabet(languages.front());
        if (alphabet && share_of_script(text, alphabet->script) < own_script) return false;
        const Likely likely = likely_languages(text, languages);
        return likely.letters >= least_letters &&
               (likely.languages.empty() ||
                likely.per_letter(likely.languages.front().language) > like_language);
    }

    const Raster& picture_;
    int ppi_;
    std::span<const ReadingChoice> others_;
    EngineBench& engines_;
    int vain_ = 0, replaced_ = 0;
};

}  // namespace

int read_lost_lines(std::vector<Block>& blocks, std::span<const Rect> lines, const Raster& picture,
                    int ppi, const ReadingChoice& choice, EngineBench& engines) {
    int added = 0;
    const Alphabet* alphabet = find_alphabet(choice.languages.front());
    for (const Rect& box : lines) {
        if (read_share(blocks, box) > 0.25) continue;
        auto line = read_line(picture, ppi, box, engines.engine(choice.set));
        if (!line || confidence(line->words) < worth_adding ||
            characters(text_of(line->words)).size() < 4)
            continue;
        if (alphabet && share_of_script(text_of(line->words), alphabet->script) < own_script)
            continue;
        put(blocks, std::move(*line));
        ++added;
    }
    return added;
}

int read_other_scripts(std::vector<Block>& blocks, const Raster& picture, int ppi,
                       std::span<const ReadingChoice> others, EngineBench& engines) {
    if (others.empty()) return 0;
    OtherScripts scripts(picture, ppi, others, engines);
    std::vector<Line*> lines;
    for (Block& block : blocks)
        for (Line& line : block.lines)
            lines.push_back(&line);
    std::stable_sort(lines.begin(), lines.end(), [](const Line* a, const Line* b) {
        return confidence(a->words) < confidence(b->words);
    });
    scripts.try_lines(lines);
    scripts.try_stretches(lines);
    return scripts.replaced();
}

}  // namespace nuskha
