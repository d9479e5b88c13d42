// A picture turned so that its lines run level.
#pragma once

#include "models/document/raster.hpp"

namespace nuskha {

// A grey picture turned anticlockwise by `degrees` about its middle, into one that holds all of it;
// 0 where nothing of it lies. Bilinear.
Raster turned_back(const Raster& picture, double degrees);

}  // namespace nuskha
