// What is on a page beside its writing, found in its tones and ink and not in what was read: pictures
// and rules.
#pragma once

#include <vector>

#include "models/document/text.hpp"
#include "stages/ink.hpp"

namespace nuskha {

// Blocks without lines, boxes in pixels of the overview that the ink was found in. Pictures are areas
// that stay dark when all that is narrower than a letter's height is filled with the paper around it
// (photographs, washes), and drawn parts with much ink in their box (engravings); both sides are a
// 25th of the overview's longest side at least. What reaches the overview's border may be a bed, a
// shadow or a cover, and is none. Ornaments are rules: 25 times as long as wide.
std::vector<Block> drawings_on(const Raster& overview, const Ink& ink);

// Paints engravings the colour of the paper around them: drawn parts that are large both ways and hold much ink. The
// engine takes their strokes for letters, and lines close to them for strokes. `picture` shows the page of the ink;
// letters that touch no stroke stay.
void paint_over_engravings(Raster& picture, const Ink& ink);

// `blocks` of an engine with drawings at `scale` of its pixels to those of the overview. A frame, a
// table or a stain is no picture: one on which much was read with certainty is left out, and one that
// the engine found too.
std::vector<Block> with_drawings(std::vector<Block> blocks, const std::vector<Block>& drawings,
                                 double scale);

}  // namespace nuskha
