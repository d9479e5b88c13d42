// The review of items and batches: planted faults are found, sound ones left in peace.
#pragma once

#include "tools/measuring/parts.hpp"

namespace nuskha {

bool measure_batch(const PartPlan& plan);

}  // namespace nuskha
