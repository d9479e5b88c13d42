// crop: cuts a page out of the dark bed of the scanner. See docs/stages/crop.md.
#pragma once

#include "pipeline/stage.hpp"

namespace nuskha {

extern const StageInfo crop_stage;

}  // namespace nuskha
