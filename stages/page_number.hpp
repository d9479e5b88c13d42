// A second look at printed page numbers that were not read.
//
// A recogniser of lines expects words, and of a few digits that stand alone it makes letters or
// other digits ("РЭР" for 292). Read again in digits alone, at another size and without the grain
// of the paper, most of them are right, and what two sizes agree on nearly always is.
#pragma once

#include <string>
#include <vector>

#include "models/document/raster.hpp"
#include "models/document/text.hpp"
#include "stages/engine.hpp"

namespace nuskha {

struct SecondLook {
    int looked_at = 0;   // places that may bear a number, at most four
    bool found = false;  // one of them does: the blocks have its word now
};

// `blocks` are what the engine read on `picture`, boxes in its pixels. Looks at words that stand
// alone in the two highest and two lowest lines, and at marks of ink above and below the text that
// no line was made of (lone_marks.hpp), where none of the words was read as a number with certainty
// (review::certain_number). A word is replaced, or a block added, only where two readings of up to
// four, each certain, agree; certain words and roman numerals are never replaced. Nothing is done
// where one of `languages` is written in Arabic script: its digits are confused by the trained data
// also where it is certain.
// Costs about 2.5 ms a reading.
SecondLook read_page_number(std::vector<Block>& blocks, const Raster& picture,
                            const std::vector<std::string>& languages, Engine& engine);

}  // namespace nuskha
