// What the sensor adds to bare paper.
#pragma once

#include "stages/quality/sight.hpp"

namespace nuskha {

// Deviation of the sensor's noise in levels of 255: Laplacian of Immerkaer 1996, "Fast noise
// variance estimation", on patches without ink; their lower quartile, so that fibres and creases
// of paper do not count. Where no paper is bare, the quietest blocks between letters serve.
double measure_noise(const Sight& sight);

}  // namespace nuskha
