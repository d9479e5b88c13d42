// split: parts an opened book into two pages. See docs/stages/split.md.
#pragma once

#include "pipeline/stage.hpp"

namespace nuskha {

extern const StageInfo split_stage;

}  // namespace nuskha
