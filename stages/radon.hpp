// Sums along all slant lines of a picture at once: where straight things are, before they are
// measured.
#pragma once

#include <cstdint>
#include <vector>

#include "models/document/raster.hpp"

namespace nuskha {

// Sums along lines that fall (or climb) from the first to the last of `columns` columns by
// 0 .. columns - 1 rows, by the fast Radon transform (Goetz & Druck 1996, "A fast digital Radon
// transform"): a line is made of two half lines of half the fall, so that all of them cost
// columns * rows * log(columns) additions. Lines are off by less than a row or two.
class Radon {
  public:
    // `picture` has one channel, at most 512 columns and values up to 63 (so that sums fit).
    // With `climbing` the slopes are those of lines that run up to the right.
    Radon(const Raster& picture, bool climbing);

    int slopes() const { return columns_; }  // a power of two, the picture's columns or more
    int lines() const { return rows_; }      // of one slope
    double degrees(int slope) const;         // + = down to the right
    // The sums of all lines of one slope; line y meets the first column in row y - slopes() where
    // it falls.
    const std::uint16_t* sums(int slope) const;
    // Sum of the squared steps from line to line: high where rows of ink are sharp.
    double sharpness(int slope) const;
    // How much of that is in its four largest steps, 0..1: near 1 where there is but one line.
    double loneliness(int slope) const;

  private:
    int columns_ = 1, rows_ = 0;
    bool climbing_;
    std::vector<std::uint16_t> sums_;  // slope * rows_ + line
};

}  // namespace nuskha
