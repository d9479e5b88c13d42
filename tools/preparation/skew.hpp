// Parts `skew`, `straight` and `skew-real`: are tilted pages straightened, and straight ones left alone?
#pragma once

#include "tools/measuring/parts.hpp"

namespace nuskha {

// Generated pages at random angles; the peers on the first of them.
bool measure_skew(const PartPlan& plan);
// Straight ones, of kinds that tempt.
bool measure_straight(const PartPlan& plan);

// The pages of known angle below $NUSKHA_SHARED/scans; kept (and said) where there are none.
bool measure_skew_real(const PartPlan& plan);

}  // namespace nuskha
