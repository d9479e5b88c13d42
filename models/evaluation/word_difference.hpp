// Which words two readings of a page have in common.
#pragma once

#include <cstddef>

#include "models/document/text.hpp"

namespace nuskha {

struct WordDifference {
    std::size_t before = 0, after = 0;                // words
    std::size_t added = 0, removed = 0, changed = 0;  // changed: another word at the same place

    bool none() const { return added + removed + changed == 0; }
    WordDifference& operator+=(const WordDifference& other);
};

// By one best alignment of the words in reading order, letter by letter as they are written.
WordDifference word_difference(const Text& before, const Text& after);

}  // namespace nuskha
