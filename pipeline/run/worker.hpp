// One worker process: takes scans and items from the coordinator, carries each page of a scan
// through all stages, seals items. A crash, a hang or exhausted memory in a decoder or an engine
// ends this process and nothing else.
#pragma once

#include "pipeline/run/plan.hpp"

namespace nuskha {

// Serves until `in` ends. Returns the exit status. First message: {"setup": plan}; then tasks
// {"scan": {...}} and {"seal": item}; answers: "stage", "pages", "scan", "sealed", "fatal".
int serve(int in, int out, const Toolbox& toolbox);

}  // namespace nuskha
