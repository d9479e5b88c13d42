// What the first reading of a page left out or misread, read again line by line.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "models/document/raster.hpp"
#include "models/document/text.hpp"
#include "stages/workbench.hpp"

namespace nuskha {

// `picture` is what was read, `ppi` its resolution; all boxes are in its pixels. A word's language is the name of the
// data that read it, as in Reading.

// Lines of ink that no word was read on: the recogniser loses lines, in Arabic script above all. `lines` are where
// ink lies in lines. What reads with a mean confidence of half or more is added to the block it belongs to, or is one
// of its own. Returns how many were added.
int read_lost_lines(std::vector<Block>& blocks, std::span<const Rect> lines, const Raster& picture,
                    int ppi, const ReadingChoice& choice, EngineBench& engines);

// Lines, and stretches of lines, that read badly: tried with the other readings, the worst first, and replaced where
// one of them is clearly surer of itself and writes its own script. Three lines, and three stretches, that are tried
// in vain are the last ones. Returns how many were replaced.
int read_other_scripts(std::vector<Block>& blocks, const Raster& picture, int ppi,
                       std::span<const ReadingChoice> others, EngineBench& engines);

}  // namespace nuskha
