// Pictures of reference targets whose every figure is known: light is computed at each pixel from
// the layout, blurred exactly (a Gaussian, in closed form), never sampled or interpolated.
#pragma once

#include <array>
#include <vector>

#include "models/document/raster.hpp"
#include "models/preservation/colour_checker.hpp"
#include "pipeline/options.hpp"
#include "tools/samples/dice.hpp"

namespace nuskha {

struct ChartEdge {
    Rect area;           // in shares of the target; light left or above, dark beyond the edge
    bool upright;        // the edge runs down through the middle of its area
    double slant = 5.5;  // degrees off the axis
};

struct Chart {
    std::vector<ReferencePatch> patches;
    Size patch;
    std::vector<ChartEdge> edges;
    Lab ground{25, 0, 0};  // between and around patches

    NumberRows patch_rows() const;  // as a recipe lists them
    NumberRows edge_rows() const;   // the middle of each edge's area
};

Chart plain_chart();       // a ColorChecker Classic
Chart chart_with_edges();  // its patches above an upright and a level slanted edge; 3 : 2.5

// How a chart was scanned.
struct Shot {
    int width = 1500, height = 1100;  // of the picture, pixels
    Affine to_page;                   // shares of the target -> page pixels
    std::vector<Lab> painted;         // what each patch looks like; empty = its aim
    double sigma = 0.5;               // of the blur, pixels
    double sharpened = 0;             // share of what a blur three times as wide takes, given back
    double noise = 0;                 // deviation, levels, alike in all channels
    std::array<Point, 3> shift{};     // of red, green and blue, pixels
    double falloff = 0;               // share of light lost from the left to the right side
    bool grey = false;
};

// Box in page pixels, turned by degrees about its middle.
Affine laid(const Rect& box, double degrees = 0);

Raster shoot(const Chart& chart, const Shot& shot, Dice dice);

// What the middle of a patch looks like in the picture on average: noise that is cut off at black
// and white moves it.
Lab seen_of(const Chart& chart, const Shot& shot, std::size_t patch);
// Levels of a grey patch's noise as deviation of L*.
double noise_in_lightness(const Lab& seen, double levels);

double mtf50_of(double sigma);  // of a Gaussian blur, cycles a pixel
double mtf10_of(double sigma);

}  // namespace nuskha
