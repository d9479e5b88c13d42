// Light and colour of the paper: how evenly it is lit, and whether its tint can be that of paper.
#pragma once

#include "models/document/page.hpp"
#include "pipeline/view.hpp"
#include "stages/quality/sight.hpp"

namespace nuskha {

struct Light {
    double darkest = 1;  // paper where it is darkest over where it is brightest, 0..1
    int measured = 0;    // of 12 x 12 regions that show paper
};

// A surface of second degree laid through the logarithm of the paper's level in 12 x 12 regions,
// those that do not fit (pictures, stains, gutter) counting little (Tukey's biweight): what a lamp
// does, and a stain does not.
Light measure_light(const Sight& sight);

struct Tint {
    double red_green = 0, yellow_blue = 0;  // a* and b* of the paper, CIELAB (D65) of sRGB
    double cast = 0;  // how far it lies outside the tints that paper takes with age
    bool measured = false;
};

// Paper yellows and browns, from white towards hues of 40 to 110 degrees, and no other way; how
// yellow it is tells its age and not the scanner's fault. What counts as cast is the distance in
// the a*b* plane from that sector, so blue, green and magenta tints only.
Tint measure_tint(const Sight& sight);

}  // namespace nuskha
