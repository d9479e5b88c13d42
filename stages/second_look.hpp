// What the first reading of a page left out or misread, read again line by line.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "models/document/raster.hpp"
#include "models/document/text.hpp"
#include "stages/workbench.hpp"

namespace nuskha {

// What was read, and is read again. All boxes are in pixels of the picture. A word's language is the name of the data
// that read it, as in Reading.
struct ReadAgain {
    const Raster& picture;
    int ppi;  // of the picture
    double
        arabic_line;  // pixels to which lines in Arabic script are reduced that are higher; 0 = none is
    EngineBench& engines;
};

// Lines of ink that no word was read on: the recogniser loses lines, in Arabic script above all. `lines` are where
// ink lies in lines. What reads with a mean confidence of half or more in one of `choices`, asked in turn, is added to
// the block it belongs to, or is one of its own. Returns how many were added.
int read_lost_lines(std::vector<Block>& blocks, std::span<const Rect> lines, const ReadAgain& from,
                    std::span<const ReadingChoice> choices);

// Lines that read badly, or whose letters are those of no language, as a whole or in a stretch: tried with the other
// readings, the worst first. What one of them reads clearly better is taken from it. Three lines that are tried in
// vain, and one more for every two that were not, are the last ones. Returns how many lines were changed.
// `own` is what the page was read with.
int read_other_scripts(std::vector<Block>& blocks, const ReadAgain& from, const ReadingChoice& own,
                       std::span<const ReadingChoice> others);

// Whether it would try any.
bool worth_other_scripts(const std::vector<Block>& blocks, const ReadingChoice& own);

}  // namespace nuskha
