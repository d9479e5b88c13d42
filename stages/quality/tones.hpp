// Levels of the leaf: exposure, clipping, contrast.
#pragma once

#include "stages/quality/sight.hpp"

namespace nuskha {

struct Tones {                              // of what is not scanner bed
    double mean = 0, white = 0, black = 0;  // level; shares at 255 and 0
    double between = 0;                     // share of levels 16..239: about 0 in bilevel pictures
};

Tones tones_of(const Sight& sight);

}  // namespace nuskha
