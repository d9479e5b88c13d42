// Recognised text as plain text: UTF-8, one line of the page a line, a blank line between blocks.
#pragma once

#include <string>

#include "models/document/text.hpp"

namespace nuskha {

// Words are parted by one space, in logical order. Ends with a newline; empty where there is no
// word.
std::string plain_text(const Text& text);

}  // namespace nuskha
