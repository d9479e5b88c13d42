// What a recipe says of the reference target: where it lies, what is on it, and how good its
// picture must be.
#pragma once

#include <string>
#include <vector>

#include "models/document/geometry.hpp"
#include "models/preservation/colour_checker.hpp"
#include "models/preservation/guideline.hpp"
#include "pipeline/options.hpp"

namespace nuskha {

std::span<const OptionSpec> target_options();

struct TargetPlan {
    std::string scans;  // pattern of the names of scans that show the target; empty = none does
    Rect place;         // of the target, in shares of the picture's width and height
    double search = 0;  // how far it may be off there, share of its longer side
    std::vector<ReferencePatch> patches;  // in shares of the target
    Size patch;                           // of one, in shares of the target
    std::vector<Rect> edges;              // in shares of the target
    std::vector<Rect> even;               // in shares of the picture: lit and toned alike
    Size size_mm;                         // of the target; 0 x 0 = not told
    const Guideline* guideline = nullptr;
    std::size_t level = 0;  // of the guideline, that is asked for

    bool shows(const std::string& scan) const;  // whether the pattern meets a scan's name
    const QualityLevel& wanted() const { return guideline->levels[level]; }
};

// Throws Failure(usage) for what cannot be: areas that leave the target or the picture, too few
// patches to know a target by, an unknown guideline, material or level.
TargetPlan target_plan(const Options& options);

}  // namespace nuskha
