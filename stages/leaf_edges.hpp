// Where a leaf ends and the bed it lies on begins, dark bed or light: each side by itself.
#pragma once

#include "models/document/geometry.hpp"
#include "models/document/raster.hpp"
#include "stages/leaf_side.hpp"

namespace nuskha {

struct LeafEdges {
    LeafSide left, top, right, bottom;
    // Around the leaf, corners and all; where a side is not found, the picture's own edge.
    Rect box;
    // Between the middles of the sides: the same as the box where nothing leans.
    Rect middle;
    bool any() const { return left.found || top.found || right.found || bottom.found; }
};

// An edge is a sharp step between an even bed, which goes on to the border of the picture, and
// paper, along most of the middle half of a side. Fingers, weights, letters and torn corners cover
// less of it than that. `soft` is a softened grey picture.
LeafEdges find_leaf_edges(const Raster& soft, const LeafTrust& trust);

// The picture with what lies beyond the scan (255 in `outside`; may be empty) painted over with
// what lies next to it, so that the white there is not taken for a bed or for paper.
Raster without_outside(const Raster& grey, const Raster& outside);

}  // namespace nuskha
