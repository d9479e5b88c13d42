// What the sensor and resampling add to bare paper.
#pragma once

#include "stages/quality/sight.hpp"

namespace nuskha {

// Deviation of the sensor's noise in levels of 255: Laplacian of Immerkaer 1996, "Fast noise
// variance estimation", on patches without ink; their lower quartile, so that fibres and creases
// of paper do not count. Where no paper is bare, the quietest blocks between letters serve.
double measure_noise(const Sight& sight);

// How independent neighbours in the grain of bare paper are: mean square of second differences
// over that of first ones, the mean of both directions, the median of patches. 3 for independent
// pixels as a sensor gives them, about 1 and less where pixels were made up between others (or
// smoothed away). 3 where there is too little grain to tell (deviation below half a level).
double measure_grain(const Sight& sight);

}  // namespace nuskha
