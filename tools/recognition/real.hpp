// How real scans are read, against tesseract with the data that an expert would choose for them.
#pragma once

#include "tools/measuring/parts.hpp"

namespace nuskha {

// The scans with known text below $NUSKHA_SHARED/scans, manuscripts and maps left out; at most `count` of a group,
// spread over it. Ours: preparation and reading, languages declared as the group's, whole pages or single lines.
// Theirs: the command on the scan as it is, with the best of the data for a language of the group and of its script,
// chosen once a group by its error. Kept where the mean of all pages is lower than theirs and no group's is higher by
// more than half a point. Left out, saying so, without that folder: then nothing is kept or broken.
bool measure_real(const PartPlan& plan);

}  // namespace nuskha
