// A page's window on its scan: pixels on demand, in page coordinates, never kept by a stage.
#pragma once

#include "models/document/geometry.hpp"
#include "models/document/raster.hpp"

namespace nuskha {

enum class Tone { grey, colour };

class View {
  public:
    virtual ~View() = default;

    // The whole page, grey, reduced so that its longest side has at most this many pixels (never
    // enlarged). For detection. To go from overview to page pixels multiply by page width / raster
    // width.
    virtual Raster overview(int longest_side) const = 0;

    // An area of the page at `scale` output pixels a page pixel, in one interpolation straight from
    // the scan (area-weighted when it shrinks). What lies beyond the scan is white. The result is
    // round(area.width * scale) x round(area.height * scale), at least 1 x 1.
    virtual Raster render(const Rect& page_area, double scale, Tone tone) const = 0;
};

}  // namespace nuskha
