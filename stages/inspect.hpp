// inspect: measures the picture and notices what scanning got wrong. See docs/stages/inspect.md.
#pragma once

#include "pipeline/stage.hpp"

namespace nuskha {

extern const StageInfo inspect_stage;

}  // namespace nuskha
