#include "stages/table_strips.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "models/median.hpp"

namespace nuskha {
namespace {

constexpr double narrowest_white = 0.8;  // heights

// Without rows at its ends whose cells are not set below the others, or that stand farther off than the others
// do from each other: text that follows, a head.
void trim(Strip& strip, double height) {
    const Alignment left = alignment_of(strip.side(true), height);
    const Alignment right = alignment_of(strip.side(false), height);
    std::vector<double> steps;
    for (std::size_t i = 1; i < strip.pairs.size(); ++i)
        steps.push_back(strip.pairs[i].first->middle() - strip.pairs[i - 1].first->middle());
    const double far = 1.5 * median(std::move(steps));
    const auto off = [&](std::size_t i, std::size_t next) {
        const auto& [a, b] = strip.pairs[i];
        return !left.holds(*a, height) || !right.holds(*b, height) ||
               std::abs(a->middle() - strip.pairs[next].first->middle()) > far;
    };
    while (strip.pairs.size() > 2 && off(strip.pairs.size() - 1, strip.pairs.size() - 2))
        strip.pairs.pop_back();
    while (strip.pairs.size() > 2 && off(0, 1))
        strip.pairs.erase(strip.pairs.begin());
}

// Without rows in which a cell of one of the columns is missing, so that the pair reaches over its place.
void leave_out_gaps(Strip& strip, double height) {
    const Alignment left = alignment_of(strip.side(true), height);
    const Alignment right = alignment_of(strip.side(false), height);
    double from = 1e9, to = -1e9;  // the outer edges of the two columns
    for (const auto& [a, b] : strip.pairs) {
        if (left.holds(*a, height)) from = std::min(from, a->box.x);
        if (right.holds(*b, height)) to = std::max(to, b->box.right());
    }
    const auto over = [&](const auto& pair) {
        return pair.first->box.right() < from || pair.second->box.x > to;
    };
    const auto missing =
        static_cast<std::size_t>(std::count_if(strip.pairs.begin(), strip.pairs.end(), over));
    if (strip.pairs.size() >= 2 * missing && strip.pairs.size() >= missing + 3)
        std::erase_if(strip.pairs, over);
}

// Short words set below one another on both sides.
bool between_columns(const Strip& strip, double height) {
    constexpr double least = 0.7, few = 2, most = 3;  // share; words in the mean
    const std::vector<const Cell*> left = strip.side(true), right = strip.side(false);
    const double words[]{mean_words(left), mean_words(right)};
    return strip.pairs.size() >= 3 && alignment_of(left, height).share >= least &&
           alignment_of(right, height).share >= least && std::min(words[0], words[1]) <= few &&
           std::max(words[0], words[1]) <= most;
}

// From the pair of cells[i] and its neighbour downwards, until something stands in the white.
Strip strip_from(const std::vector<Cell>& cells, std::size_t i, double height) {
    constexpr double longest_step = 4.5;  // heights from row to row
    const auto short_pair = [&](const Cell& cell) {
        return cell.next && cell.box.width <= widest_cell * height &&
               cell.next->box.width <= widest_cell * height;
    };
    Strip strip;
    if (!short_pair(cells[i])) return strip;
    strip.pairs.push_back({&cells[i], cells[i].next});
    strip.white = {cells[i].box.right(), cells[i].next->box.x};
    for (std::size_t j = i + 1; j < cells.size(); ++j) {
        const Cell &cell = cells[j], &last = *strip.pairs.back().first;
        if (cell.middle() - last.middle() > longest_step * height) break;
        if (in_one_row(cell, last, height) ||
            cell.box.x > strip.white.left + narrowest_white * height)
            continue;  // what stands right of the white is looked at with what stands left of it
        Span white = strip.white;
        if (cell.next && cell.next->box.x > strip.white.left)
            white = {std::max(white.left, cell.box.right()),
                     std::min(white.right, cell.next->box.x)};
        else if (cell.box.right() < strip.white.left)
            continue;  // alone in its row, or farther left
        if (white.width() < narrowest_white * height) break;
        if (!short_pair(cell) || cell.next->box.x < strip.white.left) continue;
        strip.white = white;
        strip.pairs.push_back({&cell, cell.next});
    }
    return strip;
}

// Leaves out strips beside which stand pieces of longer lines: wide spaces and alleys of running text. Beside cells of a table
// stand others of it, or there is more white than words.
void leave_out_text(std::vector<Strip>& strips, const std::vector<Cell>& cells) {
    constexpr double filled_by_text = 0.55;  // of the rest of a line
    using LineOf = std::pair<std::size_t, std::size_t>;
    const auto line_of = [](const Cell& cell) {
        return LineOf{cell.words.front().block, cell.words.front().line};
    };
    std::set<const Cell*> known;
    for (const Strip& strip : strips)
        for (const auto& [a, b] : strip.pairs)
            known.insert({a, b});
    std::map<LineOf, std::vector<const Cell*>> others;  // of lines, not in any strip
    for (const Cell& cell : cells)
        if (!known.count(&cell)) others[line_of(cell)].push_back(&cell);
    const auto goes_on = [&](const Cell& cell, bool left) {
        double filled = 0;
        Rect rest;
        for (const Cell* other : others[line_of(cell)])
            if (left ? other->box.x < cell.box.x : other->box.x > cell.box.x) {
                filled += other->box.width;
                rest = united(rest, other->box);
            }
        return filled > 0 &&
               filled > filled_by_text * (united(rest, cell.box).width - cell.box.width);
    };
    std::erase_if(strips, [&](const Strip& strip) {
        std::size_t left = 0, right = 0;
        for (const auto& [a, b] : strip.pairs) {
            left += goes_on(*a, true);
            right += goes_on(*b, false);
        }
        return 3 * std::max(left, right) > strip.pairs.size();
    });
}

}  // namespace

std::vector<const Cell*> Strip::side(bool left) const {
    std::vector<const Cell*> cells;
    for (const auto& [a, b] : pairs)
        cells.push_back(left ? a : b);
    return cells;
}

Alignment alignment_of(const std::vector<const Cell*>& cells, double height) {
    Alignment best;
    for (const double part : {0., 0.5, 1.}) {
        std::vector<double> edges;
        for (const Cell* cell : cells)
            edges.push_back(cell->box.x + part * cell->box.width);
        Alignment one{part, median(std::move(edges)), 0};
        for (const Cell* cell : cells)
            one.share += one.holds(*cell, height) / static_cast<double>(cells.size());
        if (one.share > best.share) best = one;
    }
    return best;
}

bool hold_numbers(const std::vector<const Cell*>& cells) {
    const auto count =
        std::count_if(cells.begin(), cells.end(), [](const Cell* cell) { return cell->number; });
    return 10 * static_cast<std::size_t>(count) >= 6 * cells.size();
}

double mean_words(const std::vector<const Cell*>& cells) {
    double words = 0;
    for (const Cell* cell : cells)
        words += static_cast<double>(cell->words.size());
    return words / static_cast<double>(cells.size());
}

std::vector<Strip> strips_of(const std::vector<Cell>& cells, double height) {
    std::vector<Strip> strips;
    std::set<const Cell*> known;  // left cells of pairs in strips
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (known.count(&cells[i])) continue;
        Strip strip = strip_from(cells, i, height);
        if (strip.pairs.size() < 3) continue;
        trim(strip, height);
        leave_out_gaps(strip, height);
        if (!between_columns(strip, height)) continue;
        for (const Cell* cell : strip.side(true))
            known.insert(cell);
        strips.push_back(std::move(strip));
    }
    leave_out_text(strips, cells);
    return strips;
}

}  // namespace nuskha
