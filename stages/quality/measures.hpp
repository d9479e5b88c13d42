// All that inspect measures of a page.
#pragma once

#include "models/document/page.hpp"
#include "pipeline/options.hpp"
#include "pipeline/view.hpp"
#include "stages/quality/blocks.hpp"
#include "stages/quality/edges.hpp"
#include "stages/quality/enlargement.hpp"
#include "stages/quality/faint.hpp"
#include "stages/quality/light.hpp"
#include "stages/quality/lines.hpp"
#include "stages/quality/moire.hpp"
#include "stages/quality/noise.hpp"
#include "stages/quality/page_hash.hpp"
#include "stages/quality/sight.hpp"
#include "stages/quality/surround.hpp"
#include "stages/quality/tones.hpp"

namespace nuskha {

struct Measures {
    double ppi = 0;  // 0 = not known
    Sight sight;
    Tones tones;
    Edges edges;
    Light light;
    Tint tint;
    double noise = 0;  // levels
    Enlargement enlargement;
    Blocks blocks;
    Moire moire;
    SensorLines lines;
    double bed = 0;  // share of the picture
    CutOff cut;
    Faint faint;  // sought only where there is no ink
    ForeignObject foreign;
    PageHash hash;

    bool blank(const Options& options) const;
    double contrast() const { return sight.paper - sight.dark; }  // levels
};

// `options` are those of inspect.
Measures measure(const Page& page, const View& view, const Options& options);

// The same as numbers of an event; names and units are listed in docs/stages/inspect.md.
std::vector<Number> numbers_of(const Page& page, const Measures& seen);

}  // namespace nuskha
