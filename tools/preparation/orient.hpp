// Parts `orient` and `orient-real`: do pages come upright from every side, and is what stays as it
// lies flagged?
#pragma once

#include "tools/measuring/parts.hpp"

namespace nuskha {

bool measure_orient(const PartPlan& plan);       // generated pages
bool measure_orient_real(const PartPlan& plan);  // those of $NUSKHA_SHARED/scans

}  // namespace nuskha
