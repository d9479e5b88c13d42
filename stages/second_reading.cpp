#include "stages/second_reading.hpp"

#include <algorithm>

namespace nuskha {
namespace {

constexpr double same_height = 0.5;  // share of the lower of two boxes
constexpr double reach =
    4;  // heights of a line beyond its ends, where a passage may have been lost
constexpr double room_for_letters = 1.5, room_for_words = 3;  // heights of a line

// The line that the word stands on, or that it continues; none where it lies apart.
ReadTwice* line_at(std::vector<ReadTwice>& lines, const Rect& word) {
    ReadTwice* best = nullptr;
    double best_fit = 0;
    for (ReadTwice& pair : lines) {
        const Rect& box = pair.line->box;
        const double lower = std::min(box.height, word.height);
        const double along = shared_height(box, word);
        const double apart = -shared_width(box, word);
        if (lower <= 0 || along < same_height * lower || apart > reach * box.height) continue;
        const double fit =
            along / std::max(box.height, word.height) - 0.1 * std::max(0.0, apart) / box.height;
        if (fit <= best_fit) continue;
        best_fit = fit;
        best = &pair;
    }
    return best;
}

double best_trust(const Word& word, const ReadIn& in, const ReadIn& other_in) {
    return std::max(trust({&word, 1}, in), trust({&word, 1}, other_in));
}

bool misread(const Word& word, const ReadIn& in, const ReadIn& other_in) {
    constexpr double trusted = 0.6;
    return best_trust(word, in, other_in) < trusted;
}

std::size_t letters_in(const std::string& word) {
    std::size_t letters = 0;
    for (const std::string& character : characters(word))
        for (const Script script : {Script::latin, Script::cyrillic, Script::arabic})
            letters += share_of_script(character, script) > 0;
    return letters;
}

bool has_digit(const std::string& word) {
    constexpr std::string_view digits = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹";
    const std::vector<std::string> all = characters(word);
    return std::any_of(all.begin(), all.end(), [&](const std::string& one) {
        return digits.find(one) != std::string_view::npos;
    });
}

// Reads as something in any script, and tells nothing between words that were misread.
bool is_short(const std::string& word) {
    return letters_in(word) < 4;
}

}  // namespace

std::vector<ReadTwice> paired(std::vector<Block>& blocks, const std::vector<Block>& other,
                              std::vector<Line>& apart) {
    std::vector<ReadTwice> pairs;
    for (Block& block : blocks)
        for (Line& line : block.lines) {
            pairs.push_back({&line, line});
            pairs.back().other.words.clear();
        }
    for (const Block& block : other)
        for (const Line& line : block.lines) {
            Line alone = line;
            alone.words.clear();
            for (const Word& word : line.words)
                if (ReadTwice* home = line_at(pairs, word.box)) {
                    home->other.words.push_back(word);
                    home->other.box = united(home->other.box, word.box);
                } else {
                    alone.words.push_back(word);
                }
            if (!alone.words.empty()) apart.push_back(std::move(alone));
        }
    return pairs;
}

double believed(const Line& line, const ReadIn& in, const ReadIn& other_in) {
    double sum = 0;
    for (const Word& word : line.words)
        sum += word.box.width * best_trust(word, in, other_in);
    return sum;
}

Line joined(const ReadTwice& pair, const ReadIn& in, const ReadIn& other_in) {
    Line line = best_of_both(*pair.line, in, pair.other, other_in, true).value_or(*pair.line);
    std::erase_if(line.words, [](const Word& word) {
        constexpr double nothing = 0.3;
        return word.confidence < nothing && letters_in(word.text) == 0 && !has_digit(word.text);
    });
    for (const Word& word : line.words) {
        const double right = std::max(line.box.right(), word.box.right());
        line.box.x = std::min(line.box.x, word.box.x);
        line.box.width = right - line.box.x;
    }
    return line;
}

std::pair<double, double> room(const Line& line, const Rect& block,
                               const std::vector<ReadTwice>& pairs) {
    const Rect& box = line.box;
    double left = std::min(block.x, box.x), right = std::max(block.right(), box.right());
    for (const ReadTwice& pair : pairs)
        for (const Word& word : pair.line->words) {
            const Rect& beside = word.box;
            if (shared_height(box, beside) < same_height * std::min(box.height, beside.height))
                continue;
            if (beside.x >= box.right()) right = std::min(right, beside.x);
            if (beside.right() <= box.x) left = std::max(left, beside.right());
        }
    return {left, right};
}

bool taken(const Rect& place, const Line& line, const std::vector<ReadTwice>& pairs) {
    return std::any_of(pairs.begin(), pairs.end(), [&](const ReadTwice& pair) {
        return pair.line->box != line.box &&
               std::any_of(pair.line->words.begin(), pair.line->words.end(), [&](const Word& word) {
                   const double x = word.box.x + word.box.width / 2,
                                y = word.box.y + word.box.height / 2;
                   return x > place.x && x < place.right() && y > place.y && y < place.bottom();
               });
    });
}

std::vector<Unclear> unclear(const Line& line, const ReadIn& in, const ReadIn& other_in,
                             double left, double right) {
    std::vector<const Word*> words;
    for (const Word& word : line.words)
        words.push_back(&word);
    std::sort(words.begin(), words.end(),
              [](const Word* a, const Word* b) { return a->box.x < b->box.x; });
    std::vector<Unclear> places;
    double from = left, doubted = 0;
    const auto end_at = [&](double to, double next) {
        if (doubted > room_for_letters * line.box.height ||
            to - from > room_for_words * line.box.height)
            places.push_back({{from, line.box.y, to - from, line.box.height}, doubted <= 0});
        from = next;
        doubted = 0;
    };
    for (auto word = words.begin(); word != words.end(); ++word) {
        // To the end of the words that tell nothing, the last one misread.
        auto end = word, last = words.end();
        for (; end != words.end() && (misread(**end, in, other_in) || is_short((*end)->text));
             ++end)
            if (misread(**end, in, other_in)) last = end;
        if (misread(**word, in, other_in)) {
            for (; word != last; ++word)
                doubted += (*word)->box.width;
            doubted += (*last)->box.width;
        } else {
            end_at((*word)->box.x, (*word)->box.right());
        }
    }
    end_at(right, right);
    return places;
}

}  // namespace nuskha
