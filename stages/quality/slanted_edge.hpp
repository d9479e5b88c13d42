// Sharpness from one slanted edge: the spatial frequency response after ISO 12233:2014 Annex D
// (slanted edge, also ISO 12233:2000 clause 6): where the edge crosses each line, a straight line
// through that, four bins a pixel along the edge's normal, derivative, Hamming window, Fourier
// transform, and the correction for the derivative taken between neighbours of neighbours.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/document/raster.hpp"

namespace nuskha {

struct EdgeResponse {
    bool upright = true;           // the edge runs more down than across, so it tells of x
    double slant = 0;              // degrees off the nearer axis of the raster
    double contrast = 0;           // difference of both sides, share of the light of white
    double mtf50 = 0, mtf10 = 0;   // cycles a pixel where the response first falls to 50 and 10 %;
                                   // 0.5, half sampling, where it does not fall so far before it
    double at_half_sampling = 0;   // response at 0.5 cycles a pixel
    double peak = 1;               // largest response up to 0.5 cycles a pixel; 1 unless sharpened
    double misregistration = 0;    // pixels, across the edge, between the two channels farthest
                                   // apart; 0 for grey
    std::vector<double> response;  // of luminance at frequency_step * i
    static constexpr double frequency_step = 0.01;  // cycles a pixel
};

struct EdgeResult {
    std::optional<EdgeResponse> edge;
    std::string fault;  // why there is none: "has no edge", "is not slanted", ...
};

// `area` is what a view renders at scale 1: levels of grey or sRGB, which are made linear light
// first. It must hold one straight edge between two even fields, at 2 to 30 degrees off an axis, at
// least 20 pixels long and with 10 pixels on either side; 100 x 80 or more make it precise.
EdgeResult measure_edge(const Raster& area);

}  // namespace nuskha
