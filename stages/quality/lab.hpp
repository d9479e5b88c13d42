// From what a view gives to colours that can be compared.
//
// A view gives levels of sRGB (IEC 61966-2-1), or of grey with the tone curve of sRGB: profiles
// have been applied. White goes from D65 to D50 by Bradford's adaptation, as in ICC profiles.
#pragma once

#include <array>

#include "models/document/lab.hpp"

namespace nuskha {

using Levels = std::array<double, 3>;  // red, green, blue; 0..255, not rounded

double linear(double level);           // 0..255 -> share of the light of white, 0..1
double level_of_linear(double light);  // its inverse
double lightness(double light);        // L* of a share of the light of white
double luminance(double red, double green, double blue);  // of linear light; sums to 1 for white

Lab lab_of(const Levels& srgb);

// The levels nearest to a colour, each cut off at 0 and 255, as a colour engine leaves what sRGB
// cannot hold. lab_of(levels_of(lab)) is the best that a view can show of it.
Levels levels_of(const Lab& lab);

double difference_2000(const Lab& a, const Lab& b);  // CIEDE2000, kL = kC = kH = 1
double difference_1976(const Lab& a, const Lab& b);

}  // namespace nuskha
