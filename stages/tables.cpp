#include "stages/tables.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "models/median.hpp"
#include "stages/alleys.hpp"
#include "stages/column_alleys.hpp"
#include "stages/table_strips.hpp"
#include "stages/word_row.hpp"

namespace nuskha {
namespace {

// How much of a room's width is written, in the mean of its rows.
double share_written(const std::vector<Cell>& cells, const Rect& room, double height) {
    double written = 0, rows = 0, last = -1e9;
    for (const Cell& cell : cells) {
        const double y = cell.middle(), x = cell.box.x + cell.box.width / 2;
        if (y < room.y - height / 2 || y > room.bottom() + height / 2 || x < room.x ||
            x > room.right())
            continue;
        written += cell.box.width;
        if (y - last < 0.6 * height) continue;
        ++rows;
        last = y;
    }
    return rows > 0 ? written / (rows * room.width) : 0;
}

// Whether a strip is what parts columns of the page: a rule much longer than itself stands in it, or it lies in a longer
// alley with running text on either side.
class PageColumns {
  public:
    PageColumns(const std::vector<Block>& blocks, const std::vector<Cell>& cells, double height)
        : cells_(cells),
          alleys_(column_alleys(blocks)),
          rules_(upright_rules(blocks)),
          height_(height) {
        for (const Cell& cell : cells)
            page_ = united(page_, cell.box);
    }

    bool parted_by(const Strip& strip) const {
        return std::any_of(rules_.begin(), rules_.end(),
                           [&](const Rect& rule) { return stands_in(rule, strip); }) ||
               std::any_of(alleys_.begin(), alleys_.end(), [&](const Rect& alley) {
                   return stands_in(alley, strip) && (written_beside(strip, alley, true) ||
                                                      written_beside(strip, alley, false));
               });
    }

  private:
    bool stands_in(const Rect& tall, const Strip& strip) const {
        const double x = tall.x + tall.width / 2, slack = 2 * height_;
        return strip.white.left - height_ < x && x < strip.white.right + height_ &&
               tall.y < strip.first() && tall.bottom() > strip.last() &&
               tall.height > strip.last() - strip.first() + 2 * slack;
    }

    bool written_beside(const Strip& strip, const Rect& alley, bool left) const {
        constexpr double text = 0.55;
        double from = left ? page_.x : alley.right(), to = left ? alley.x : page_.right();
        for (const Rect& other : alleys_)
            if (other.y < strip.last() && other.bottom() > strip.first()) {
                if (left && other.right() < alley.x) from = std::max(from, other.right());
                if (!left && other.x > alley.right()) to = std::min(to, other.x);
            }
        const Rect room{from, strip.first(), to - from, strip.last() - strip.first()};
        return share_written(cells_, room, height_) > text;
    }

    const std::vector<Cell>& cells_;
    std::vector<Rect> alleys_, rules_;
    double height_;
    Rect page_;
};

// Strips that share cells are of one table.
std::vector<std::vector<Strip>> tables_of(std::vector<Strip> strips) {
    std::vector<std::vector<Strip>> tables;
    std::vector<std::set<const Cell*>> held;
    for (Strip& strip : strips) {
        std::set<const Cell*> own;
        for (const auto& [a, b] : strip.pairs)
            own.insert({a, b});
        std::vector<Strip> table;
        table.push_back(std::move(strip));
        for (std::size_t t = 0; t < tables.size();) {
            const auto shared = std::count_if(held[t].begin(), held[t].end(),
                                              [&](const Cell* cell) { return own.count(cell); });
            if (shared < 2) {
                ++t;
                continue;
            }
            own.insert(held[t].begin(), held[t].end());
            std::move(tables[t].begin(), tables[t].end(), std::back_inserter(table));
            tables.erase(tables.begin() + static_cast<std::ptrdiff_t>(t));
            held.erase(held.begin() + static_cast<std::ptrdiff_t>(t));
        }
        tables.push_back(std::move(table));
        held.push_back(std::move(own));
    }
    return tables;
}

// Nothing at the step of its own rows above and below.
bool stands_apart(const std::vector<Cell>& cells, const Strip& strip, double height) {
    Rect box;
    for (const auto& [a, b] : strip.pairs)
        box = united(united(box, a->box), b->box);
    const double step = 1.15 * strip.step(), near = 0.6 * height;
    return std::none_of(cells.begin(), cells.end(), [&](const Cell& cell) {
        const double up = strip.first() - cell.middle(), down = cell.middle() - strip.last();
        return cell.box.right() > box.x && cell.box.x < box.right() &&
               ((up > near && up < step) || (down > near && down < step));
    });
}

bool is_table(const std::vector<Cell>& cells, const std::vector<Strip>& strips, double height) {
    for (const Strip& strip : strips)
        if (hold_numbers(strip.side(true)) || hold_numbers(strip.side(false))) return true;
    const auto rows = [](const Strip& strip) { return strip.pairs.size(); };
    return stands_apart(cells, strips.front(), height) ||
           std::count_if(strips.begin(), strips.end(), [&](const Strip& strip) {
               return rows(strip) > 3 && strip.white.width() > 2.5 * height;
           }) > 1;
}

// What is known of a table before its cells are gathered.
struct Frame {
    Rect box;  // of its strips; its height is from the middle of the first row to that of the last
    double step = 0;  // from row to row
    std::vector<Alignment> columns;
};

// Rows that most strips have; others are looked at on their own.
Frame frame_of(const std::vector<Strip>& strips, double height) {
    Frame frame;
    std::vector<double> firsts, lasts, steps;
    for (const Strip& strip : strips) {
        for (const auto& [a, b] : strip.pairs)
            frame.box = united(united(frame.box, a->box), b->box);
        firsts.push_back(strip.first());
        lasts.push_back(strip.last());
        steps.push_back(strip.step());
        frame.columns.push_back(alignment_of(strip.side(true), height));
        frame.columns.push_back(alignment_of(strip.side(false), height));
    }
    frame.step = *std::min_element(steps.begin(), steps.end());
    frame.box.y = median(std::move(firsts));
    frame.box.height = median(std::move(lasts)) - frame.box.y;
    return frame;
}

// The cells of the row next below the frame (or above) where they are set as its columns are.
std::vector<const Cell*> next_row(const std::vector<Cell>& cells, const Frame& frame, bool below,
                                  double height) {
    const double from = below ? frame.box.bottom() : frame.box.y;
    std::vector<const Cell*> row;
    for (const Cell& cell : cells) {
        const double off = below ? cell.middle() - from : from - cell.middle();
        if (off < 0.6 * height || off > 1.25 * frame.step || cell.box.right() < frame.box.x ||
            cell.box.x > frame.box.right())
            continue;
        row.push_back(&cell);
    }
    const bool fits = std::all_of(row.begin(), row.end(), [&](const Cell* cell) {
        return cell->box.width <= widest_cell * height && cell->box.x > frame.box.x - height &&
               cell->box.right() < frame.box.right() + 3 * height &&
               std::any_of(frame.columns.begin(), frame.columns.end(),
                           [&](const Alignment& one) { return one.holds(*cell, height); });
    });
    return fits ? row : std::vector<const Cell*>{};
}

// Widens the frame to what stands beside it where all of that, to the page's edge, is short cells in its rows: columns that
// are set unevenly.
void widen(Frame& frame, const std::vector<Cell>& cells, double height) {
    constexpr double least = 0.9, most_words = 2;
    std::vector<double> rows;
    for (const Cell& cell : cells)
        if (frame.box.x - height < cell.box.x && cell.box.right() < frame.box.right() + height)
            rows.push_back(cell.middle());
    for (const bool right : {false, true}) {
        std::vector<const Cell*> beside;
        double fitting = 0;
        Rect box = frame.box;
        for (const Cell& cell : cells) {
            const double y = cell.middle(), slack = 0.6 * height;
            if (y < frame.box.y - slack || y > frame.box.bottom() + slack ||
                (right ? cell.box.x < frame.box.right() : cell.box.right() > frame.box.x))
                continue;
            beside.push_back(&cell);
            const bool in_row = std::any_of(rows.begin(), rows.end(), [&](double row) {
                return std::abs(row - y) < 0.6 * height;
            });
            fitting += in_row && cell.box.width <= widest_cell * height;
            box.x = std::min(box.x, cell.box.x);
            box.width = std::max(frame.box.right(), cell.box.right()) - box.x;
        }
        if (beside.size() >= 3 && fitting >= least * static_cast<double>(beside.size()) &&
            mean_words(beside) <= most_words) {
            const double end = right ? std::max(box.right(), frame.box.right()) : frame.box.right();
            frame.box.x = std::min(box.x, frame.box.x);
            frame.box.width = end - frame.box.x;
        }
    }
}

// The cells of a table's rows, also of those that no strip goes through, as a heading over several columns.
std::vector<const Cell*> held_by(const std::vector<Strip>& strips, const std::vector<Cell>& cells,
                                 double height) {
    Frame frame = frame_of(strips, height);
    for (const bool below : {false, true})
        for (auto row = next_row(cells, frame, below, height); !row.empty();
             row = next_row(cells, frame, below, height)) {
            Rect box;
            for (const Cell* cell : row)
                box = united(box, cell->box);
            const double y = row.front()->middle();
            const double top = std::min(y, frame.box.y), left = std::min(box.x, frame.box.x);
            frame.box = {left, top, std::max(box.right(), frame.box.right()) - left,
                         std::max(y, frame.box.bottom()) - top};
        }
    widen(frame, cells, height);
    const double slack = 0.6 * height;
    std::vector<const Cell*> held;
    for (const Cell& cell : cells)
        if (cell.middle() > frame.box.y - slack && cell.middle() < frame.box.bottom() + slack &&
            cell.box.x > frame.box.x - height && cell.box.right() < frame.box.right() + height)
            held.push_back(&cell);
    return held;
}

Line row_line(const std::vector<Block>& blocks, const std::vector<const Cell*>& cells,
              bool right_to_left) {
    Line row;
    row.direction = right_to_left ? Direction::right_to_left : Direction::left_to_right;
    double base = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const Cell& cell = *cells[right_to_left ? cells.size() - 1 - i : i];
        std::vector<Place> words = cell.words;
        std::sort(words.begin(), words.end());  // as they follow each other in their line
        for (const Place& at : words)
            row.words.push_back(blocks[at.block].lines[at.line].words[at.word]);
        row.box = united(row.box, cell.box);
        const Line& own = blocks[words.front().block].lines[words.front().line];
        base += (own.baseline_start.y + own.baseline_end.y) / 2;
    }
    base /= static_cast<double>(cells.size());
    row.baseline_start = {row.box.x, base};
    row.baseline_end = {row.box.right(), base};
    return row;
}

Block table_of(const std::vector<Block>& blocks, const std::vector<const Cell*>& cells,
               bool right_to_left, double height) {
    Block table{{}, {}, Role::table};
    for (std::size_t i = 0, end = 0; i < cells.size(); i = end) {
        std::vector<const Cell*> row;
        for (; end < cells.size() && in_one_row(*cells[i], *cells[end], height); ++end)
            row.push_back(cells[end]);
        std::sort(row.begin(), row.end(),
                  [](const Cell* a, const Cell* b) { return a->box.x < b->box.x; });
        table.lines.push_back(row_line(blocks, row, right_to_left));
        table.box = united(table.box, table.lines.back().box);
    }
    return table;
}

void leave_out(std::vector<Block>& blocks, const std::set<Place>& taken) {
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        Block& block = blocks[b];
        bool changed = false;
        for (std::size_t l = 0; l < block.lines.size(); ++l) {
            Line& line = block.lines[l];
            std::vector<Word> rest;
            for (std::size_t w = 0; w < line.words.size(); ++w)
                if (!taken.count({b, l, w})) rest.push_back(std::move(line.words[w]));
            if (rest.size() < line.words.size()) {
                changed = true;
                line.box = {};
                for (const Word& word : rest)
                    line.box = united(line.box, word.box);
            }
            line.words = std::move(rest);
        }
        if (!changed) continue;
        std::erase_if(block.lines, [](const Line& line) { return line.words.empty(); });
        block.box = {};
        for (const Line& line : block.lines)
            block.box = united(block.box, line.box);
    }
    std::erase_if(blocks, [](const Block& block) {
        return block.lines.empty() && block.role == Role::paragraph;
    });
}

}  // namespace

void set_tables_apart(std::vector<Block>& blocks, bool right_to_left) {
    const double height = usual_height(blocks);
    if (height <= 0) return;
    const std::vector<Cell> cells = cells_of(blocks, height);
    std::set<Place> taken;
    std::vector<Block> tables;
    std::vector<Strip> all = strips_of(cells, height);
    if (all.empty()) return;
    const PageColumns columns(blocks, cells, height);
    std::erase_if(all, [&](const Strip& strip) { return columns.parted_by(strip); });
    for (const std::vector<Strip>& strips : tables_of(std::move(all))) {
        if (!is_table(cells, strips, height)) continue;
        const std::vector<const Cell*> held = held_by(strips, cells, height);
        if (std::any_of(held.begin(), held.end(),
                        [&](const Cell* cell) { return taken.count(cell->words.front()) > 0; }))
            continue;
        tables.push_back(table_of(blocks, held, right_to_left, height));
        for (const Cell* cell : held)
            taken.insert(cell->words.begin(), cell->words.end());
    }
    if (tables.empty()) return;
    leave_out(blocks, taken);
    std::move(tables.begin(), tables.end(), std::back_inserter(blocks));
}

}  // namespace nuskha
