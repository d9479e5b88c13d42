#include "stages/alleys.hpp"

#include <algorithm>
#include <utility>

namespace nuskha {
namespace {

constexpr double narrowest = 0.6;  // of a word's height
constexpr std::size_t rows_at_least = 5;

struct Span {
    double left = 0, right = 0;
    double width() const { return right - left; }
};

// Words side by side, from the left.
struct Row {
    const Line* line;
    std::vector<Rect> words;
    double height = 0;  // median
};

// What is made of a piece of the rule between two columns.
bool may_be_rule(const Word& word) {
    return word.text.size() <= 3 && word.box.width < 0.4 * word.box.height;
}

Row row_of(const Line& line) {
    Row row{&line, {}, 0};
    std::vector<double> heights;
    for (const Word& word : line.words)
        heights.push_back(word.box.height);
    for (const Word& word : line.words)
        if (!may_be_rule(word)) row.words.push_back(word.box);
    if (row.words.empty()) row.words.push_back(line.words.front().box);
    std::sort(row.words.begin(), row.words.end(),
              [](const Rect& a, const Rect& b) { return a.x < b.x; });
    std::nth_element(heights.begin(),
                     heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2),
                     heights.end());
    row.height = heights[heights.size() / 2];
    return row;
}

std::vector<Span> gaps_of(const Row& row) {
    std::vector<Span> gaps;
    double reached = row.words.front().right();
    for (std::size_t i = 1; i < row.words.size(); ++i) {
        if (row.words[i].x - reached >= narrowest * row.height)
            gaps.push_back({reached, row.words[i].x});
        reached = std::max(reached, row.words[i].right());
    }
    return gaps;
}

// Narrows the alley to the row's gap that goes on with it; false where there is none.
bool goes_on(const Row& row, Span& alley) {
    for (const Span& gap : gaps_of(row)) {
        const Span shared{std::max(gap.left, alley.left), std::min(gap.right, alley.right)};
        if (shared.width() < narrowest * row.height) continue;
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

// The alleys through rows[i], as far as they go on through the rows of the same block around it.
std::vector<Span> alleys_at(const std::vector<Row>& rows, std::size_t i) {
    std::vector<Span> alleys;
    for (Span alley : gaps_of(rows[i])) {
        std::vector<const Row*> through{&rows[i]};
        for (std::size_t up = i; up-- > 0 && goes_on(rows[up], alley);)
            through.push_back(&rows[up]);
        for (std::size_t down = i + 1; down < rows.size() && goes_on(rows[down], alley); ++down)
            through.push_back(&rows[down]);
        if (through.size() >= rows_at_least && broad_on_both_sides(through, alley))
            alleys.push_back(alley);
    }
    return alleys;
}

// The words between two alleys, without what was read out of the rules in these.
Line part_of(const Line& line, const Span& before, const Span& after) {
    Line part;
    part.direction = line.direction;
    for (const Word& word : line.words) {
        const double x = word.box.x + word.box.width / 2;
        const bool in_alley = x <= before.right || x >= after.left;
        if (x < before.left || x >= after.right || (in_alley && may_be_rule(word))) continue;
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

void part_at_alleys(std::vector<Block>& blocks) {
    for (Block& block : blocks) {
        std::vector<Row> rows;
        for (const Line& line : block.lines)
            rows.push_back(row_of(line));
        std::vector<Line> parted;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            std::vector<Span> ends = alleys_at(rows, i);
            if (ends.empty()) {
                parted.push_back(block.lines[i]);
                continue;
            }
            ends.insert(ends.begin(), {-1e9, -1e9});
            ends.push_back({1e9, 1e9});
            for (std::size_t e = 1; e < ends.size(); ++e)
                if (Line part = part_of(block.lines[i], ends[e - 1], ends[e]); !part.words.empty())
                    parted.push_back(std::move(part));
        }
        block.lines = std::move(parted);
    }
}

}  // namespace nuskha
