#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>

#include "models/median.hpp"
#include "stages/alleys.hpp"
#include "stages/column_alleys.hpp"
#include "stages/word_row.hpp"

namespace nuskha {
namespace {

constexpr double widest = 8;  // heights of a gap that may be a space

bool in_one_row(const Rect& a, const Rect& b) {
    return shared_height(a, b) > 0.5 * std::min(a.height, b.height);
}

struct Nearby {
    int over = 0;   // lines of this column that run over the gap
    int edges = 0;  // lines that end or begin at it: two for a row that leaves it white
};

double letter_width(const Line& line) {
    double width = 0, count = 0;
    for (const Word& word : line.words) {
        width += word.box.width;
        for (const char c : word.text)
            count += (c & 0xC0) != 0x80;  // first bytes
    }
    return width / std::max(1.0, count);
}

// The lines of a page by height, so that those near a row are found without a look at all.
class Lines {
  public:
    explicit Lines(std::vector<Block>& blocks)
        : rules_(upright_rules(blocks)),
          alleys_(column_alleys(blocks)),
          large_(head_height * usual_letters(blocks)) {
        for (std::size_t b = 0; b < blocks.size(); ++b)
            for (Line& line : blocks[b].lines) {
                places_.push_back({&line, b, line.box.middle(), row_of(line).height});
                highest_ = std::max(highest_, line.box.height);
            }
        std::stable_sort(places_.begin(), places_.end(),
                         [](const Place& a, const Place& b) { return a.middle < b.middle; });
        std::vector<double> heights, widths;
        for (const Place& place : places_) {
            heights.push_back(place.line->box.height);
            widths.push_back(letter_width(*place.line));
        }
        if (heights.empty()) return;
        usual_ = median(std::move(heights));
        wide_ = 1.2 * median(std::move(widths));
    }

    struct Place {
        Line* line;  // has no words once it is part of another
        std::size_t block;
        double middle;   // as it was found
        double letters;  // height of its words: one of them may reach far up or down
    };
    std::span<Place> all() { return places_; }
    std::span<Place> between(double top, double bottom) {
        const auto by_middle = [](const Place& place, double y) { return place.middle < y; };
        const auto first = std::lower_bound(places_.begin(), places_.end(), top, by_middle);
        return {first, std::lower_bound(first, places_.end(), bottom, by_middle)};
    }
    std::span<Place> beside(const Rect& row) {
        return between(row.y - highest_ / 2, row.bottom() + highest_ / 2);
    }

    // What runs across several lines, as drawing or upright writing that was read for a word, is in the row of none.
    bool of_one_row(const Rect& a, const Rect& b) const {
        const double high = std::max(a.height, b.height), low = std::min(a.height, b.height);
        return in_one_row(a, b) && (high < 2.5 * usual_ || high < 1.6 * low);
    }

    bool parted_by_rule(const Rect& left, const Rect& right) const {
        const double y = united(left, right).middle();
        return std::any_of(rules_.begin(), rules_.end(), [&](const Rect& rule) {
            return rule.y < y && y < rule.bottom() && rule.x > left.x &&
                   rule.right() < right.right() &&
                   rule.x + rule.width / 2 > left.right() - rule.width &&
                   rule.x + rule.width / 2 < right.x + rule.width;
        });
    }

    // Larger than others both ways: one long letter makes a line of few words high.
    bool of_a_head(const Line& line) const {
        return row_of(line).height > large_ && letter_width(line) > wide_;
    }

    // Whether the white between two parts of a row lies in an alley between columns; `low` is the smaller height of letters.
    bool parted_by_alley(const Rect& left, const Rect& right, double height, double low) const {
        if (low > large_) return false;
        const double y = united(left, right).middle(), gap = (left.right() + right.x) / 2;
        return std::any_of(alleys_.begin(), alleys_.end(), [&](const Rect& alley) {
            const double x = alley.x + alley.width / 2;
            return alley.y < y && y < alley.bottom() && left.middle_across() < x &&
                   x < right.middle_across() && std::abs(x - gap) < alley.width / 2 + height;
        });
    }

    // Whether a row ends or begins at an alley.
    bool beside_alley(const Rect& row, double height) const {
        return std::any_of(alleys_.begin(), alleys_.end(), [&](const Rect& alley) {
            return alley.y < row.middle() && row.middle() < alley.bottom() &&
                   (std::abs(row.right() - alley.x) < height ||
                    std::abs(alley.right() - row.x) < height);
        });
    }

    // Whether a line is beside an alley that has ended before `row`: its edge there says nothing of the row.
    bool at_ended_alley(const Rect& line, const Rect& row, double from, double to) const {
        return std::any_of(alleys_.begin(), alleys_.end(), [&](const Rect& alley) {
            const double y = line.middle(), other = row.middle();
            return alley.right() > from && alley.x < to && alley.y < y && y < alley.bottom() &&
                   (other < alley.y || other > alley.bottom());
        });
    }

  private:
    std::vector<Rect> rules_, alleys_;
    std::vector<Place> places_;
    double large_ = 0, wide_ = 0, highest_ = 0, usual_ = 0;
};

// Lines close above and below a gap from `from` to `to` in the row of `row`. Those in much larger or
// smaller letters say nothing of it.
Nearby lines_near(Lines& lines, const Rect& row, double height, double from, double to,
                  double nearby = 6) {
    constexpr double alike = 1.6;
    Nearby near;
    for (const Lines::Place& place :
         lines.between(row.middle() - nearby * height, row.middle() + nearby * height)) {
        const Rect& box = place.line->box;
        if (place.line->words.empty() || in_one_row(box, row) || place.letters > alike * height ||
            height > alike * place.letters)
            continue;
        const double right = box.right(), far = 3 * height;  // an indent and more
        if (box.x < from && right > to)
            near.over += row.x > box.x - far && row.right() < right + far;
        else if (box.width > 3 * height && ((right > from - height && right <= to) ||
                                            (box.x >= from && box.x < to + height))) {
            if (lines.at_ended_alley(box, row, from, to)) continue;
            ++near.edges;
        }
    }
    return near;
}

// Around the words, without specks: a dot that the other part lost reaches into its place.
Rect solid(const Line& line) {
    Rect box;
    for (const Word& word : line.words)
        if (std::max(word.box.width, word.box.height) > 0.25 * line.box.height)
            box = united(box, word.box);
    return box.empty() ? line.box : box;
}

bool gap_is_a_space(Lines& lines, const Rect& left, const Rect& right, double height) {
    const Rect row = united(left, right);
    const double gap = right.x - left.right();
    const Nearby near = lines_near(lines, row, height, left.right(), right.x);
    if (gap < narrowest_alley * height || (near.edges == 0 && gap < 2 * height) ||
        (near.over >= 2 && 2 * near.over > near.edges))
        return true;
    const Nearby far = lines_near(lines, row, height, left.right(), right.x, 30);
    return far.over >= (lines.beside_alley(row, height) ? 2 : 4) && far.over >= far.edges;
}

// One stands among the words of the other, and none over another.
bool are_interleaved(const Line& a, const Line& b) {
    if (std::min(a.box.right(), b.box.right()) <= std::max(a.box.x, b.box.x)) return false;
    return std::none_of(a.words.begin(), a.words.end(), [&](const Word& one) {
        return std::any_of(b.words.begin(), b.words.end(), [&](const Word& two) {
            return std::min(one.box.right(), two.box.right()) - std::max(one.box.x, two.box.x) >
                   0.2 * std::min(one.box.width, two.box.width);
        });
    });
}

// The other's words come to stand where they stand on the page.
void join(Line& line, Line&& other) {
    const auto place = [&](double x) {
        const bool left_to_right = line.direction == Direction::left_to_right;
        return std::find_if(line.words.begin(), line.words.end(), [=](const Word& word) {
            return left_to_right ? word.box.x > x : word.box.x < x;
        });
    };
    if (other.box.x < line.box.x) line.baseline_start = other.baseline_start;
    if (other.box.right() > line.box.right()) line.baseline_end = other.baseline_end;
    if (are_interleaved(line, other))
        for (Word& word : other.words) {
            const double x = word.box.x;
            line.words.insert(place(x), std::move(word));
        }
    else
        line.words.insert(place(other.box.x), std::make_move_iterator(other.words.begin()),
                          std::make_move_iterator(other.words.end()));
    line.box = united(line.box, other.box);
}

bool are_one(Lines& lines, const Line& left_line, const Line& right_line) {
    const Rect left = solid(left_line), right = solid(right_line);
    if (right.x <= left.x || !lines.of_one_row(left, right)) return false;
    const auto [low, height] = std::minmax({row_of(left_line).height, row_of(right_line).height});
    if (right.x - left.right() < 2 * low && lines.of_a_head(left_line) &&
        lines.of_a_head(right_line))
        return true;
    if (lines.parted_by_alley(left, right, height, low)) return false;
    if (are_interleaved(left_line, right_line)) return true;
    const double gap = right.x - left.right();
    return gap > -0.5 * height && gap < widest * height && !lines.parted_by_rule(left, right) &&
           gap_is_a_space(lines, left, right, height);
}

// The part beside `place` that is of the same line, or nullptr.
Lines::Place* other_part(Lines& lines, const Lines::Place& place) {
    for (Lines::Place& other : lines.beside(place.line->box))
        if (other.line != place.line && !other.line->words.empty() &&
            (are_one(lines, *place.line, *other.line) || are_one(lines, *other.line, *place.line)))
            return &other;
    return nullptr;
}

// Whether any were joined.
bool join_once(std::vector<Block>& blocks, Lines& lines) {
    bool any = false;
    for (Lines::Place& place : lines.all()) {
        if (place.line->words.empty()) continue;
        while (Lines::Place* other = other_part(lines, place)) {
            const bool into_other = other->line->box.width > place.line->box.width;
            Lines::Place &stays = into_other ? *other : place, &gone = into_other ? place : *other;
            join(*stays.line, std::move(*gone.line));
            gone.line->words.clear();
            blocks[stays.block].box = united(blocks[stays.block].box, stays.line->box);
            any = true;
            if (into_other) break;  // it is looked at in its turn
        }
    }
    return any;
}

}  // namespace

void join_torn_lines(std::vector<Block>& blocks) {
    constexpr int passes = 3;  // parts speak against each other until they are joined
    Lines lines(blocks);
    for (int i = 0; i < passes && join_once(blocks, lines); ++i) {
    }
    for (Block& block : blocks)
        if (std::erase_if(block.lines, [](const Line& line) { return line.words.empty(); }) > 0) {
            block.box = {};
            for (const Line& line : block.lines)
                block.box = united(block.box, line.box);
        }
    std::erase_if(blocks, [](const Block& block) {
        return block.lines.empty() && block.role == Role::paragraph;
    });
}

}  // namespace nuskha
