// Draws a fitted layout tight on the sides of its patches, to parts of a pixel: what is left of
// tilt, shift and scale is found, and so the true number of pixels between two sides.
#pragma once

#include <optional>

#include "pipeline/view.hpp"
#include "stages/quality/target_plan.hpp"

namespace nuskha {

struct TightFit {
    Affine to_page;
    int count = 0;   // sides that it rests on
    double off = 0;  // their mean distance from where the layout has them, page pixels
};

// Nothing where too few sides stand out, or they do not agree with the layout.
std::optional<TightFit> draw_tight(const TargetPlan& plan, const Affine& to_page, Size page,
                                   const View& view);

}  // namespace nuskha
