// Where a leaf ends and the bed it lies on begins, dark bed or light: each side by itself.
#pragma once

#include "models/document/geometry.hpp"
#include "models/document/raster.hpp"

namespace nuskha {

// One side of a leaf, seen as if it were the left one.
struct LeafSide {
    bool found = false;
    double at = 0;      // distance from the picture's edge at the middle of that edge, pixels
    double slope = 0;   // how it leans: pixels across for each pixel along the edge
    double step = 0;    // brightness of the leaf less that of the bed, levels of 255
    double unrest = 0;  // how much the bed's brightness varies, levels
};

struct LeafEdges {
    LeafSide left, top, right, bottom;
    // Around the leaf, corners and all; where a side is not found, the picture's own edge.
    Rect box;
    // Between the middles of the sides: the same as the box where nothing leans.
    Rect middle;
    bool any() const { return left.found || top.found || right.found || bottom.found; }
};

struct LeafTrust {              // what is believed
    double most_slope = 0.035;  // of an edge
    double min_step = 8;        // between bed and leaf, levels of 255
    double max_unrest = 25;     // of a bed, levels
};

// An edge is a sharp step between an even bed, which goes on to the border of the picture, and
// paper, along most of the middle half of a side. Fingers, weights, letters and torn corners cover
// less of it than that. `soft` is a softened grey picture.
LeafEdges find_leaf_edges(const Raster& soft, const LeafTrust& trust);

// The picture with what lies beyond the scan (255 in `outside`; may be empty) painted over with
// what lies next to it, so that the white there is not taken for a bed or for paper.
Raster without_outside(const Raster& grey, const Raster& outside);

}  // namespace nuskha
