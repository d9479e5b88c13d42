// Measures in what order pages of several columns are read, and what their blocks are taken for.
#pragma once

#include "tools/measuring/parts.hpp"

namespace nuskha {

// 200 pages (column_pages.hpp). Each word that was read belongs to the line of the typesetter's in
// which its middle lies. A page is right where the words, in the order in which they were read, never go
// back from a line to one before it, and at least nine in ten of its lines have a word that was
// read. Kept where 98 % of the pages are right. The engine's own blocks in its own order are judged
// by the same rule on the same pages.
bool measure_order(const PartPlan& plan);

}  // namespace nuskha
