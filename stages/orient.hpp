// orient: turns a page that lies on its side or stands on its head. See docs/stages/orient.md.
#pragma once

#include "pipeline/stage.hpp"

namespace nuskha {

extern const StageInfo orient_stage;

}  // namespace nuskha
