// What a run does first: takes the work folder for itself, and notes what it is.
#pragma once

#include "pipeline/files.hpp"
#include "pipeline/journal.hpp"
#include "pipeline/run/plan.hpp"

namespace nuskha {

// Held by the run and its workers, so that a new run waits until the last of them is gone. Throws Failure(usage)
// where another run holds it.
Descriptor lock_work_folder(const RunPlan& plan);

// Of the journal: what runs, since when, and the limits that the report draws.
RunFacts facts_of(const RunPlan& plan, const Recipe& recipe);

}  // namespace nuskha
