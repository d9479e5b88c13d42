// Whether lines that may be strokes of a drawing are writing: told by reading them.
#pragma once

#include <optional>

#include "models/document/page.hpp"
#include "pipeline/view.hpp"
#include "stages/ink.hpp"
#include "stages/tilt.hpp"
#include "stages/workbench.hpp"

namespace nuskha {

struct ReadTilt {
    double legibility = 0;  // of the most legible line, see Engine::legibility; 0 = none was found
    std::optional<Tilt> tilt;  // of what can be read; nothing where that is none, or not certain
};

// Reads a few lines where they lie if the page is tilted as `tilt` says. Where one is at least as
// legible as `least`, that is the tilt. But a caption can be read though the drawing above it runs
// some degrees another way: what can be read must run along `tilt` by its own ink, to half a degree;
// or else its own tilt is told; or, where one line is too little to tell, it must not be readable
// level. `ink` is that of an overview of the page.
ReadTilt read_tilt(const Page& page, const View& view, const Ink& ink, const Tilt& tilt,
                   double range, double least, EngineBench& engines);

}  // namespace nuskha
