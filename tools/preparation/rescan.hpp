// The same leaf on the scanner once more.
#pragma once

#include "models/document/raster.hpp"
#include "tools/samples/dice.hpp"

namespace nuskha {

// Laid down again by hand, in other light: turned by up to 0.8 degrees, moved by up to 2 % of the
// longest side, a third of a stop darker or brighter, a little softer or noisier, other margins.
Raster scanned_again(const Raster& scan, Dice& dice);

}  // namespace nuskha
