#include "stages/stages.hpp"

#include <array>

#include "stages/crop.hpp"
#include "stages/deskew.hpp"
#include "stages/dewarp.hpp"
#include "stages/inspect.hpp"
#include "stages/orient.hpp"
#include "stages/recognise.hpp"
#include "stages/split.hpp"
#include "stages/target.hpp"
#include "stages/tone.hpp"

namespace nuskha {

std::span<const StageInfo> all_stages() {
    static const std::array stages{inspect_stage, target_stage, orient_stage,
                                   split_stage,   deskew_stage, crop_stage,
                                   dewarp_stage,  tone_stage,   recognise_stage};
    return stages;
}

const StageInfo* find_stage(std::string_view name) {
    for (const StageInfo& stage : all_stages())
        if (stage.name == name) return &stage;
    return nullptr;
}

}  // namespace nuskha
