// dewarp: flattens a page whose leaf was curled. See docs/stages/dewarp.md.
#pragma once

#include "pipeline/stage.hpp"

namespace nuskha {

extern const StageInfo dewarp_stage;

}  // namespace nuskha
