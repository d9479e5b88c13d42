// Sampling a raster through a mapping.
#pragma once

#include "models/document/geometry.hpp"
#include "models/document/raster.hpp"

namespace nuskha {

enum class Interpolation { cubic, linear };  // cubic for what is read and kept, linear to detect on

// A raster of `width` x `height` whose point p shows `source` at to_source(p); coordinates have
// their origin at the outer corner of the first pixel, so pixel centres lie at .5. Outside the
// source is white. `grey`: the result has one channel (BT.601 luma), else as many as the source.
//
// Whole-pixel moves, flips and quarter turns copy. Enlarging and scales near 1 interpolate. Shrinking (more than about 1.4 source pixels a result pixel) averages areas: with
// one area-weighted resize where the mapping is a crop along the axes on whole pixels, else with
// such a resize to within a quarter of the wanted scale and interpolation for the rest. Through a
// bend it is always the latter.
Raster sample(const Raster& source, const Mapping& to_source, int width, int height, bool grey,
              Interpolation interpolation = Interpolation::cubic);

// The source in grey at 1/2^halvings of its size, area-averaged: the quickest reduction there is.
// Sides are rounded up; what lies beyond the source repeats its last pixels.
Raster halved(const Raster& source, int halvings);

// The first `extent` pixels of a grey source (fractions count) area-averaged to exactly this size,
// which must not be larger.
Raster averaged(const Raster& source, Size extent, int width, int height);

}  // namespace nuskha
