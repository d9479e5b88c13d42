// Lines of writing followed letter by letter, also where they are bent or aslant.
#pragma once

#include <vector>

#include "models/document/geometry.hpp"
#include "stages/ink.hpp"

namespace nuskha {

// One line, or a stretch of one: a place of each part of writing in it, from left to right, in
// pixels of the picture.
struct TracedLine {
    std::vector<Point> points;
    double middle() const;  // mean height of the points
};

// Lines of at least `least_parts` parts that follow on one another without a gap of more than two
// and a half of the usual height of parts. What is told of each part is its lower edge or its centre
// of gravity: whichever of the two runs more evenly on this page (feet of letters in Latin and
// Cyrillic; Arabic script has none).
std::vector<TracedLine> trace_lines(const Ink& ink, int least_parts = 8);

}  // namespace nuskha
