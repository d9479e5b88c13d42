// Straight type in all alphabets: how well it is read in the language that is declared, and whether the language is
// found where none is.
#pragma once

#include "tools/measuring/parts.hpp"

namespace nuskha {

bool measure_type(const PartPlan& plan);

}  // namespace nuskha
