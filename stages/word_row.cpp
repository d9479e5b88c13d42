#include "stages/word_row.hpp"

#include <algorithm>

#include "models/median.hpp"

namespace nuskha {
namespace {

// What is made of a piece of the rule between two columns.
bool may_be_rule(const Word& word) {
    const bool strokes = word.text.find_first_not_of("|/\\{}[]!:;.'") == std::string::npos;
    return word.text.size() <= 3 && word.box.width < (strokes ? 1 : 0.5) * word.box.height;
}

// The words between two alleys, without what was read out of the rules in these.
Line part_of(const Line& line, const Span& before, const Span& after) {
    Line part;
    part.direction = line.direction;
    for (const Word& word : line.words) {
        const double x = word.box.x + word.box.width / 2;
        if ((x <= before.right || x >= after.left) && may_be_rule(word)) continue;
        if (x > before.left + before.width() / 2 && x < after.left + after.width() / 2) {
            part.words.push_back(word);
            part.box = united(part.box, word.box);
        }
    }
    const auto on_baseline = [&](double x) {
        const Point a = line.baseline_start, b = line.baseline_end;
        const double along = b.x > a.x ? (x - a.x) / (b.x - a.x) : 0;
        return Point{x, a.y + along * (b.y - a.y)};
    };
    part.baseline_start = on_baseline(part.box.x);
    part.baseline_end = on_baseline(part.box.right());
    return part;
}

}  // namespace

double usual_height(std::span<const Block> blocks) {
    std::vector<double> heights;
    for (const Block& block : blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words)
                heights.push_back(word.box.height);
    return median(std::move(heights));
}

Row row_of(const Line& line) {
    Row row;
    std::vector<double> heights;
    for (const Word& word : line.words)
        heights.push_back(word.box.height);
    for (const Word& word : line.words)
        if (!may_be_rule(word)) row.words.push_back(word.box);
    if (row.words.empty()) row.words.push_back(line.words.front().box);
    std::sort(row.words.begin(), row.words.end(),
              [](const Rect& a, const Rect& b) { return a.x < b.x; });
    row.height = median(std::move(heights));
    return row;
}

std::vector<Span> gaps_of(const Row& row) {
    std::vector<Span> gaps;
    double reached = row.words.front().right();
    for (std::size_t i = 1; i < row.words.size(); ++i) {
        if (row.words[i].x - reached >= narrowest_alley * row.height)
            gaps.push_back({reached, row.words[i].x});
        reached = std::max(reached, row.words[i].right());
    }
    return gaps;
}

std::vector<Line> parts_of(const Line& line, std::vector<Span> alleys) {
    if (alleys.empty()) return {line};
    std::vector<Line> parts;
    alleys.insert(alleys.begin(), {-1e9, -1e9});
    alleys.push_back({1e9, 1e9});
    for (std::size_t i = 1; i < alleys.size(); ++i)
        if (Line part = part_of(line, alleys[i - 1], alleys[i]); !part.words.empty())
            parts.push_back(std::move(part));
    return parts;
}

}  // namespace nuskha
