// Which way up lines of writing stand, told by their shape alone.
#pragma once

#include <cmath>

#include "stages/ink.hpp"

namespace nuskha {

// The lower edge of a line is its sharper one where letters stand on their line and reach up from
// it to different heights: in Arabic and in Latin script, printed or written, but hardly in
// Cyrillic, in which as many letters reach down.
struct Stance {
    double lean = 0;       // -1..1: + = upright, - = upside down, near 0 = not told
    double certainty = 0;  // its distance from 0 in standard errors, as the parts of the page tell
    bool clear() const { return std::abs(lean) >= 0.18 && std::abs(certainty) >= 4; }
};

// `tilt` is that of the lines, degrees: see Tilt.
Stance measure_stance(const Ink& ink, double tilt);

}  // namespace nuskha
