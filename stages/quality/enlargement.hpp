// Whether the scan was enlarged from fewer pixels than it has.
#pragma once

#include "stages/quality/sight.hpp"

namespace nuskha {

constexpr double blocks_seen = 15;  // from which `blocks` is not by chance

struct Enlargement {
    // How far the pattern that making up pixels between others leaves stands out, as a factor over
    // what chance does; 0 where nothing was measured. From about 5 on it is there.
    double strength = 0;
    double period = 0;  // of that pattern, pixels: 2 where the scan has twice its own pixels
    // Standard deviations by which even and odd columns and rows differ more than by chance, which
    // stays below 5. 0 where blocks of JPEG are seen, which make them differ too.
    double doubling = 0;
    double blocks = 0;  // how far a pattern of every 8 pixels stands out over what chance does
};

// Pixels that were made up vary less, the farther they lie between true ones, so that differences of
// neighbours grow and shrink in step with the true pixels (Gallagher 2005, "Detection of linear and
// cubic interpolation in JPEG compressed images", there with second differences; first ones also
// tell twice from once). Their spectrum, along rows and along columns, over patches of paper and
// writing. The period of a scan enlarged by the factor n is n, or n / (n - 1) where that is longer.
// The blocks of JPEG, which repeat every 8 pixels, do not count.
// A scan that was doubled shows it in little grain, too: the pixels to both sides of a true one lie
// nearer to each other than to those of the next. Their second or third differences, which of them
// depends on how they were made up, then hold more at even places than at odd ones, or less.
Enlargement measure_enlargement(const Sight& sight);

}  // namespace nuskha
