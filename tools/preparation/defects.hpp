// Defects of scanning, planted into a sound scan in a known strength.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "models/document/geometry.hpp"
#include "models/document/raster.hpp"
#include "tools/samples/dice.hpp"

namespace nuskha {

struct Defect {
    std::string_view name;
    std::string_view codes;  // the finding that should tell it, or one of several
    std::string_view unit;   // of its strength; 0 is none
    // Strengths at which recognition is tried, rising, to find the one that halves it. Empty where
    // words are not its measure: then it matters from `matters` on, for the reason given.
    std::vector<double> tried;
    double matters;
    std::string_view why;
    // `leaf` is where the leaf lies in the picture, pixels.
    Raster (*plant)(const Raster& sound, const Rect& leaf, double strength, Dice& dice);
};

std::span<const Defect> defects();

// A picture without dots, as a photograph in a book: soft clouds, edges and a gradient, within
// `area` of the raster.
void paste_picture(Raster& raster, const Rect& area, Dice& dice);

}  // namespace nuskha
