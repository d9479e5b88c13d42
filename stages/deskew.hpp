// deskew: turns a tilted page so that its lines run level. See docs/stages/deskew.md.
#pragma once

#include "pipeline/stage.hpp"

namespace nuskha {

extern const StageInfo deskew_stage;

}  // namespace nuskha
