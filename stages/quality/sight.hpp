// What one look at a page gives the measures of inspect: a reduced picture, what lies on it, and
// small patches at full resolution. Made once a page and shared, so that all measures together
// stay cheap and a gigapixel map costs no more than a page.
#pragma once

#include <vector>

#include "models/document/page.hpp"
#include "pipeline/view.hpp"
#include "stages/ink.hpp"

namespace nuskha {

constexpr int sight_side = 1200;  // longest side of the picture that is looked at

struct Patch {
    int x = 0, y = 0;  // of its first pixel on the page
    Raster grey;       // page pixels
};

struct ColourRow {
    int y = 0;      // of the reduced picture
    Raster colour;  // as wide as that, one pixel high
};

struct Sight {
    Raster grey;     // longest side sight_side; masks below have its size, 255 = yes, empty = none
    Raster outside;  // beyond the scan
    Raster bed;      // scanner bed, see find_bed; holds `outside` where it is not empty
    Ink ink;         // marks of writing
    int marks = 0;   // parts of the ink that are writing: spots stand alone, and the grain in the
                     // shadow along the frame goes no further in
    double scale = 1;      // page pixels an overview pixel
    double paper = 0;      // median level of what is neither ink nor bed
    double dark = 0;       // median level of ink; that of paper where there is none
    double letter = 0;     // usual height of connected marks, page pixels
    bool bilevel = false;  // one bit a sample, or as good as that: measures of tone mean nothing

    std::vector<Patch> written;  // up to 6 of 256 x 256 where most ink is
    std::vector<Patch> bare;     // up to 9 of 128 x 128 without ink, spread over the leaf
    std::vector<Patch> toned;    // up to 6 of 256 x 256 darker than paper without writing: pictures
    // Up to 32, spread over the page; none where there is no colour.
    std::vector<ColourRow> coloured;
};

Sight look_at(const Page& page, const View& view);

// Whether an overview pixel is of the leaf.
inline bool on_leaf(const Sight& sight, std::size_t i) {
    return (sight.bed.empty() || !sight.bed.pixels[i]) &&
           (sight.outside.empty() || !sight.outside.pixels[i]);
}

}  // namespace nuskha
