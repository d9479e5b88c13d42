#include "stages/stages.hpp"

namespace nuskha {

std::span<const StageInfo> all_stages() {
    return {};
}

const StageInfo* find_stage(std::string_view name) {
    for (const StageInfo& stage : all_stages())
        if (stage.name == name) return &stage;
    return nullptr;
}

}  // namespace nuskha
