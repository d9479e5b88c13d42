// A few lines of a page as small pictures, to try the engine on before a decision.
#pragma once

#include <vector>

#include "models/document/page.hpp"
#include "pipeline/view.hpp"
#include "stages/engine.hpp"
#include "stages/ink.hpp"

namespace nuskha {

struct SampleLine {
    Raster picture;
    Point on_page;  // its middle
    Quad line;      // all of the line it is cut from, in the overview
};

// Level lines, best first, cut to at most 25 characters or so, 48 pixels high with a white margin.
// `ink` is that of an overview of the page, in which lines run `tilt` degrees down to the right.
// With `on_side` the ink is that of the overview turned clockwise by a quarter, and so are the
// pictures.
std::vector<SampleLine> line_samples(const Page& page, const View& view, const Ink& ink,
                                     double tilt, int count, bool on_side = false);
std::vector<Raster> line_pictures(const Page& page, const View& view, const Ink& ink, double tilt,
                                  int count, bool on_side = false);

// Mean confidence over the lines, each counting alike; 0 where nothing is read.
double sample_confidence(Engine& engine, const std::vector<Raster>& lines);

Raster turned_round(const Raster& picture);  // by 180 degrees

}  // namespace nuskha
