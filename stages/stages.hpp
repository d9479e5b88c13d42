// The list of stages, explicit and in the order of the manual.
#pragma once

#include <span>
#include <string_view>

#include "pipeline/stage.hpp"

namespace nuskha {

std::span<const StageInfo> all_stages();
const StageInfo* find_stage(std::string_view name);  // nullptr where unknown

}  // namespace nuskha
