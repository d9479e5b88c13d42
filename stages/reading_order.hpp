// The order in which the blocks of a page are read, and blocks that keep to their columns.
//
// An engine's own segmentation finds lines well and their order badly: it reads columns by their
// height on the page, those of a right-to-left page from the left, and now and then runs a line over
// two columns. Here lines are parted where an alley runs through them, and set in order by two rules
// (Breuel, High performance document layout analysis, 2003): what shares a column is read downwards;
// of two things in different columns that of the column read first comes first, unless something that
// reaches over both lies between them.
#pragma once

#include <vector>

#include "models/document/text.hpp"

namespace nuskha {

// `blocks` as an engine found them, boxes in any one unit, of an upright page. Pictures and ornaments
// (Role) take part as what may lie between, and so do tables (tables.hpp), each a block of its own. Columns are read from the right where most characters
// are written so. No word is lost or changed; a block is cut where its lines do not follow each other.
std::vector<Block> in_reading_order(std::vector<Block> blocks);

}  // namespace nuskha
