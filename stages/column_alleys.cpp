#include "stages/column_alleys.hpp"

#include <algorithm>
#include <cmath>

#include "models/median.hpp"
#include "stages/word_row.hpp"

namespace nuskha {
namespace {

// White from one word to the next in its row.
struct Gap {
    double left = 0, right = 0, y = 0;
    bool space = false;  // no wider than others in one line of the engine's
};

struct Placed {
    Rect box;
    const Line* line;
    double space;  // between the words of its line, median
};

double usual_space(const Row& row) {  // median; 0 for one word
    std::vector<double> spaces;
    for (std::size_t i = 1; i < row.words.size(); ++i)
        spaces.push_back(row.words[i].x - row.words[i - 1].right());
    return spaces.empty() ? 0 : median(std::move(spaces));
}

// A word where the letters of its line stand, though its own box may reach far up or down.
std::vector<Placed> level_words(const std::vector<Block>& blocks) {
    std::vector<Placed> words;
    for (const Block& block : blocks)
        for (const Line& line : block.lines) {
            const Row row = row_of(line);
            std::vector<double> middles;
            for (const Rect& word : row.words)
                middles.push_back(word.y + word.height / 2);
            const double top = median(std::move(middles)) - row.height / 2;
            const double space = usual_space(row);
            for (const Rect& word : row.words)
                words.push_back({{word.x, top, word.width, row.height}, &line, space});
        }
    std::sort(words.begin(), words.end(),
              [](const Placed& a, const Placed& b) { return a.box.y < b.box.y; });
    return words;
}

std::vector<Gap> gaps_on(const std::vector<Placed>& words, double height) {
    std::vector<Gap> gaps;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Rect& word = words[i].box;
        const Placed* next = nullptr;
        const auto look = [&](const Placed& placed) {
            const Rect& other = placed.box;
            if (shared_height(word, other) > 0.3 * std::min(word.height, other.height) &&
                other.middle_across() > word.middle_across() && (!next || other.x < next->box.x))
                next = &placed;
        };
        for (std::size_t j = i; j-- > 0 && words[j].box.y > word.y - 3 * height;)
            look(words[j]);
        for (std::size_t j = i + 1; j < words.size() && words[j].box.y < word.bottom(); ++j)
            look(words[j]);
        if (next && next->box.x - word.right() > -0.3 * height)
            gaps.push_back(
                {word.right(), next->box.x, word.y + word.height / 2,
                 words[i].line == next->line && next->box.x - word.right() < 1.5 * next->space});
    }
    std::sort(gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) { return a.y < b.y; });
    return gaps;
}

// The gaps that lie below gaps[i] one after another, from the top, and those above it where `upwards`.
std::vector<Gap> chain_through(const std::vector<Gap>& gaps, std::size_t i, double height,
                               bool upwards) {
    const double slack = 0.2 * height;  // that a word's box may reach beyond its letters
    const double farthest = 5.25 * height;
    std::vector<Gap> chain{gaps[i]};
    Gap span = gaps[i];
    const auto goes_on = [&](const Gap& last, const Gap& next) {
        const double left = std::max(span.left, next.left - slack);
        const double right = std::min(span.right, next.right + slack);
        if (std::abs(next.y - last.y) < 0.5 * height || right - left < narrowest_alley * height)
            return false;
        span.left = left, span.right = right;
        return true;
    };
    for (std::size_t j = i + 1; j < gaps.size() && gaps[j].y - chain.back().y <= farthest; ++j)
        if (goes_on(chain.back(), gaps[j])) chain.push_back(gaps[j]);
    if (!upwards) return chain;
    std::vector<Gap> above{gaps[i]};
    for (std::size_t j = i; j-- > 0 && above.back().y - gaps[j].y <= farthest;)
        if (goes_on(above.back(), gaps[j])) above.push_back(gaps[j]);
    chain.insert(chain.begin(), above.rbegin(), above.rend() - 1);
    return chain;
}

double share_near(const std::vector<double>& edges, double edge, double reach) {
    const auto near = std::count_if(edges.begin(), edges.end(),
                                    [&](double x) { return std::abs(x - edge) < reach; });
    return static_cast<double>(near) / static_cast<double>(edges.size());
}

// From a row of a chain to what is written next below it, on either side of the white.
double step_below(const std::vector<Placed>& words, const Gap& row, double height) {
    const double beside = 10 * height;
    double step = 1e9;
    for (const Placed& placed : words) {
        const Rect& word = placed.box;
        const double down = word.y + word.height / 2 - row.y;
        if (down > 0.5 * height && word.right() > row.left - beside && word.x < row.right + beside)
            step = std::min(step, down);
    }
    return step;
}

// Without one or two rows far above or below all others, as those of a head or of a note.
void trim(std::vector<Gap>& chain, const std::vector<Placed>& words, double height) {
    constexpr std::ptrdiff_t few = 3;
    std::vector<double> steps;
    for (std::size_t i = 1; i < chain.size(); ++i)
        steps.push_back(chain[i].y - chain[i - 1].y);
    if (steps.empty()) return;
    const double far = 1.5 * median(std::move(steps));
    const auto apart = [&](const Gap& upper, const Gap& lower) {
        return lower.y - upper.y > far && step_below(words, upper, height) > far;
    };
    const auto last = std::adjacent_find(chain.rbegin(), chain.rend(),
                                         [&](const Gap& a, const Gap& b) { return apart(b, a); });
    if (last != chain.rend() && last - chain.rbegin() + 1 < few)
        chain.erase(last.base() - 1, chain.end());
    const auto first = std::adjacent_find(chain.begin(), chain.end(), apart);
    if (first != chain.end() && first - chain.begin() + 1 < few)
        chain.erase(chain.begin(), first + 1);
}

double crossings(const std::vector<Placed>& words, const Rect& alley) {
    const double middle = alley.x + alley.width / 2, reach = 0.2 * alley.width;
    return static_cast<double>(std::count_if(words.begin(), words.end(), [&](const Placed& placed) {
        const Rect& word = placed.box;
        const double y = word.y + word.height / 2;
        return alley.y < y && y < alley.bottom() && word.x < middle + reach &&
               word.right() > middle - reach;
    }));
}

// How many gaps at an end of a chain have no straight edges: three or more, spaces of other lines below or above an alley.
template <typename Iterator>
std::ptrdiff_t frayed(Iterator end, Iterator other_end, double left, double right, double reach) {
    std::ptrdiff_t rows = 0, edged = 0, most = 0;
    for (; end != other_end; ++end) {
        ++rows;
        edged += std::abs(end->left - left) < reach && std::abs(end->right - right) < reach;
        if (rows >= 3 && 10 * edged <= 3 * rows) most = rows;
    }
    return most;
}

// The chain as an alley, empty where it is none.
Rect alley_of(std::vector<Gap> chain, const std::vector<Placed>& words, double height) {
    constexpr std::size_t rows_at_least = 5, few = 10;
    constexpr double reach = 0.35, most_crossed = 0.15;
    trim(chain, words, height);
    std::vector<double> lefts, rights;
    const auto edges = [&] {
        lefts.clear(), rights.clear();
        for (const Gap& one : chain) {
            lefts.push_back(one.left);
            rights.push_back(one.right);
        }
    };
    edges();
    const double rough_left = median(lefts), rough_right = median(rights);
    chain.erase(chain.begin(), chain.begin() + frayed(chain.begin(), chain.end(), rough_left,
                                                      rough_right, reach * height));
    chain.erase(
        chain.end() - frayed(chain.rbegin(), chain.rend(), rough_left, rough_right, reach * height),
        chain.end());
    edges();
    const auto spaces = static_cast<std::size_t>(
        std::count_if(chain.begin(), chain.end(), [](const Gap& one) { return one.space; }));
    if (chain.size() < rows_at_least || (chain.size() < few && 2 * spaces > chain.size()))
        return {};
    const double left = median(lefts), right = median(rights);
    const double least = chain.size() < 12 ? 0.75 : 0.55;  // of the rows
    const Rect alley{left, chain.front().y - height / 2, right - left,
                     chain.back().y - chain.front().y + height};
    const bool edged = share_near(lefts, left, reach * height) >= least &&
                       share_near(rights, right, reach * height) >= least;
    const bool clear = crossings(words, alley) <= most_crossed * static_cast<double>(chain.size());
    return edged && clear && alley.width >= narrowest_alley * height ? alley : Rect{};
}

}  // namespace

std::vector<Rect> column_alleys(const std::vector<Block>& blocks) {
    const std::vector<Placed> words = level_words(blocks);
    if (words.empty()) return {};
    std::vector<double> heights;
    for (const Placed& word : words)
        heights.push_back(word.box.height);
    const double height = median(std::move(heights));
    const std::vector<Gap> gaps = gaps_on(words, height);
    std::vector<Rect> alleys;
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        const Gap& gap = gaps[i];
        if (gap.right - gap.left < narrowest_alley * height) continue;
        const bool known = std::any_of(alleys.begin(), alleys.end(), [&](const Rect& a) {
            return gap.y <= a.bottom() && gap.left < a.right() && a.x < gap.right;
        });
        if (known) continue;
        const Rect down = alley_of(chain_through(gaps, i, height, false), words, height);
        const Rect both = alley_of(chain_through(gaps, i, height, true), words, height);
        const Rect& longer = both.height > down.height ? both : down;
        if (!longer.empty()) alleys.push_back(longer);
    }
    return alleys;
}

}  // namespace nuskha
