// Part `split`: are openings parted at their gutter, and single sheets of every sort left whole?
#pragma once

#include "tools/measuring/parts.hpp"

namespace nuskha {

bool measure_split(const PartPlan& plan);

}  // namespace nuskha
