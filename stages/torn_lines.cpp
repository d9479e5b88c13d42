#include <algorithm>
#include <cmath>
#include <iterator>

#include "stages/alleys.hpp"
#include "stages/word_row.hpp"

namespace nuskha {
namespace {

constexpr double widest = 8;  // heights of a gap that may be a space
constexpr double nearby = 6;  // heights

double middle(const Rect& r) {
    return r.y + r.height / 2;
}

bool in_one_row(const Rect& a, const Rect& b) {
    const double shared = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
    return shared > 0.5 * std::min(a.height, b.height);
}

struct Nearby {
    int over = 0;   // lines of this column that run over the gap
    int edges = 0;  // lines that end or begin at it: two for a row that leaves it white
};

// Lines close above and below a gap from `from` to `to` in the row of `line`.
Nearby lines_near(const std::vector<Block>& blocks, const Rect& row, double height, double from,
                  double to) {
    Nearby near;
    for (const Block& block : blocks)
        for (const Line& line : block.lines) {
            const Rect& box = line.box;
            if (in_one_row(box, row) || std::abs(middle(box) - middle(row)) > nearby * height ||
                box.height > 1.6 * height)  // a heading says nothing of columns
                continue;
            const double right = box.right(), far = 2 * height;
            if (box.x < from && right > to)
                near.over += row.x > box.x - far && row.right() < right + far;
            else
                near.edges += box.width > 3 * height && ((right > from - far && right <= to) ||
                                                         (box.x >= from && box.x < to + far));
        }
    return near;
}

bool gap_is_a_space(const std::vector<Block>& blocks, const Line& left, const Line& right) {
    const Nearby near =
        lines_near(blocks, united(left.box, right.box), std::max(left.box.height, right.box.height),
                   left.box.right(), right.box.x);
    return near.over >= 2 && 2 * near.over > near.edges;
}

// The other's words come to stand where they stand on the page.
void join(Line& line, Line&& other) {
    const bool left_to_right = line.direction == Direction::left_to_right;
    if (other.box.x < line.box.x) line.baseline_start = other.baseline_start;
    if (other.box.right() > line.box.right()) line.baseline_end = other.baseline_end;
    const double x = other.box.x;
    const auto at = std::find_if(line.words.begin(), line.words.end(), [&](const Word& word) {
        return left_to_right ? word.box.x > x : word.box.x < x;
    });
    line.words.insert(at, std::make_move_iterator(other.words.begin()),
                      std::make_move_iterator(other.words.end()));
    line.box = united(line.box, other.box);
}

// Between two words of the line.
bool in_a_hole(const Line& line, const Rect& box) {
    return box.x > line.box.x && box.right() < line.box.right() &&
           std::none_of(line.words.begin(), line.words.end(), [&](const Word& word) {
               return std::min(word.box.right(), box.right()) - std::max(word.box.x, box.x) >
                      0.2 * box.width;
           });
}

bool are_one(const std::vector<Block>& blocks, const Line& left, const Line& right) {
    if (&left == &right || right.box.x <= left.box.x || !in_one_row(left.box, right.box))
        return false;
    if (in_a_hole(left, right.box)) return true;
    const double height = std::max(left.box.height, right.box.height);
    const double gap = right.box.x - left.box.right();
    return gap > -0.5 * height && gap < widest * height && gap_is_a_space(blocks, left, right);
}

// Joins one pair; false where there is none.
bool join_one(std::vector<Block>& blocks) {
    for (Block& of_left : blocks)
        for (std::size_t i = 0; i < of_left.lines.size(); ++i)
            for (Block& of_right : blocks)
                for (std::size_t j = 0; j < of_right.lines.size(); ++j) {
                    Line &left = of_left.lines[i], &right = of_right.lines[j];
                    if (!are_one(blocks, left, right)) continue;
                    const bool into_left = left.box.width >= right.box.width;
                    Block& gone = into_left ? of_right : of_left;
                    Block& stays = into_left ? of_left : of_right;
                    join(into_left ? left : right, std::move(into_left ? right : left));
                    stays.box = united(stays.box, (into_left ? left : right).box);
                    gone.lines.erase(gone.lines.begin() +
                                     static_cast<std::ptrdiff_t>(into_left ? j : i));
                    gone.box = {};
                    for (const Line& line : gone.lines)
                        gone.box = united(gone.box, line.box);
                    return true;
                }
    return false;
}

// Between which words a line runs over an alley that its block alone does not show.
std::vector<Span> alleys_of(const std::vector<Block>& blocks, const Line& line) {
    std::vector<Span> found;
    const Row row = row_of(line);
    for (const Span& gap : gaps_of(row)) {
        const Nearby near = lines_near(blocks, line.box, row.height, gap.left, gap.right);
        if (near.edges >= 6 && near.edges > 4 * near.over) found.push_back(gap);
    }
    return found;
}

}  // namespace

void part_by_neighbours(std::vector<Block>& blocks) {
    std::vector<std::vector<Line>> parted;
    for (const Block& block : blocks) {
        parted.emplace_back();
        for (const Line& line : block.lines)
            for (Line& part : parts_of(line, alleys_of(blocks, line)))
                parted.back().push_back(std::move(part));
    }
    for (std::size_t i = 0; i < blocks.size(); ++i)
        blocks[i].lines = std::move(parted[i]);
}

void join_torn_lines(std::vector<Block>& blocks) {
    while (join_one(blocks)) {
    }
    std::erase_if(blocks, [](const Block& block) {
        return block.lines.empty() && block.role == Role::paragraph;
    });
}

}  // namespace nuskha
