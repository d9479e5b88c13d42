// Part `quality`: planted defects found, and sound pages left in peace.
#pragma once

#include "tools/measuring/parts.hpp"

namespace nuskha {

bool measure_quality(const PartPlan& plan);

}  // namespace nuskha
