// What lies at the frame of the picture: bed, text that is cut off, and things that do not belong
// to the leaf.
#pragma once

#include <string_view>

#include "stages/quality/sight.hpp"

namespace nuskha {

enum class Side { left, top, right, bottom };
std::string_view word(Side side);

// Share of the picture that is scanner bed (dark; a white one cannot be told from paper).
double bed_share(const Sight& sight);

struct CutOff {
    int marks = 0;  // of the size of letters that the side cuts
    Side side = Side::left;
};

// Letters that touch the picture's frame, where writing goes on inwards from there. A sliver of the
// facing page, which ends at a gutter within a fifth of the width, is not cut off. The side with
// most of them.
CutOff find_cut_off(const Sight& sight);

struct ForeignObject {
    double reach = 0;  // into the leaf, share of the picture's longest side; 0 = nothing found
    Rect box;          // page pixels
};

// A finger, thumb, clip or weight: an even patch without writing that comes in over the frame or
// over the leaf's edge, crisp against its paper, 2 to 20 % of the longest side wide and deep. What
// runs along a whole edge is shadow or gutter, what fades is a stain, what has fine structure is
// print, what is as dark as the bed is a torn leaf.
ForeignObject find_foreign_object(const Sight& sight);

}  // namespace nuskha
