// Where a page lies on its scan, as a polygon that stays on the scan.
#pragma once

#include <vector>

#include "models/document/geometry.hpp"

namespace nuskha {

// The page's corners in scan coordinates, clockwise as the page is read, cut off at the scan's
// edges (a straightened page that was not cropped reaches beyond them). Four to eight points; none
// where the page lies wholly beside the scan.
std::vector<Point> outline_on_scan(const Geometry& geometry);

Rect bounds(const std::vector<Point>& points);  // empty for none

}  // namespace nuskha
