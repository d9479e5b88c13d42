// What the numbers in an item's file names tell: pages that are missing, numbers given twice.
#pragma once

#include <vector>

#include "models/document/item.hpp"

namespace nuskha::intake {

// Scans with the same name before the number are one sequence. Folders of an item whose numbers do
// not overlap (recto with the odd, verso with the even ones) are counted together; else each is a
// sequence of its own. Numbers missing before the first are told only where they are fewer than
// those that are there (a volume may begin at 415). "0007a" beside "0007" is a second take.
std::vector<Finding> check_numbering(const Item& item);

}  // namespace nuskha::intake
