// What the first reading of a page left out or misread, read again line by line.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/document/text.hpp"
#include "stages/line_reading.hpp"
#include "stages/workbench.hpp"

namespace nuskha {

// Lines of ink that no word was read on: the recogniser loses lines, in Arabic script above all. `lines` are where
// ink lies in lines. What reads with a mean confidence of half or more in one of `choices`, asked in turn, is added to
// the block it belongs to, or is one of its own. Returns how many were added.
int read_lost_lines(std::vector<Block>& blocks, std::span<const Rect> lines, const ReadAgain& from,
                    std::span<const ReadingChoice> choices);

// Lines that can hardly be trusted on a page that else reads well: the recogniser took the wrong height for them. Read
// alone, in the same choice; what can clearly be trusted more is kept. Returns how many lines were changed.
int read_misread_lines(std::vector<Block>& blocks, const ReadAgain& from, const ReadingChoice& own);

struct OtherScripts {
    int changed = 0;                  // lines
    std::vector<ReadingChoice> used;  // what else words were read with
    std::optional<ReadingChoice>
        most;  // what most of the page is written in, where that is not `own`
};

// Lines that read badly, or whose letters are those of no language, as a whole or in a stretch: tried with the other
// readings, the worst first. What one of them reads clearly better is taken from it. Three lines that are tried in
// vain, and one more for every two that were not, are the last ones. Where lines show that the page holds two scripts, it
// is read as a whole in the other, in the language that they tell, and the better is taken of either reading, line
// by line; where most of it reads badly in `own`, with which it was read, and all lines tried well in one other, that
// is told instead, and nothing more is read.
OtherScripts read_other_scripts(std::vector<Block>& blocks, const ReadAgain& from,
                                const ReadingChoice& own, std::span<const ReadingChoice> others);

// Whether it would try any.
bool worth_other_scripts(const std::vector<Block>& blocks, const ReadingChoice& own);

}  // namespace nuskha
