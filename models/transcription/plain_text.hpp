// Recognised text as plain text: UTF-8, one line of the page a line, a blank line between blocks.
#pragma once

#include <string>

#include "models/document/text.hpp"

namespace nuskha {

// Words are parted by one space, in logical order. Ends with a newline; empty where there is no
// word.
std::string plain_text(const Text& text);

// The words of one line, parted by one space.
std::string line_text(const Line& line);

// Without line ends but those of a table's rows: a block is one line, a blank line between blocks. A word parted at a line's end
// is joined: a soft hyphen or ¬ goes; a hyphen goes where a letter stands before it and the next line
// begins with a letter that is no capital, and stays, without a blank, before a capital or a digit
// (Москва-\nРека, 1914-\n1918). A dash, which has no letter or digit right before it, is a word like
// others.
std::string joined_text(const Text& text);

}  // namespace nuskha
