// How the lines of a page are bent together, measured from lines that have been traced.
#pragma once

#include <vector>

#include "models/document/geometry.hpp"
#include "stages/text_lines.hpp"

namespace nuskha {

struct Curl {
    Bend bend;           // in pixels of the picture the lines were traced on
    double range = 0;    // how far a line departs from level at most, pixels
    double before = 0;   // rms departure of stretches of the lines from level, pixels
    double after = 0;    // the same once flattened, each half of the lines by the bend of the other
    int lines = 0;       // that were measured
    double breadth = 0;  // share of the picture's width that they cover
};

// Fits one bend to all lines by least squares, letters that stand out weighing little (Cauchy
// weights): y = Y + u(x) + v(x) (Y / height - 1/2) with Y of each line, u and v smooth. `lines` may
// be empty: all is 0 then. width, height in pixels of the picture.
Curl measure_curl(const std::vector<TracedLine>& lines, double width, double height);

}  // namespace nuskha
