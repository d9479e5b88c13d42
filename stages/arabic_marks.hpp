// Punctuation of Arabic script, which Tesseract's data cannot write: none of them has the comma ،.
#pragma once

#include <vector>

#include "models/document/text.hpp"

namespace nuskha {

// In words in Arabic script , ; ? become ، ؛ ؟, but not within numbers. Where no comma at all was read, closing
// guillemets that nothing in their block opened are commas, if there are two or more, and twice as many as opening ones:
// that is what the data takes commas for.
void set_arabic_marks(std::vector<Block>& blocks);

}  // namespace nuskha
