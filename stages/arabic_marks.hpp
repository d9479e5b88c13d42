// Punctuation of Arabic script, which Tesseract's data cannot write: none of them has the comma ،.
#pragma once

#include <vector>

#include "models/document/text.hpp"

namespace nuskha {

// In words in Arabic script , ; ? become ، ؛ ؟, but not within numbers. Where no comma at all was read, two or more closing
// guillemets of a block that nothing opened are commas: that is what the data takes them for.
void set_arabic_marks(std::vector<Block>& blocks);

}  // namespace nuskha
