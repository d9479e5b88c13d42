// Brightness of the paper in bands across a picture: what runs from one end of a leaf to the other
// (an edge, a gutter, a fold) is found in every band; letters are not, because only the brightest
// pixel of each column of a band counts.
#pragma once

#include <cstdint>
#include <vector>

#include "models/document/geometry.hpp"
#include "models/document/raster.hpp"

namespace nuskha {

struct Bands {
    int width = 0, count = 0;
    std::vector<std::uint8_t> level;  // count rows of width; the top band first
    std::uint8_t* row(int band) { return &level[static_cast<std::size_t>(band) * width]; }
    const std::uint8_t* row(int band) const {
        return &level[static_cast<std::size_t>(band) * width];
    }
};

// Rows top .. bottom of a grey picture in `count` bands. Each row is moved so that what leans by
// `slope` (columns a row, + = down to the right) stands upright; columns are those at the middle row,
// (top + bottom) / 2. Beyond the picture its edge is repeated.
Bands bands_of(const Raster& soft, int top, int bottom, int count, double slope);

Raster halved(const Raster& grey);    // each pixel the mean of 2 x 2
Raster softened(const Raster& grey);  // each pixel the mean of its 3 x 3: without specks and grain

// What divides two leaves: a line darker than the paper on both of its sides, from end to end.
struct Gutter {
    double x = 0;      // column at the middle row of the box
    double slope = 0;  // columns a row, + = down to the right
    double depth = 0;  // how much darker than the paper beside it, in three of four bands at least;
                       // share of the paper's brightness. 0: there is none
    bool ends = false;  // it reaches the top and the bottom of the box
    double at(double y, const Rect& box) const { return x + slope * (y - box.y - box.height / 2); }
};

// The clearest gutter of the box between columns `from` and `to`, leaning by at most `most_slope`.
// One that reaches the ends and is at least as deep as `ended_depth` goes first; of such, the one
// that is clear there too.
Gutter find_gutter(const Raster& soft, const Rect& box, double from, double to, double most_slope,
                   double ended_depth);

}  // namespace nuskha
