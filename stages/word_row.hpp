// The words of a line as they stand side by side.
#pragma once

#include <span>
#include <vector>

#include "models/document/text.hpp"

namespace nuskha {

inline constexpr double narrowest_alley = 0.6;  // of a word's height

struct Span {
    double left = 0, right = 0;
    double width() const { return right - left; }
};

// From the left; without what may have been read out of a rule.
struct Row {
    std::vector<Rect> words;
    double height = 0;  // median
};

Row row_of(const Line& line);  // of at least one word

double usual_height(std::span<const Block> blocks);  // of words, median; 0 where there are none

// White between words, as wide as an alley at least; from the left.
std::vector<Span> gaps_of(const Row& row);

// The line parted at alleys (from the left), without what was read out of the rules in these. The
// line itself where there are none.
std::vector<Line> parts_of(const Line& line, std::vector<Span> alleys);

}  // namespace nuskha
