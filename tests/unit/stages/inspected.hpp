// Inspect's findings and numbers of a picture, with its default options.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>

#include "stages/inspect.hpp"
#include "stages/workbench.hpp"
#include "tests/unit/stages/pictures.hpp"
#include "tests/unit/stages/raster_view.hpp"

namespace nuskha {

inline Page inspected(const Raster& picture, Page page) {
    const auto bench = make_workbench();
    const Geometry geometry = page.geometry;
    const RasterView view(picture, geometry);
    return inspect_stage.make(Options(inspect_stage.options), *bench)->run(page, view).front();
}

inline Page inspected(const Raster& picture) {
    return inspected(picture, page_of(picture, {"en"}, 300));
}

inline bool found(const Page& page, const std::string& code) {
    return std::any_of(page.findings.begin(), page.findings.end(),
                       [&](const Finding& finding) { return finding.code == code; });
}

inline double number(const Page& page, const std::string& name) {
    const double* value = page.events.back().number(name);
    if (!value) throw std::runtime_error("inspect tells no " + name);
    return *value;
}

}  // namespace nuskha
