// What a line sensor leaves over the whole length of a scan: dead lines and banding.
#pragma once

#include "models/document/page.hpp"
#include "pipeline/view.hpp"
#include "stages/quality/sight.hpp"

namespace nuskha {

struct DeadLine {
    double offset = 0;  // from both its sides, levels; 0 = there is none
    double at = 0;      // column or row of the page, pixels
    bool row = false;   // runs along rows
    int count = 0;      // lines of which this is the clearest
};

struct Banding {
    double depth = 0;   // deviation of the bands, levels
    bool rows = false;  // bands run along rows
};

struct SensorLines {
    DeadLine dead;
    Banding banding;
};

// Reads 24 strips of 8 pixels across the page each way. A dead line differs from what is to both
// sides of it, the same way in seven of ten strips, and as much in the first and last, wherever the
// neighbourhood is quiet: printed rules end before the margins. Banding is what the profiles of
// two opposite margins have in common (their covariance, where their correlation is 0.5 at least)
// once slow change is taken out: fibres and
// stains do not agree across the page, and show-through of text does not reach the margins.
// Nothing is measured where the page is not along the scan's pixels.
SensorLines measure_lines(const Page& page, const View& view, const Sight& sight);

}  // namespace nuskha
