// Runs a batch: hands scans to worker processes, commits what they bring to the journal, has whole
// items sealed.
//
// The coordinator is one thread around poll(); it alone writes the journal. A worker that dies
// takes one scan with it, which is tried once more and then becomes a finding. Workers die with the
// coordinator, and hold its lock on the work folder until they have.
#pragma once

#include "models/failure.hpp"
#include "pipeline/run/observer.hpp"
#include "pipeline/run/plan.hpp"

namespace nuskha {

struct RunResult {
    Progress progress;
    bool interrupted = false;
    Exit exit = Exit::ok;
};

// `program`: the executable that `serve`s when called with the argument "worker". Throws Failure
// where the run cannot go on; what was committed stays, and running again goes on from there.
RunResult run_batch(const RunPlan& plan, const Batch& batch, const Toolbox& toolbox,
                    const std::string& program, Observer& observer);

}  // namespace nuskha
