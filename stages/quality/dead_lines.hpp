// Lines of the sensor that are dead or out of step.
#pragma once

#include "stages/quality/strips.hpp"

namespace nuskha {

struct DeadLine {
    double offset = 0;  // from both its sides, levels; 0 = there is none
    double at = 0;      // column or row of the page, pixels
    bool row = false;   // runs along rows
    int count = 0;      // lines of which this is the clearest, at most 8 each way
};

// Adds the lines that run the frame's way. Strips (each a profile, see profile_at) name the places
// where most of what is quiet differs from both its sides; the 8 likeliest are read over their
// whole length. A dead line differs in five sixths of it and at both its ends, by more than 5
// standard errors, and from one pixel to the next: printed rules end before the margins, grain does
// not go on, and the lens draws edges of leaves softer.
void find_dead_lines(const View& view, const Frame& frame, const std::vector<Profile>& strips,
                     DeadLine& dead);

}  // namespace nuskha
