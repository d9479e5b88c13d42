// Whether printed page numbers run on from page to page.
//
// Single numbers are not trusted: digits are misread, and years, chapters and signatures stand where
// page numbers do. What is sought is the best explanation of all of them together: stretches of
// pages on which number = step * page + offset, as few stretches as will do (an optimal path by
// dynamic programming, after Viterbi 1967). A stretch must explain three numbers more than it
// costs, so up to two misread pages in a row change nothing. Then only what is between stretches,
// pages that bear each other's numbers, and a page that bears with certainty the number of its
// neighbour, on which none was read, are told.
#pragma once

#include <cstddef>
#include <vector>

#include "pipeline/review/folio.hpp"

namespace nuskha::review {

struct Leap {
    enum class Kind {
        missing,   // numbers are left out
        order,     // pages bear each other's numbers, or numbers run back
        reversed,  // all of the item runs backwards
    };
    Kind kind = Kind::missing;
    std::size_t before = 0, at = 0;        // the pages between which it is, or the first and last
    int number_before = 0, number_at = 0;  // printed there; 0 = not read
    int count = 0;                         // numbers that are missing, or pages out of order
    bool operator==(const Leap&) const = default;
};

struct Pagination {
    double step = 0;        // numbers a page: 1; 2 = openings; 0.5 = leaves are numbered; 0 = none
    std::size_t found = 0;  // pages whose number was recognised as one that runs on
    std::vector<Leap> leaps;  // in page order
};

// `pages` are the candidates of each page, in reading order. Linear in pages.
Pagination paginate(const std::vector<std::vector<Folio>>& pages);

}  // namespace nuskha::review
