// Part `contact`: pairs of real scans before and after the preparation, to be looked at.
#pragma once

#include "tools/measuring/parts.hpp"

namespace nuskha {

// Writes contact/index.html and its pictures; there is no promise to keep. Skipped without
// $NUSKHA_SHARED.
bool make_contact_sheet(const PartPlan& plan);

}  // namespace nuskha
