// A4 scans of 300 pixels an inch turned by a known angle: print in three scripts and in faces that
// neither the samples nor the unit tests are set in; tables, pictures, maps; beds, show-through, noise.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/document/raster.hpp"
#include "tools/samples/dice.hpp"

namespace nuskha {

struct SkewPage {
    Raster scan;  // grey, 2480 x 3508
    std::string kind, bed, language, face;
    double degrees = 0;  // + = content turned clockwise; exact
};

// Sampled once from the flat sheet, by cubic convolution, at an angle within +-`most` degrees.
// `number` goes through the kinds. The same number and dice give the same page.
SkewPage tilted_page(int number, double most, Dice dice);
std::string tilted_kind(int number);

// The same kinds and harder ones, not turned at all: slanted drawings, plates, writing by hand on
// ruled and plain paper, leaves that are cut aslant, blank leaves.
SkewPage straight_page(int number, Dice dice);
std::string straight_kind(int number);

}  // namespace nuskha
