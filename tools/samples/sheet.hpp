// A sheet as the printer or the scribe left it: ink on white, nothing aged yet, with the truth of
// every line. Coordinates are sheet pixels: x right, y down, origin at the top-left corner.
#pragma once

#include <string>
#include <vector>

#include "models/document/geometry.hpp"
#include "models/document/raster.hpp"

namespace nuskha {

struct SheetWord {
    std::string text;
    Rect box;
};

struct SheetLine {
    std::string text;  // as displayed, in reading order, NFC
    Rect box;
    std::vector<SheetWord> words;
};

struct SheetLabel {  // a name on a map
    std::string text, kind;
    double angle_deg = 0;        // clockwise, of the line from its first to its last letter
    bool curved = false;         // set along a bent line
    std::vector<Point> outline;  // around the letters
};

struct Sheet {
    Raster paint;  // 1 or 3 channels; white where there is no ink
    std::string language;
    int dpi = 300;
    int columns = 1;                 // pages side by side: 2 for an opened book
    std::vector<SheetLine> lines;    // in reading order
    std::vector<SheetLabel> labels;  // maps only
    bool loose = false;              // a single sheet: no leaves below it
    bool gutter_right = false;       // the book's spine is at the right edge (a verso)
};

}  // namespace nuskha
