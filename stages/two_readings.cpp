#include "stages/two_readings.hpp"

#include <algorithm>
#include <array>

#include "models/language/letter_pairs.hpp"
#include "models/language/spelling.hpp"

namespace nuskha {
namespace {

constexpr double doubtful = 0.75;   // a whole line below it may be in another script
constexpr double own_script = 0.6;  // share of letters
constexpr double like_language = -3.4, like_none = -5;  // ln p of a letter
constexpr std::size_t letters_that_tell = 5;            // edges of words included
constexpr double short_word = 0.85;                     // reads as something in any script
constexpr double room_for_letters = 2.5;  // length of a stretch over the height of its line
constexpr double legible = 0.45;
constexpr double almost_whole = 0.8;  // of a line: then it runs as the other script does

// What another reading must do to be taken.
struct Bar {
    double surer;         // trust
    double price;         // of a change from one reading to the other: trust times heights
    std::size_t letters;  // of a stretch
    double likelier;      // ln p of a letter, between scripts whose letters look alike
    double sure;          // trust in it, whatever was read before
    double more_legible;  // trust over what was read before, where it is only legible
};
constexpr Bar unexpected{0.1, 0.6, 6, 0.2, 0.65, 0.3}, expected{0, 0.4, 4, -0.4, 0.65, 0.3},
    expected_unlike{0, 0.4, 4, 0, 0.55, 0.15};  // nothing in Arabic script reads as Latin

double weight(const Word& word) {
    return double(std::max<std::size_t>(1, characters(word.text).size()));
}

bool has_letters(const std::string& text) {
    return share_of_script(text, Script::latin) + share_of_script(text, Script::cyrillic) +
               share_of_script(text, Script::arabic) >
           0;
}

bool is_mark(const std::string& character) {
    constexpr std::string_view marks = ".,:;!?«»\"()[]،؛؟“”…";
    return !character.empty() && marks.find(character) != std::string_view::npos;
}

std::size_t letters_in(const std::string& text, const ReadIn& in) {
    std::size_t count = 0;
    for (const std::string& character : characters(text))
        count += in.script ? share_of_script(character, *in.script) > 0 : !is_mark(character);
    return count;
}

bool is_letter(const std::string& character) {
    return has_letters(character);
}

// Signs and digits between the letters of a word, as a share of its characters: "Бедт$" has none, "Си${ютз" has two of
// seven. Letters of another script are often read as such.
double odd_share(const std::string& word) {
    const std::vector<std::string> all = characters(word);
    const auto first = std::find_if(all.begin(), all.end(), is_letter);
    const auto last = std::find_if(all.rbegin(), all.rend(), is_letter).base();
    if (first == all.end()) return 0;
    constexpr std::string_view usual = "-'’.‐ʼ";
    const auto odd = std::count_if(first, last, [&](const std::string& character) {
        return !is_letter(character) && usual.find(character) == std::string_view::npos;
    });
    return double(odd) / double(last - first);
}

// 1 for words without such signs, 0.4 where they are many.
double soundness(std::span<const Word> words) {
    double sum = 0, all = 0;
    for (const Word& word : words) {
        sum += odd_share(word.text) * weight(word);
        all += weight(word);
    }
    return all > 0 ? std::max(0.4, 1 - 4 * sum / all) : 1;
}

// ln p of a letter in the likeliest of the languages; nothing where too few letters tell.
std::optional<double> per_letter(const std::string& text, const ReadIn& in) {
    const Likely likely = likely_languages(text, in.languages);
    if (likely.languages.empty() || likely.letters < letters_that_tell) return {};
    return likely.per_letter(likely.languages.front().language);
}

// 0.2 for what is no language, 1 for what is, a little less where too few letters tell.
double likeness(const std::string& text, const ReadIn& in) {
    const Likely likely = likely_languages(text, in.languages);
    if (likely.languages.empty()) return 1;
    if (likely.letters < letters_that_tell) return short_word;
    const std::string& language = likely.languages.front().language;
    double each = likely.per_letter(language);
    if (each < like_language && in.script == Script::arabic)
        each = likely_languages(spelt(text, language), {&language, 1}).per_letter(language);
    return std::clamp((each - like_none) / (like_language - like_none), 0.2, 1.0);
}

// What stands between two gaps that both readings have.
struct Segment {
    double left = 0, right = 0;
    std::array<std::vector<Word>, 2> words;  // of either reading
    double gain = 0;                         // of the second over the first: trust times length
    int taken = 0;
};

std::vector<Segment> segments_of(const Line& line, const Line& other) {
    struct Placed {
        const Word* word;
        int reading;
    };
    std::vector<Placed> all;
    for (const Word& word : line.words)
        all.push_back({&word, 0});
    for (const Word& word : other.words)
        all.push_back({&word, 1});
    std::stable_sort(all.begin(), all.end(), [](const Placed& a, const Placed& b) {
        return a.word->box.x < b.word->box.x;
    });
    const double rim = 0.1 * line.box.height;  // boxes of neighbours may touch
    std::vector<Segment> segments;
    for (const Placed& placed : all) {
        const Rect& box = placed.word->box;
        if (segments.empty() || box.x + rim > segments.back().right - rim)
            segments.push_back({box.x, box.right(), {}});
        Segment& segment = segments.back();
        segment.right = std::max(segment.right, box.right());
        segment.words[placed.reading].push_back(*placed.word);
    }
    return segments;
}

// Takes each segment from the reading that makes most of the whole line, where every change of reading has its price.
void choose(std::vector<Segment>& segments, double price) {
    std::array<double, 2> best{};
    std::vector<std::array<int, 2>> came(segments.size());  // from which reading, into either
    for (std::size_t i = 0; i < segments.size(); ++i) {
        std::array<double, 2> next{};
        std::array<int, 2> from{};
        for (const int into : {0, 1}) {
            const double stay = best[into], change = best[1 - into] - (i ? price : 0);
            from[into] = stay >= change ? into : 1 - into;
            next[into] = std::max(stay, change) + (into ? segments[i].gain : 0);
        }
        came[i] = from;
        best = next;
    }
    int at = best[1] > best[0] + price / 2;
    for (std::size_t i = segments.size(); i-- > 0;) {
        segments[i].taken = at;
        at = came[i][at];
    }
}

// Latin and Cyrillic.
bool look_alike(const ReadIn& in, const ReadIn& other_in) {
    return in.script != Script::arabic && other_in.script != Script::arabic;
}

// Back to the first reading where a stretch of the second has few letters or is not sure.
void refuse_the_unsure(std::vector<Segment>& segments, const ReadIn& in, const ReadIn& other_in,
                       const Bar& bar) {
    for (std::size_t first = 0; first < segments.size();) {
        std::size_t end = first;
        std::array<std::vector<Word>, 2> words;
        for (; end < segments.size() && segments[end].taken; ++end)
            for (const std::size_t i : {0U, 1U})
                words[i].insert(words[i].end(), segments[end].words[i].begin(),
                                segments[end].words[i].end());
        const double before = trust(words[0], in), now = trust(words[1], other_in);
        const auto likely_before = per_letter(text_of(words[0]), in),
                   likely_now = per_letter(text_of(words[1]), other_in);
        const bool likely = !look_alike(in, other_in) || !likely_before || !likely_now ||
                            *likely_now > *likely_before + bar.likelier;
        const bool well =
            likely && (now >= bar.sure || (now >= legible && now >= before + bar.more_legible));
        if (end > first && (!well || letters_in(text_of(words[1]), other_in) < bar.letters))
            for (std::size_t i = first; i < end; ++i)
                segments[i].taken = 0;
        first = std::max(end, first + 1);
    }
}

// Moves marks from one end of a stretch to the other.
void move_marks(Word& from, bool front, Word& to) {
    std::vector<std::string> letters = characters(from.text);
    std::string moved;
    while (letters.size() > 1 && is_mark(front ? letters.front() : letters.back())) {
        const auto at = front ? letters.begin() : letters.end() - 1;
        moved = front ? moved + *at : *at + moved;
        letters.erase(at);
    }
    if (moved.empty()) return;
    from.text.clear();
    for (const std::string& letter : letters)
        from.text += letter;
    to.text = front ? to.text + moved : moved + to.text;
}

// The words of neighbouring segments, taken from one reading, in the direction of its script. Marks at the ends of a
// stretch that runs against its line belong to the line: what stands at its right end follows it in a line that runs
// to the right. Source: Unicode Standard Annex 9, N2.
std::vector<Word> stretch(std::span<const Segment> segments, Direction own, Direction of_line) {
    std::vector<Word> words;
    for (const Segment& segment : segments)
        words.insert(words.end(), segment.words[segment.taken].begin(),
                     segment.words[segment.taken].end());
    std::stable_sort(words.begin(), words.end(), [&](const Word& a, const Word& b) {
        return own == Direction::left_to_right ? a.box.x < b.box.x : a.box.right() > b.box.right();
    });
    if (own == of_line || words.size() < 2) return words;
    const std::string before = words.front().text;
    move_marks(words.front(), true, words.back());
    if (words.front().text == before) move_marks(words.back(), false, words.front());
    return words;
}

Line composed(const Line& line, const Line& other, const std::vector<Segment>& segments,
              const std::array<Direction, 2>& directions) {
    std::array<double, 2> length{};
    for (const Segment& segment : segments)
        length[segment.taken] += segment.right - segment.left;
    Line whole = line;
    const bool turned = length[1] > almost_whole * (length[0] + length[1]);
    whole.direction = directions[turned ? 1 : 0];
    whole.words.clear();
    if (length[0] == 0) whole.box = united(line.box, other.box);
    std::vector<std::vector<Word>> stretches;
    for (std::size_t first = 0; first < segments.size();) {
        std::size_t end = first + 1;
        while (end < segments.size() && segments[end].taken == segments[first].taken)
            ++end;
        stretches.push_back(stretch(std::span(segments).subspan(first, end - first),
                                    directions[segments[first].taken], whole.direction));
        first = end;
    }
    if (whole.direction == Direction::right_to_left)
        std::reverse(stretches.begin(), stretches.end());
    for (std::vector<Word>& words : stretches)
        whole.words.insert(whole.words.end(), std::make_move_iterator(words.begin()),
                           std::make_move_iterator(words.end()));
    return whole;
}

Direction direction_of(const ReadIn& in, const Line& line) {
    return in.script ? direction(*in.script) : line.direction;
}

}  // namespace

ReadIn::ReadIn(const std::vector<std::string>& some) : languages(some) {
    if (some.empty()) return;
    if (const Alphabet* alphabet = find_alphabet(some.front())) script = alphabet->script;
}

double confidence(std::span<const Word> words) {
    double sum = 0, all = 0;
    for (const Word& word : words) {
        sum += std::max(0.0, word.confidence) * weight(word);
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

double trust(std::span<const Word> words, const ReadIn& in) {
    const double sure_of_it = confidence(words);
    const std::string text = text_of(words);
    if (!in.script || !has_letters(text)) return sure_of_it;
    if (share_of_script(text, *in.script) < own_script) return 0;
    // Arabic words hold marks and joiners.
    return sure_of_it * likeness(text, in) * (in.script == Script::arabic ? 1 : soundness(words));
}

double doubt(const Line& line, const ReadIn& in, double enough) {
    if (line.words.empty() || line.box.height <= 0) return 0;
    const double whole = trust(line.words, in);
    if (whole < doubtful) return (1 - whole) * line.box.width / line.box.height;
    double sum = 0;
    for (std::size_t first = 0; first < line.words.size();) {
        std::size_t end = first;
        double length = 0;
        for (; end < line.words.size() && trust({&line.words[end], 1}, in) < enough; ++end)
            length += line.words[end].box.width / line.box.height;
        if (length > room_for_letters)
            sum += length * (1 - trust(std::span(line.words).subspan(first, end - first), in));
        first = std::max(end, first + 1);
    }
    return sum;
}

std::optional<Line> best_of_both(const Line& line, const ReadIn& in, const Line& other,
                                 const ReadIn& other_in, bool is_expected) {
    const Bar& bar = !is_expected               ? unexpected
                     : look_alike(in, other_in) ? expected
                                                : expected_unlike;
    std::vector<Segment> segments = segments_of(line, other);
    for (Segment& segment : segments) {
        // Digits are read out of letters of any script.
        const double now =
            has_letters(text_of(segment.words[1])) ? trust(segment.words[1], other_in) : 0;
        segment.gain =
            (now - trust(segment.words[0], in) - bar.surer) * (segment.right - segment.left);
    }
    choose(segments, bar.price * line.box.height);
    refuse_the_unsure(segments, in, other_in, bar);
    if (std::none_of(segments.begin(), segments.end(),
                     [](const Segment& segment) { return segment.taken == 1; }))
        return {};
    return composed(line, other, segments, {direction_of(in, line), direction_of(other_in, other)});
}

}  // namespace nuskha
