#pragma once

#include "tools/preparation/parts.hpp"

namespace nuskha {

bool measure_targets(const PartPlan& plan);

}  // namespace nuskha
