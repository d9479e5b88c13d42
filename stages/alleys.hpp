// Lines that keep to their column: what runs over an alley is parted, what was torn is joined.
#pragma once

#include <vector>

#include "models/document/text.hpp"

namespace nuskha {

// As between columns: an ornament three times as high as wide.
bool is_upright_rule(const Block& block);
std::vector<Rect> upright_rules(const std::vector<Block>& blocks);

// A line is parted where an upright rule stands between two of its words, unless the parts of its
// block's lines are as short as cells of a table: fewer than two words, or eight heights, in the mean.
void part_at_rules(std::vector<Block>& blocks);

// A line is parted at a gap between two of its words where white of at least 0.6 of the words' height
// goes on through five lines at once, half as wide again as between words (through twenty lines: as
// wide), and three words and six heights of line stand on both sides of it in the middle: rows of a
// table, whose cells are shorter, stay whole.
void part_at_alleys(std::vector<Block>& blocks);

// The same by the lines of all blocks close above and below: at least six of them end or begin at the
// gap, one of them at the step of running text, and at most a fourth as many run over it.
void part_by_neighbours(std::vector<Block>& blocks);

// Parts of one line in two places, as wide spaces of justified lines make them, are joined where the
// gap between them is narrower than an alley, or than two heights with no line near that ends at it; or
// where at least two of the lines within six heights run over it, and more of them than leave it white.
// No rule may stand in it. Parts are one too where words of one stand among those of the other. The
// longer part's block has the line.
void join_torn_lines(std::vector<Block>& blocks);

}  // namespace nuskha
