// White that runs down a page between its columns, found on the words of all lines at once.
#pragma once

#include <vector>

#include "models/document/text.hpp"

namespace nuskha {

// From the words that end at an alley to those that begin at it, and from its first row to its last. It goes through
// five rows at least, of which at most two at once have something in it, and most words beside it end or begin at
// its edges, to a third of their height: white that lies below white by chance in justified lines has no edges.
// Words of one line may stand on both sides: engines run lines over alleys.
std::vector<Rect> column_alleys(const std::vector<Block>& blocks);

}  // namespace nuskha
