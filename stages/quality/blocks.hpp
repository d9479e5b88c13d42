// What JPEG compression left in the picture, however it is stored now.
#pragma once

#include "stages/quality/sight.hpp"

namespace nuskha {

struct Blocks {
    // The step in which the lowest frequencies of 8 x 8 blocks (ITU-T T.81 A.3.3) were kept: median
    // over the five lowest, in the units of that transform (an 8 x 8 block brighter by one level is
    // 8). The tables of T.81 K.1 keep them in steps of 12, which software calls quality 50; of 24 at
    // quality 25, of 6 at 75. 0: none is seen, the picture was never compressed or hardly.
    double step = 0;
};

// Finds the grid of blocks by the differences across its lines (after Wang, Bovik and Evans 2000,
// "Blind measurement of blocking artifacts in images"), then of each low frequency the largest step
// whose multiples its values are (after Fan and de Queiroz 2003, "Identification of bitmap
// compression history"). The paper's own grain, which blurs such differences, does not enter. Not
// seen where the picture was scaled, turned by other than quarters, or its tones changed since.
Blocks measure_blocks(const Sight& sight);

}  // namespace nuskha
