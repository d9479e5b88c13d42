// Part `curl`: are pages of a curled leaf read better once they are flattened, and flat ones no worse?
#pragma once

#include "tools/measuring/parts.hpp"

namespace nuskha {

bool measure_curl_part(const PartPlan& plan);

}  // namespace nuskha
