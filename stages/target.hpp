// Measures a reference target in the picture and judges the scan by guidelines.
#pragma once

#include "pipeline/stage.hpp"

namespace nuskha {

extern const StageInfo target_stage;

}  // namespace nuskha
