// Sixty-four bits by which a page is known again when it has been scanned twice.
#pragma once

#include <cstdint>

#include "stages/ink.hpp"

namespace nuskha {

struct PageHash {
    std::uint32_t high = 0, low = 0;  // both 0: nothing on the page to know it by
    bool operator==(const PageHash&) const = default;
};

// Signs of the lowest frequencies (cosine transform, as in Zauner 2010, "Implementation and
// benchmarking of perceptual image hash functions", 3.2.1) of the distribution of ink within the
// box that holds 98 % of it both ways. Bed, margins, exposure, resolution and paper tone do not
// enter. A second scan of a page differs by a few bits, other pages by about 32. Pages without
// writing (fewer than `fewest` parts) are known by their tones within the leaf, if they have any.
// `bed` and `outside` as in find_ink; masks and picture have one size.
PageHash hash_of(const Raster& grey, const Ink& ink, const Raster& bed, const Raster& outside,
                 int fewest);

}  // namespace nuskha
