// Seals what an item of the store was read as when it was read again.
#pragma once

#include "pipeline/journal.hpp"
#include "pipeline/run/plan.hpp"

namespace nuskha {

// As add_text_version, with the pages of the journal. A damaged item is held back with a finding.
ItemOutcome seal_reading(const Journal& journal, const std::string& item, const RunPlan& plan);

}  // namespace nuskha
