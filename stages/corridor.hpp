// Blank paper between columns of writing, where two pages may lie beside each other, and how the
// writing on its sides is laid out. What the look for an opening is made of.
#pragma once

#include <optional>
#include <vector>

#include "models/document/geometry.hpp"
#include "models/document/raster.hpp"

namespace nuskha {

struct Corridor {             // blank paper from top to bottom between two columns of writing
    int first = 0, last = 0;  // columns; last is one beyond
    int others = 0;           // width of the widest other one between columns of writing
    bool cells = false;       // on both its sides the writing stands in cells of a table
    bool ruled = false;       // both its sides are long lines: the frames of two ruled pages
    bool lined = false;       // a gutter is in it that is not seen to the paper's edges
    int left_text = 0, right_text = 0;      // columns from the outermost ink to the corridor
    int left_margin = 0, right_margin = 0;  // from the paper's edge to the outermost ink
    double slope = 0;
    int width() const { return last - first; }
    double middle() const { return (first + last) / 2.0; }
};

// Where a corridor is looked for.
struct CorridorZone {
    double from = 0, to = 0;     // columns between which its middle lies
    std::optional<double> line;  // column of a dark line that does not divide the blank
};

// The widest corridor of the zone, of slopes near `slope` (columns a row). `ink`: 1 = yes.
Corridor find_corridor(const Raster& ink, const Rect& box, const CorridorZone& zone, double slope);

// The slope at which columns of writing have the sharpest sides: steps from column to column are
// largest there (Postl 1986, upright).
double sharpest_slope(const Raster& ink, const Rect& box, double most_slope);

// Does the writing between two columns of the picture stand in cells of a table?
bool stands_in_cells(const Raster& ink, const Rect& box, int first, int width, double slope);

// Rows of `box` moved so that what leans by `slope` stands upright; beyond the picture 0.
Raster upright(const Raster& ink, const Rect& box, double slope);

std::vector<int> column_sums(const Raster& ink);

}  // namespace nuskha
