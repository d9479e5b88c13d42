// How much of a page was probably misread, told from the reading alone.
#pragma once

#include <string>

#include "models/document/text.hpp"

namespace nuskha {

// What a reading shows of its own quality.
struct ReadingSigns {
    double confidence = 0;  // of words, mean by characters, 0..1
    double doubtful = 0;    // share of characters in words below 0.7
    double unlikely =
        0;  // -ln p of a letter after another in the page's language; about 2.5 for running text
    double unread = 0;  // share of the ink that lies in no word, 0..1
    double words = 0;
};

// `language` is an alphabet's code; where it has no letter pairs, they are taken to be usual.
ReadingSigns signs_of(const Text& text, const std::string& language, double unread);

// Characters expected to be wrong or missing, as a share of those on the page, 0..1. Fitted on generated pages in ten
// alphabets at all degrees of ageing (`tools/bench recognition confidence` measures it on others).
double expected_error(const ReadingSigns& signs);

}  // namespace nuskha
