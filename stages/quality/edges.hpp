// How sharp the edges of letters are, by direction: focus and motion.
#pragma once

#include "stages/quality/sight.hpp"

namespace nuskha {

struct Edges {
    double width = 0;      // of edges across their own direction, pixels; 1 = as sharp as can be
    double stroke = 0;     // median width of strokes along rows, pixels; 0 where unknown
    double motion = 0;     // length of the way by which edges are wider one way, pixels
    double direction = 0;  // of that way, degrees clockwise from rows, [0, 180)
    int measured = 0;      // edges that were high enough to measure
};

// An edge's width is the step of brightness around it over its steepest slope, both taken along
// the gradient, so that the contrast of ink cancels out: faint ink is as sharp as black ink (the
// idea of Marziliano et al. 2002, "A no-reference perceptual blur metric", with the slope instead
// of the extrema's distance, which noise shifts). Only edges whose gradient lies within 15 degrees
// of rows, columns and both diagonals are measured. The width is the median of all. A camera or
// leaf that moved spares no edge across its way: the squares of the widths that a quarter of a
// direction's edges stay below then differ like the cosine of the double angle.
Edges measure_edges(const Sight& sight);

}  // namespace nuskha
