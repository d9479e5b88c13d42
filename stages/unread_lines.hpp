// Writing that no model at hand can read, handwriting above all: where it lies is kept, what the engine made of it
// is not.
#pragma once

#include <span>
#include <vector>

#include "models/document/text.hpp"
#include "models/evaluation/expected_error.hpp"
#include "stages/ink.hpp"

namespace nuskha {

// Whether what was read is no text: the mean confidence of its words is below `readable` (0..1), or they are doubtful and
// cover hardly any of the ink. Told of pages with words only.
bool no_text_at_all(const ReadingSigns& signs, double readable);

// The blocks without their words, and the lines of ink that none of their lines covers, in blocks of neighbours.
// All boxes in the same pixels; `ink` from the top down.
std::vector<Block> without_words(std::vector<Block> blocks, std::span<const Rect> ink);

// Where ink lies in lines on the level page, on a page or picture of that width and height, from
// the top down.
std::vector<Rect> lines_of_ink(const Ink& ink, double width, double height);

// Nothing invented: of what is no text, where it lies and in which languages it was tried is all that is kept. False
// where it is text, or a picture. `lines` are those of the ink.
bool leave_unread(Text& text, const ReadingSigns& signs, double readable,
                  const std::vector<Rect>& lines);

}  // namespace nuskha
