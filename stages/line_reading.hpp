// A line, or a stretch of one, cut out of the picture of its page and read alone.
#pragma once

#include <optional>

#include "models/document/raster.hpp"
#include "models/document/text.hpp"
#include "stages/workbench.hpp"

namespace nuskha {

// What was read, and is read again. All boxes are in pixels of the picture. A word's language is the name of the data
// that read it, as in Reading.
struct ReadAgain {
    const Raster& picture;
    int ppi;  // of the picture
    double
        arabic_line;  // pixels to which lines in Arabic script are reduced that are higher; 0 = none is
    EngineBench& engines;
};

// What stands in the box, as one line, in that choice; nothing where nothing is read. Arabic script is reduced to the height
// at which it reads best; `line_height`: of the line as it was found, pixels.
std::optional<Line> read_line_in(const ReadAgain& from, double line_height, const Rect& box,
                                 const ReadingChoice& choice);

// By a factor below 1, each pixel the mean of those it stands for.
Raster reduced(Raster part, double factor);

}  // namespace nuskha
