// Lines that keep to their column: what runs over an alley is parted, what was torn is joined.
#pragma once

#include <vector>

#include "models/document/text.hpp"

namespace nuskha {

// As between columns: an ornament three times as high as wide.
bool is_upright_rule(const Block& block);
std::vector<Rect> upright_rules(const std::vector<Block>& blocks);

double usual_letters(
    const std::vector<Block>& blocks);  // height of words in the median line; 0 for none

// Higher letters are those of a head, which may stand over an alley that goes on below it.
inline constexpr double head_height = 1.3;

// Lines are parted where an upright rule stands between two of their words, or where an alley (column_alleys.hpp) goes
// through them, unless in large letters, between words half as wide apart as it is; not where three lines of a block or more have parts as
// short as cells of a table: fewer than two words, or eight heights, in the mean.
void part_at_rules(std::vector<Block>& blocks);
void part_at_alleys(std::vector<Block>& blocks);

// Parts of one line in two places, as wide spaces of justified lines make them, are joined where the gap between them is
// narrower than 0.6 of a height, or than two heights with no line near that ends at it; where at least two of the lines within
// six heights run over it, and more of them than leave it white; or where more lines of the column than not run over
// it within thirty heights. Never over an alley, unless both are in the large letters of a head, and no rule may stand in
// the gap. Edges at an alley that has ended above say nothing. Parts are one too where words of one stand among those of
// the other. The longer part's block has the line.
void join_torn_lines(std::vector<Block>& blocks);

}  // namespace nuskha
