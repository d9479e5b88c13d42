// What a line sensor leaves over the whole length of a scan: dead lines and banding.
#pragma once

#include "models/document/page.hpp"
#include "pipeline/view.hpp"
#include "stages/quality/dead_lines.hpp"
#include "stages/quality/sight.hpp"

namespace nuskha {

struct Banding {
    double depth = 0;   // deviation of the bands, levels
    bool rows = false;  // bands run along rows
};

struct SensorLines {
    DeadLine dead;
    Banding banding;
};

// Reads 24 strips of 8 pixels across the page each way for dead lines. Banding is what the profiles of
// two opposite margins have in common (their covariance, where their correlation is 0.5 at least)
// once slow change is taken out: fibres and stains do not agree across the page, and show-through
// of text does not reach the margins. Nothing is measured where the page is not along the scan's
// pixels.
SensorLines measure_lines(const Page& page, const View& view, const Sight& sight);

}  // namespace nuskha
