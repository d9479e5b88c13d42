// tone: decides how the recogniser's picture is made. See docs/stages/tone.md.
#pragma once

#include "pipeline/stage.hpp"

namespace nuskha {

extern const StageInfo tone_stage;

}  // namespace nuskha
