// All that is measured of a reference target in a picture, and what a guideline says of it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "models/document/page.hpp"
#include "models/preservation/guideline.hpp"
#include "pipeline/view.hpp"
#include "stages/quality/slanted_edge.hpp"
#include "stages/quality/target_fit.hpp"

namespace nuskha {

struct PatchSeen {
    Lab aim;                  // of the recipe; where sRGB cannot hold it, the nearest that it can
    bool neutral = false;     // the aim's chroma is below 5
    bool beyond = false;      // sRGB cannot hold the recipe's colour
    Lab mean;                 // of its middle half
    double noise = 0;         // standard deviation of L* within it
    double noise_levels = 0;  // of luminance, levels of 255
};

struct EdgeSeen {
    std::size_t number = 0;  // in the recipe, from 1
    EdgeResponse response;
};

struct TargetMeasures {
    bool grey = false;  // the scan has no colours: those figures are left out
    TargetFit fit;
    std::vector<PatchSeen> patches;
    std::vector<EdgeSeen> edges;
    std::vector<std::string> edge_faults;  // "edge 2 is not slanted"
    std::vector<double> even;              // L* at 3 x 3 places of each even area
    bool size_told = false;                // the recipe knows how large the target is
    double claimed_ppi = 0;                // what the file says; 0 = nothing
    double ppi_x = 0, ppi_y = 0;           // true pixels an inch each way; 0 = not measured

    // Every figure that could be measured. Grey patches darker than `darkest` are left out.
    std::map<Figure, double> figures(double darkest) const;
};

// `fit` must be found.
TargetMeasures measure_target(const TargetPlan& plan, const TargetFit& fit, const Page& page,
                              const View& view);

// How far each figure and all of them together come. Levels count from 1; 0 = not even the lowest.
struct Verdict {
    struct OnFigure {
        Figure figure;
        double value = 0;  // as judged at the level asked for
        Limit limit;       // of the level asked for
        int level = 0;
        bool passes = false;
    };
    std::vector<OnFigure> figures;   // those measured, of those that the level asks for
    std::vector<Figure> unmeasured;  // asked for, but not measured
    int level = 0;                   // reached by all that was measured
    bool passes = false;             // the level asked for is reached
};
Verdict judge(const TargetPlan& plan, const TargetMeasures& measures);

}  // namespace nuskha
