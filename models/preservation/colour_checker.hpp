// The reference target that is meant where a recipe lists no patches: the ColorChecker Classic.
#pragma once

#include <span>

#include "models/document/geometry.hpp"
#include "models/document/lab.hpp"

namespace nuskha {

struct ReferencePatch {
    Point middle;  // in shares of the box that the patches' outer sides make, from its upper left
    Lab aim;
};

// 24 patches, row by row from "dark skin" at the upper left to "black" at the lower right, as
// published by X-Rite for charts made from November 2014 on (D50, 2 degrees, M0): "New color
// specifications for ColorChecker SG and Classic charts".
std::span<const ReferencePatch> colour_checker();

// Width and height of a patch in the same shares: gaps are a tenth of a patch.
Size colour_checker_patch();

}  // namespace nuskha
