// Scans without a defect of scanning, though of aged leaves: the ground that defects are planted on
// and on which quality control must stay silent.
#pragma once

#include <string>
#include <vector>

#include "models/document/page.hpp"
#include "models/document/raster.hpp"
#include "tools/samples/dice.hpp"
#include "tools/samples/sheet.hpp"

namespace nuskha {

struct SoundScan {
    Raster pixels;
    Rect leaf;  // where it lies in the picture, wholly inside
};

struct Wishes {  // of what a defect needs to be one
    bool colour = false;
    bool fresh = false;  // paper that has hardly yellowed
};

class SoundPages {
  public:
    // Sets the sheets, in six languages; `small` makes slips of a few lines to be read.
    SoundPages(std::uint64_t seed, bool small);
    const Sheet& sheet(int number) const;  // any number from 0
    int count() const { return static_cast<int>(sheets_.size()); }

    // The same number gives the same scan.
    SoundScan scan(int number, const Wishes& wishes) const;
    SoundScan blank_scan(int number) const;

  private:
    SoundScan aged_scan(const Sheet& sheet, const Sheet* behind, const Wishes& wishes,
                        Dice dice) const;
    std::uint64_t seed_;
    std::vector<Sheet> sheets_;
};

// The page of a scan of 300 pixels an inch.
Page page_of(const Raster& pixels);

}  // namespace nuskha
