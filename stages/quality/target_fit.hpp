// Where a target lies in the picture: its layout of patches is laid over the picture and moved,
// turned and scaled until the colours agree, then drawn tight on the patches' sides.
#pragma once

#include <optional>

#include "models/document/page.hpp"
#include "pipeline/view.hpp"
#include "stages/quality/target_plan.hpp"

namespace nuskha {

struct TargetFit {
    Affine to_page;       // from shares of the target to page pixels
    double likeness = 0;  // correlation of the patches' colours with their aims, -1..1
    int sides = 0;        // sides of patches that were drawn tight on; 0 = colours alone
    double off = 0;       // mean distance of those sides from where they should be, page pixels
    bool found = false;   // likeness is enough, and all patches lie in the picture

    Rect area(const Rect& of_target) const;  // bounds on the page
};

// A plan without patches is taken at its word: the target is where `place` says.
TargetFit fit_target(const TargetPlan& plan, const Page& page, const View& view);

}  // namespace nuskha
