// Narrow strips of a page at full resolution, for what runs over its whole length or width.
#pragma once

#include <vector>

#include "pipeline/view.hpp"

namespace nuskha {

constexpr int strip_depth = 8;  // pixels

// Which way to look: lines that run down the page are found along rows of strips.
struct Frame {
    bool rows;           // the lines that are sought run along rows
    int length, across;  // of the page along the profile and at right angles to it, pixels
};

using Profile = std::vector<float>;

// Mean level of a strip of strip_depth pixels that begins `from` pixels across the page, for each
// place along it.
Profile profile_at(const View& view, const Frame& frame, int from);

}  // namespace nuskha
