// The words of a page as cells that a table may be made of.
#pragma once

#include <cmath>
#include <compare>
#include <cstddef>
#include <vector>

#include "models/document/text.hpp"

namespace nuskha {

// Which word of a page.
struct Place {
    std::size_t block, line, word;
    auto operator<=>(const Place&) const = default;
};

// Words side by side in one of the engine's lines, from the left; parted from others in it by white of two heights, or
// of 0.9 between a number and a word.
struct Cell {
    Rect box;
    std::vector<Place> words;
    bool number = false;         // has a digit in it
    const Cell* next = nullptr;  // to the right of it in its row
    double middle() const { return box.y + box.height / 2; }
};

inline bool in_one_row(const Cell& a, const Cell& b, double height) {
    return std::abs(a.middle() - b.middle()) < 0.6 * height;
}

// All cells of a page whose words have that height, from the top.
std::vector<Cell> cells_of(const std::vector<Block>& blocks, double height);

}  // namespace nuskha
