// Whether the scan was enlarged from fewer pixels than it has.
#pragma once

#include "stages/quality/sight.hpp"

namespace nuskha {

struct Enlargement {
    // How far the pattern that making up pixels between others leaves stands out, as a factor over
    // what chance does; 0 where nothing was measured. From about 5 on it is there.
    double strength = 0;
    double period = 0;  // of that pattern, pixels: 2 where the scan has twice its own pixels
};

// Pixels that were made up vary less, the farther they lie between true ones, so that differences of
// neighbours grow and shrink in step with the true pixels (Gallagher 2005, "Detection of linear and
// cubic interpolation in JPEG compressed images", there with second differences; first ones also
// tell twice from once). Their spectrum, along rows and along columns, over patches of paper and
// writing. The period of a scan enlarged by the factor n is n, or n / (n - 1) where that is longer.
// The blocks of JPEG, which repeat every 8 pixels, do not count.
Enlargement measure_enlargement(const Sight& sight);

}  // namespace nuskha
