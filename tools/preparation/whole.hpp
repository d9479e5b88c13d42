// Part `whole`: does the preparation as a whole help reading, on scans with known text?
#pragma once

#include "tools/measuring/parts.hpp"

namespace nuskha {

bool measure_whole(const PartPlan& plan);

}  // namespace nuskha
