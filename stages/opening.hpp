// Is a picture an opened book, and where is its gutter? What the split stage decides by.
#pragma once

#include <string>

#include "models/document/raster.hpp"
#include "stages/bands.hpp"
#include "stages/leaf_edges.hpp"

namespace nuskha {

struct OpeningTrust {             // what is believed; shares of the paper's width unless said
    double min_aspect = 1.0;      // width of the paper over its height
    double off_centre = 0.17;     // how far from the middle a gutter may be
    double most_lean = 6;         // degrees
    double min_depth = 0.04;      // of a gutter, share of the paper's brightness
    double min_corridor = 0.035;  // of blank paper between two pages where no gutter is seen
};

struct Opening {
    bool found = false;
    bool doubtful = false;    // a gutter is seen, but something speaks against it
    std::string why;          // in words, for the event
    double x = 0, slope = 0;  // of the cut: column at the picture's middle row, columns a row
    Size picture;             // what was looked at, pixels
    Rect paper;               // the leaves, pixels
    double aspect = 0;        // of the paper
    double depth = 0;         // of the gutter: see Gutter
    double corridor = 0;      // blank paper where the cut is
    int crossings = 0;        // marks that run from one half into the other
};

// `grey` is an overview without what lies beyond the scan.
Opening find_opening(const Raster& grey, const OpeningTrust& trust);

}  // namespace nuskha
