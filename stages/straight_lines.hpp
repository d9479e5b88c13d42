// Straight lines of a page other than those of writing: ruled lines, a map's neatline, the edges of
// the leaf on its bed. Each tells by how much the page is turned, for itself.
#pragma once

#include "models/document/raster.hpp"
#include "stages/ink.hpp"

namespace nuskha {

struct Witness {
    double degrees = 0;   // + = content turned clockwise
    double error = 0;     // standard error of it, degrees
    int lines = 0;        // that agree
    bool speaks = false;  // there is enough to go by
};

struct RuledLines {
    Witness all;          // rules of tables, columns and frames, upright ones too
    Witness neatline;     // those as long as half the page, where they run along it and across it
    bool square = false;  // those of `all` that agree run both ways, or end square to their way
};

// Looks for thin lines within +-range (at most 45) degrees of level and of upright, and fits each. More than 5 degrees are
// believed only of a neatline: streets and fields on a map run where they like.
RuledLines measure_rules(const Ink& ink, double range);

// `bed` is what find_bed found on `grey`, or empty. At least two sides of the leaf must be straight
// and agree.
Witness measure_leaf(const Raster& grey, const Raster& bed, double range);

}  // namespace nuskha
