// Moire: a wave between the dots of a halftone (or threads, or a screen) and the sensor's pixels.
#pragma once

#include "stages/quality/sight.hpp"

namespace nuskha {

struct Moire {
    double strength = 0;  // amplitude of the stronger wave, levels; 0 = none seen
    double period = 0;    // of that wave, pixels
};

// Two peaks of the spectrum of a picture's tones that lie on different lines through the middle,
// with periods of 5 to 40 pixels, each far above what surrounds it at its radius. The lattice of a
// halftone always makes two; laid lines of paper, rules and rows of hatching make one. A halftone
// that is resolved has shorter periods and is no fault.
Moire measure_moire(const Sight& sight);

}  // namespace nuskha
