// Lines that keep to their column: what runs over an alley is parted, what was torn is joined.
#pragma once

#include <vector>

#include "models/document/text.hpp"

namespace nuskha {

// A line is parted at a gap between two of its words where white of at least 0.6 of the words'
// height, and half as much again as between words, goes on through five lines at once, and three words and six heights of line stand on
// both sides of it in the middle: rows of a table, whose cells are shorter, stay whole.
void part_at_alleys(std::vector<Block>& blocks);

// The same by the lines of all blocks close above and below: at least six of them end or begin at the
// gap, and at most a fourth as many run over it.
void part_by_neighbours(std::vector<Block>& blocks);

// Parts of one line in two places, as wide spaces of justified lines make them, are joined where at
// least two of the lines within six heights run over the gap between them, and more of them than
// leave it white. The longer part's block has the line.
void join_torn_lines(std::vector<Block>& blocks);

}  // namespace nuskha
