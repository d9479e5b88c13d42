// Real scans with known text: the program's whole chain beside tesseract with the data that an expert would choose.
#pragma once

#include "tools/measuring/parts.hpp"

namespace nuskha {

// `count`: scans of a group at most, spread evenly over it; 0 = all. Needs NUSKHA_SHARED.
bool measure_real(const PartPlan& plan);

}  // namespace nuskha
