// Tables: told by where words stand, kept as their rows.
#pragma once

#include <vector>

#include "models/document/text.hpp"

namespace nuskha {

// Takes the rows of tables out of `blocks`, boxes in any one unit, of an upright page, and adds a block of role table
// for each: a line for each row, its cells in the order in which `right_to_left` reads them. No word is lost.
//
// A table is told by columns of short words or numbers set below one another over three rows (table_strips.hpp), two
// columns or more. Where none holds numbers it must stand apart from what is above and below, or have three columns with
// white of 2.5 heights between them: running text with wide spaces has not. Rows with empty cells belong to it, and so
// do columns beside it that are set unevenly where nothing but short cells in its rows stands there.
void set_tables_apart(std::vector<Block>& blocks, bool right_to_left);

}  // namespace nuskha
