// Whether a page's expected error tells how well it was read.
#pragma once

#include "tools/measuring/parts.hpp"

namespace nuskha {

bool measure_confidence(const PartPlan& plan);

}  // namespace nuskha
