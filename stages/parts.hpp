// The connected parts of a mask, as runs of pixels along its rows.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "models/document/raster.hpp"

namespace nuskha {

// Pixels `left` up to, not including, `right` of row `y`.
struct Run {
    int y, left, right;
    int length() const { return right - left; }
};

// A part and its box; pixels `left` up to, not including, `right`, and so down from `top`.
struct MarkPart {
    int left, top, right, bottom;
    int area = 0;               // pixels
    std::span<const Run> runs;  // from top to bottom
    int width() const { return right - left; }
    int height() const { return bottom - top; }
    int longest() const { return width() > height() ? width() : height(); }
};

// Parts of pixels that touch by a side or a corner, in the order of their first runs. Movable only:
// the parts point into it.
class MarkParts {
  public:
    // Pixels of `mask` are 0 or 255. By runs, with a union of those that touch: He, Chao and Suzuki,
    // A run-based two-scan labeling algorithm, IEEE Transactions on Image Processing 17(5), 2008.
    explicit MarkParts(const Raster& mask);
    MarkParts(MarkParts&&) = default;
    MarkParts& operator=(MarkParts&&) = default;

    auto begin() const { return parts_.begin(); }
    auto end() const { return parts_.end(); }
    std::size_t size() const { return parts_.size(); }

  private:
    std::vector<Run> runs_;  // part after part
    std::vector<MarkPart> parts_;
};

// Sets the pixels of a part to 255.
void paint(const MarkPart& part, Raster& mask);

}  // namespace nuskha
