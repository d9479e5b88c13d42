// Edit distance between texts, for error rates.
#pragma once

#include <cstddef>
#include <string>

namespace nuskha {

struct Distance {
    std::size_t edits = 0, truth = 0;  // in letters (grapheme clusters)
    double rate() const { return truth ? double(edits) / double(truth) : 0; }
};

// Levenshtein distance as in models/evaluation; marks that do not compose and tatweel are left out of both,
// long s counts as s.
Distance character_distance(const std::string& read, const std::string& truth);

// For a truth that tells a part of the page only, or its lines in no order: each of its lines against
// the stretch of the reading that it fits best. What else was read counts for nothing.
Distance lines_distance(const std::string& read, const std::string& truth);

}  // namespace nuskha
