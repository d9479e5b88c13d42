#include "stages/alleys.hpp"

#include <algorithm>
#include <utility>

#include "stages/word_row.hpp"

namespace nuskha {
namespace {

constexpr std::size_t rows_at_least = 5;

// Narrows the alley to the row's gap that goes on with it; false where there is none.
bool goes_on(const Row& row, Span& alley) {
    for (const Span& gap : gaps_of(row)) {
        const Span shared{std::max(gap.left, alley.left), std::min(gap.right, alley.right)};
        if (shared.width() < narrowest_alley * row.height) continue;
        alley = shared;
        return true;
    }
    return false;
}

bool broad_on_both_sides(const std::vector<const Row*>& through, const Span& alley) {
    double words = 1e9, widths = 1e9;
    for (const bool left : {true, false}) {
        double count = 0, width = 0;
        for (const Row* row : through) {
            Rect side;
            for (const Rect& word : row->words)
                if ((word.x + word.width / 2 < alley.left + alley.width() / 2) == left) {
                    side = united(side, word);
                    ++count;
                }
            width += side.width / row->height;
        }
        words = std::min(words, count / static_cast<double>(through.size()));
        widths = std::min(widths, width / static_cast<double>(through.size()));
    }
    return words >= 2.5 && widths >= 6;
}

// Wider than the white between words of these rows, which may lie below one another by chance: in justified lines of a
// typewriter's letters it does through eight rows and more, not through twenty.
bool wider_than_between_words(const std::vector<const Row*>& through, const Span& alley) {
    const double wider = through.size() < 20 ? 1.5 : 1;
    std::vector<double> widths;
    for (const Row* row : through)
        for (std::size_t i = 1; i < row->words.size(); ++i)
            widths.push_back(row->words[i].x - row->words[i - 1].right());
    if (widths.empty()) return true;
    const auto middle = widths.begin() + static_cast<std::ptrdiff_t>(widths.size() / 2);
    std::nth_element(widths.begin(), middle, widths.end());
    return alley.width() >= wider * *middle;
}

// An alley, and the rows that it goes through.
struct Alley {
    Span span;
    std::size_t first, last;
};

// From one gap of rows[i] downwards; two rows at once may have something in the alley.
Alley alley_from(const std::vector<Row>& rows, std::size_t i, Span span,
                 std::vector<const Row*>& through) {
    Alley alley{span, i, i};
    through = {&rows[i]};
    for (std::size_t down = i + 1; down < rows.size() && down - alley.last <= 3; ++down)
        if (goes_on(rows[down], alley.span)) {
            through.push_back(&rows[down]);
            alley.last = down;
        }
    return alley;
}

std::vector<Alley> alleys_in(const std::vector<Row>& rows) {
    std::vector<Alley> alleys;
    std::vector<const Row*> through;
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (const Span& gap : gaps_of(rows[i])) {
            const bool known = std::any_of(alleys.begin(), alleys.end(), [&](const Alley& a) {
                return i <= a.last && gap.left < a.span.right && a.span.left < gap.right;
            });
            if (known) continue;
            const Alley alley = alley_from(rows, i, gap, through);
            if (through.size() >= rows_at_least &&
                10 * through.size() >= 6 * (alley.last - alley.first + 1) &&
                wider_than_between_words(through, alley.span) &&
                broad_on_both_sides(through, alley.span))
                alleys.push_back(alley);
        }
    std::sort(alleys.begin(), alleys.end(),
              [](const Alley& a, const Alley& b) { return a.span.left < b.span.left; });
    return alleys;
}

// Where rules stand between the words of a line.
std::vector<Span> gaps_with_rules(const Line& line, const std::vector<Rect>& rules) {
    std::vector<Span> gaps;
    const Row row = row_of(line);
    const double y = line.box.y + line.box.height / 2;
    double reached = row.words.front().right();
    for (std::size_t i = 1; i < row.words.size(); ++i) {
        const Span gap{reached, row.words[i].x};
        reached = std::max(reached, row.words[i].right());
        if (std::any_of(rules.begin(), rules.end(), [&](const Rect& rule) {
                const double x = rule.x + rule.width / 2;
                return rule.y < y && y < rule.bottom() && gap.left < x && x < gap.right;
            }))
            gaps.push_back(gap);
    }
    return gaps;
}

}  // namespace

bool is_upright_rule(const Block& block) {
    return block.role == Role::ornament && block.box.height > 3 * block.box.width;
}

std::vector<Rect> upright_rules(const std::vector<Block>& blocks) {
    std::vector<Rect> rules;
    for (const Block& block : blocks)
        if (is_upright_rule(block)) rules.push_back(block.box);
    return rules;
}

void part_at_rules(std::vector<Block>& blocks) {
    const std::vector<Rect> rules = upright_rules(blocks);
    if (rules.empty()) return;
    for (Block& block : blocks) {
        std::vector<Line> parted;
        double parts = 0, words = 0, heights = 0;  // of the lines that are parted
        for (const Line& line : block.lines) {
            const std::vector<Span> gaps = gaps_with_rules(line, rules);
            for (Line& part : parts_of(line, gaps)) {
                if (!gaps.empty()) {
                    parts += 1;
                    words += static_cast<double>(part.words.size());
                    heights += part.box.width / row_of(part).height;
                }
                parted.push_back(std::move(part));
            }
        }
        if (parts > 0 && words >= 2 * parts && heights >= 8 * parts)
            block.lines = std::move(parted);
    }
}

void part_at_alleys(std::vector<Block>& blocks) {
    for (Block& block : blocks) {
        std::vector<Row> rows;
        for (const Line& line : block.lines)
            rows.push_back(row_of(line));
        const std::vector<Alley> alleys = alleys_in(rows);
        std::vector<Line> parted;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            std::vector<Span> through;
            for (const Alley& alley : alleys)
                if (alley.first <= i && i <= alley.last) through.push_back(alley.span);
            for (Line& part : parts_of(block.lines[i], through))
                parted.push_back(std::move(part));
        }
        block.lines = std::move(parted);
    }
}

}  // namespace nuskha
