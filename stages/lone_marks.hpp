// Small groups of ink that stand alone above the first and below the last line of a page: printed
// page numbers, signatures, catchwords.
#pragma once

#include <vector>

#include "models/document/raster.hpp"
#include "models/document/text.hpp"

namespace nuskha {

// Boxes of groups about as high as the lines and at most four and a half times as wide as high, in
// pixels of `picture` (grey), on which `blocks` were read: those within four lines of the first and
// last long one, the lowest first. None where no line has three words.
std::vector<Rect> lone_marks(const Raster& picture, const std::vector<Block>& blocks);

}  // namespace nuskha
