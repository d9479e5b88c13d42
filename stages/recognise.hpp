// recognise: reads the text. See docs/stages/recognise.md.
#pragma once

#include "pipeline/stage.hpp"

namespace nuskha {

extern const StageInfo recognise_stage;

}  // namespace nuskha
