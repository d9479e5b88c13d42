// Levels of the leaf: exposure, clipping, contrast.
#pragma once

#include "stages/quality/sight.hpp"

namespace nuskha {

struct Tones {                              // of what is not scanner bed
    double mean = 0, white = 0, black = 0;  // level; shares at 255 and 0
    double between = 0;                     // share of levels 8..251: about 0 in bilevel pictures
};

// In colour a pixel is white that has lost two of its three channels: yellow paper that is lit too
// much keeps some blue, and no tones.
Tones tones_of(const Sight& sight);

// Whether paper away from writing has tones just below white somewhere, as where light falls off. It
// has none in scans that were cleaned to white.
bool paper_has_tones(const Sight& sight);

}  // namespace nuskha
