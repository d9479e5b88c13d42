#include "stages/alleys.hpp"

#include <algorithm>
#include <utility>

#include "models/median.hpp"
#include "stages/column_alleys.hpp"
#include "stages/word_row.hpp"

namespace nuskha {
namespace {

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

// Where alleys go through a line between two of its words, half as wide apart as the alley at least.
std::vector<Span> gaps_with_alleys(const Line& line, const std::vector<Rect>& alleys) {
    std::vector<Span> gaps;
    const Row row = row_of(line);
    const double y = line.box.y + line.box.height / 2;
    for (const Rect& alley : alleys) {
        if (y < alley.y || y > alley.bottom()) continue;
        const double middle = alley.x + alley.width / 2;
        double left = -1e9, right = 1e9;
        for (const Rect& word : row.words)
            if (word.x + word.width / 2 < middle)
                left = std::max(left, word.right());
            else
                right = std::min(right, word.x);
        if (left > -1e9 && right < 1e9 && right - left >= 0.5 * alley.width &&
            left < alley.right() && right > alley.x)
            gaps.push_back({alley.x, alley.right()});
    }
    std::sort(gaps.begin(), gaps.end(),
              [](const Span& a, const Span& b) { return a.left < b.left; });
    return gaps;
}

// Parts lines at their gaps, unless the parts of a block's lines, three at least, are as short as cells of a table.
template <typename Gaps>
void part_lines(std::vector<Block>& blocks, const Gaps& gaps_in) {
    for (Block& block : blocks) {
        std::vector<Line> parted;
        double rows = 0, parts = 0, words = 0, heights = 0;  // of the lines that are parted
        for (const Line& line : block.lines) {
            const std::vector<Span> gaps = gaps_in(line);
            rows += !gaps.empty();
            for (Line& part : parts_of(line, gaps)) {
                if (!gaps.empty()) {
                    parts += 1;
                    words += static_cast<double>(part.words.size());
                    heights += part.box.width / row_of(part).height;
                }
                parted.push_back(std::move(part));
            }
        }
        const bool cells = words < 2 * parts || heights < 8 * parts;
        if (rows > 0 && (rows < 3 || !cells)) block.lines = std::move(parted);
    }
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

double usual_letters(const std::vector<Block>& blocks) {
    std::vector<double> heights;
    for (const Block& block : blocks)
        for (const Line& line : block.lines)
            heights.push_back(row_of(line).height);
    return median(std::move(heights));
}

void part_at_rules(std::vector<Block>& blocks) {
    const std::vector<Rect> rules = upright_rules(blocks);
    if (rules.empty()) return;
    part_lines(blocks, [&](const Line& line) { return gaps_with_rules(line, rules); });
}

void part_at_alleys(std::vector<Block>& blocks) {
    const std::vector<Rect> alleys = column_alleys(blocks);
    if (alleys.empty()) return;
    const double large = head_height * usual_letters(blocks);
    part_lines(blocks, [&](const Line& line) {
        return row_of(line).height > large ? std::vector<Span>{} : gaps_with_alleys(line, alleys);
    });
}

}  // namespace nuskha
