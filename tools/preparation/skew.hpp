// Parts `skew` and `skew-real`: are tilted pages straightened, and straight ones left alone?
#pragma once

#include "tools/preparation/parts.hpp"

namespace nuskha {

// Generated pages at random angles, as many straight ones, and the peers on the first of each.
bool measure_skew(const PartPlan& plan);

// The pages of known angle below $NUSKHA_SHARED/scans; kept (and said) where there are none.
bool measure_skew_real(const PartPlan& plan);

}  // namespace nuskha
