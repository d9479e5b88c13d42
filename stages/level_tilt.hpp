// The exact tilt of a page that is nearly level: what measure_tilt ends with.
#pragma once

#include "stages/tilt.hpp"

namespace nuskha {

// `darkness` (see Ink) has been turned back by `coarse` degrees, so that what is left of the tilt is
// within a degree or two. `degrees` and what goes with them are those of the page before; sharpness,
// level and lone are not told.
Tilt level_tilt(const Raster& darkness, double coarse);

}  // namespace nuskha
