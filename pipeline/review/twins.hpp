// Pages of an item that were scanned twice.
#pragma once

#include <cstddef>
#include <vector>

#include "pipeline/review/sighting.hpp"

namespace nuskha::review {

struct TwinLimits {
    int bits = 10;            // of the 64 by which a page is known; this many may differ
    std::size_t reach = 100;  // pages before a page among which its twin is sought
};

struct Twin {
    std::size_t first = 0, second = 0;  // pages
    int bits = 0;                       // that differ
    double words = -1;                  // share of words in common; -1 = not compared
};

// Each page at most once as `second`, with the page that it is most alike. Where both pages were
// read, their words decide (a form that is filled in by hand looks the same on every page); else
// the picture alone. Blank pages, and those with hardly any ink, are never twins. Scans with the
// same bytes are left to others. Time grows with pages times reach.
std::vector<Twin> find_twins(const std::vector<Sighting>& pages, const TwinLimits& limits);

}  // namespace nuskha::review
