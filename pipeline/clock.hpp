// The one clock. Where SOURCE_DATE_EPOCH is set it stands still, so that the same batch gives the
// same bytes (reproducible-builds.org, SOURCE_DATE_EPOCH specification).
#pragma once

#include "models/preservation/event.hpp"

namespace nuskha {

// Seconds since 1970-01-01T00:00:00Z: the system's, or SOURCE_DATE_EPOCH. Throws Failure(usage)
// where that is not a decimal number from 0 to 253402300799 (the end of the year 9999).
Timestamp now();

}  // namespace nuskha
