// Part `frame`: is a leaf found on its bed, and is no word of it cut?
#pragma once

#include "tools/measuring/parts.hpp"

namespace nuskha {

bool measure_frame(const PartPlan& plan);

}  // namespace nuskha
