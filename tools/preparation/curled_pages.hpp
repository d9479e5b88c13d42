// Pages of a book that does not lie flat, photographed from above: a cylinder in true perspective,
// which is not the bend that dewarp fits.
#pragma once

#include <string>
#include <vector>

#include "models/document/raster.hpp"
#include "tools/samples/dice.hpp"

namespace nuskha {

struct CurledPage {
    Raster scan;  // grey, 300 pixels an inch
    std::string language, kind, face;
    double rise = 0;                 // of the leaf at its gutter, share of its width; 0 = flat
    double departure = 0;            // of the lines from level at most, pixels
    std::vector<std::string> words;  // in reading order
};

// `number` goes through the languages and through one and two columns. The same number and dice
// give the same page; `rise` is as above.
CurledPage curled_page(int number, double rise, Dice dice);

}  // namespace nuskha
