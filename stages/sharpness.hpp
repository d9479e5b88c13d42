// How sharp the edges of letters are, measured at full resolution on a few patches with ink.
#pragma once

#include "models/document/page.hpp"
#include "pipeline/view.hpp"
#include "stages/ink.hpp"

namespace nuskha {

struct Edges {
    double width = 0;  // median distance over which an edge rises from 20 to 80 %, pixels, over 0.6
    double stroke = 0;  // median width of the strokes between them, pixels
    int measured = 0;   // edges that were steep enough to measure
};

// Up to 6 patches of 256 x 256 page pixels where most ink is.
Edges measure_edges(const Page& page, const View& view, const Ink& ink);

}  // namespace nuskha
