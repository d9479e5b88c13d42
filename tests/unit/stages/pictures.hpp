// Pictures with known truth, drawn on the spot: a page of text-like or real writing.
#pragma once

#include <string>

#include "models/document/page.hpp"
#include "models/document/raster.hpp"

namespace nuskha {

// Black letters of a plain stroke font on paper; lines of English words, as OpenCV draws them.
// size in pixels; 18 lines for 1240 x 1754.
Raster written_page(int width, int height, const std::vector<std::string>& lines, int paper = 235,
                    int ink = 40);

Raster tilted(const Raster& picture, double degrees_clockwise, int fill);
Raster on_bed(const Raster& leaf, int margin, int bed);  // a dark bed all around
Raster blurred(const Raster& picture, double sigma);
Raster grained(const Raster& picture, double deviation);  // the same grain each time

Page page_of(const Raster& picture, const std::vector<std::string>& languages = {"en"},
             double ppi = 150);

const std::vector<std::string>& english_lines();

}  // namespace nuskha
