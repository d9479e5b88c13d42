#pragma once

#include "tools/measuring/parts.hpp"

namespace nuskha {

bool measure_targets(const PartPlan& plan);

}  // namespace nuskha
