// The view of a page on a decoded scan: pixels are sampled from the scan when asked for, once.
#pragma once

#include <vector>

#include "models/document/raster.hpp"
#include "pipeline/view.hpp"

namespace nuskha {

// A decoded scan with its reduced grey copies, which stay valid while stages change a page's
// geometry. Not for use by two threads at once.
class ScanPixels {
  public:
    explicit ScanPixels(Raster scan) : scan_(std::move(scan)) {}
    ScanPixels(const ScanPixels&) = delete;
    ScanPixels& operator=(const ScanPixels&) = delete;

    const Raster& scan() const { return scan_; }
    // The whole scan in grey (BT.601 luma), area-averaged to exactly this size, which must not be
    // larger than the scan. The last few are kept; the reference holds until the next call.
    const Raster& reduced(int width, int height) const;

  private:
    friend class ScanView;
    struct Overview {
        Geometry geometry;
        Raster picture;
    };
    Raster made(int width, int height) const;

    Raster scan_;
    mutable Raster base_;  // grey, halved as often as leaves it large enough for any overview
    mutable int halvings_ = 0;
    mutable std::vector<Raster> reduced_;
    mutable std::vector<Overview> overviews_;  // the last few: one stage asks for what another had
};

// Any size of scan and of result works: rotated areas are sampled tile by tile, so temporary memory
// stays at a few megabytes beyond the result. A grey scan gives a grey raster also for
// Tone::colour. Where the mapping moves whole pixels (crops, quarter turns, flips at scale 1) the
// result has the scan's very pixels. The pixels must outlive the view.
class ScanView : public View {
  public:
    ScanView(const ScanPixels& pixels, const Geometry& geometry)
        : pixels_(pixels), geometry_(geometry) {}

    Raster overview(int longest_side) const override;  // the last few are kept with the pixels
    // Throws Failure(Exit::input) for a result of more than 2^31 - 1 pixels a side.
    Raster render(const Rect& page_area, double scale, Tone tone) const override;

  private:
    Raster overview_of(int width, int height) const;

    const ScanPixels& pixels_;
    Geometry geometry_;
};

}  // namespace nuskha
