// Where the ink is: shared evidence for orient, deskew, crop and recognise, from an overview.
//
// Ink is what is darker than the paper around it; the bed of a scanner, the dark of a gutter,
// pictures and stains are not. All functions work on 8-bit masks (255 = yes) in overview pixels.
#pragma once

#include <cstdint>
#include <vector>

#include "models/document/geometry.hpp"
#include "models/document/raster.hpp"

namespace nuskha {

struct Ink {
    Raster mask;             // parts of writing only
    Raster darkness;         // how much darker than their paper they and their rims are, levels
    Raster drawn;            // long parts that are not writing: rules, frames, tables, pictures
    Raster strokes;          // parts in the mask that are straight thin lines, as of a drawing, not
                             // letters; empty where there are none
    int stroke_parts = 0;    // how many those are
    int parts = 0;           // connected parts in the mask
    double part_height = 0;  // median height of the parts, pixels; 0 without parts
    double share = 0;        // of the picture that is ink of writing
};

// `outside` marks pixels that lie beyond the scan (may be empty: none).
Ink find_ink(const Raster& grey, const Raster& outside = {});
// The same where find_bed has been asked before.
Ink find_ink(const Raster& grey, const Raster& outside, const Raster& bed);

// The same without its strokes: letters alone.
Ink without_strokes(Ink ink);

// 255 where a pixel of a raster of that size lies outside the stored image; empty where none does.
Raster beyond_scan(const Geometry& geometry, int width, int height);

// Dark areas that reach the border of the picture (or what is beyond the scan) and are too large
// for writing: scanner bed, black frame, gutter. Empty where there is none.
Raster find_bed(const Raster& grey, const Raster& outside = {});

// Marks of the size of writing with paper around them, 255 = yes. Found without find_bed, so that it
// can be asked whether something would be lost with the bed.
Raster marks_on_paper(const Raster& grey, const Raster& outside = {});

struct TextLine {
    Rect box;             // in the picture turned back by the tilt about its centre, pixels
    double goodness = 0;  // higher is better to read alone
    bool cut = false;     // from lines that touch: its neighbours are close
};

// The lines that promise most for reading a sample, best first; at most `count`.
std::vector<TextLine> sample_lines(const Ink& ink, double tilt, int count);

}  // namespace nuskha
