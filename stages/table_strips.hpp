// White between columns of short words set below one another: what tells a table.
#pragma once

#include <utility>
#include <vector>

#include "stages/table_cells.hpp"
#include "stages/word_row.hpp"

namespace nuskha {

inline constexpr double widest_cell = 12;  // heights

// Pairs of neighbours in their rows, from the top, with white between them that goes on from row to row.
struct Strip {
    std::vector<std::pair<const Cell*, const Cell*>> pairs;
    Span white;
    double first() const { return pairs.front().first->middle(); }
    double last() const { return pairs.back().first->middle(); }
    double step() const { return (last() - first()) / static_cast<double>(pairs.size() - 1); }
    std::vector<const Cell*> side(bool left) const;
};

// Where the cells of a column begin, have their middle or end: whichever most of them agree on.
struct Alignment {
    double part = 0, edge = 0;  // of a cell's width; across the page
    double share = 0;           // of the cells
    bool holds(const Cell& cell, double height) const {
        return std::abs(cell.box.x + part * cell.box.width - edge) < 0.45 * height;
    }
};

Alignment alignment_of(const std::vector<const Cell*>& cells, double height);
bool hold_numbers(const std::vector<const Cell*>& cells);  // at least 0.6 of them
double mean_words(const std::vector<const Cell*>& cells);

// What may be between two columns of a table: three rows at least, cells of one to three words, twelve heights wide at
// most, of which 0.7 begin, end or have their middle below one another. Without pieces of running text.
std::vector<Strip> strips_of(const std::vector<Cell>& cells, double height);

}  // namespace nuskha
