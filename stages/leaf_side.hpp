// The edge of a leaf on one side of a picture, by what lies on both its sides.
#pragma once

#include <optional>

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

struct LeafTrust {              // what is believed
    double most_slope = 0.035;  // of an edge
    double min_step = 8;        // between bed and leaf, levels of 255
    double max_unrest = 25;     // of a bed, levels
    double most_unrest = 0.5;   // and share of the step
    bool rims = false;          // a rim between leaf and bed, which needs margins of many pixels
};

// The left edge of the leaf, which surely covers rows from .. to; near the slope `about` only, where
// that is known roughly. `soft` is a softened grey picture; for another side it is turned.
LeafSide find_leaf_side(const Raster& soft, int from, int to, const LeafTrust& trust,
                        std::optional<double> about);

}  // namespace nuskha
