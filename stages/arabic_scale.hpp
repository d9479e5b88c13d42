// How large a page in Arabic script is read.
//
// Its dots and marks stand apart from the letters. Where they are many pixels away, Tesseract leaves them out of the
// line or makes lines of them; where they are few, it loses lines. Lines of 27 pixels, from the lowest stroke to the
// highest, are read with half the errors of lines of 50 to 70, but no size serves every page.
#pragma once

#include <string>
#include <vector>

#include "models/document/text.hpp"
#include "stages/ink.hpp"

namespace nuskha {

bool all_in_arabic_script(const std::vector<std::string>& languages);

// Factors on the scale at which the ink's lines are as high as that, a third more, and two thirds more; none above 1.
// 1 alone where no lines are found. `grow`: pixels of the reading for one of the ink's picture.
std::vector<double> arabic_factors(const Ink& ink, double grow, double line_height);

// Share of the ink that lies where words were read, 0..1; `grow` as above, for the boxes of the words.
double share_read(const Ink& ink, const std::vector<Block>& blocks, double grow);

// Characters times their confidence: of two readings of a page the better has more.
double sure_characters(const std::vector<Block>& blocks);

}  // namespace nuskha
