// What the blocks of a page are: headings, running heads, page numbers, footnotes, captions.
#pragma once

#include <vector>

#include "models/document/text.hpp"

namespace nuskha {

// `blocks` in reading order, boxes in any one unit. Decided by place (above or below all others),
// by the height of the words against that of most, by a picture above it and, for page numbers and
// footnotes alone, by what was read. Lines inside a picture are left out where no word of them is read
// with a confidence of 0.6. A block is cut between lines of unlike letters with white between them. What
// is not sure stays a paragraph. Tables (tables.hpp) are left as they are.
std::vector<Block> with_roles(std::vector<Block> blocks);

}  // namespace nuskha
