// A view over pixels in memory, for trying stages without the pipeline.
#pragma once

#include "models/document/page.hpp"
#include "pipeline/imaging/scan_view.hpp"

namespace nuskha {

class RasterView : public View {
  public:
    // `geometry` must outlive the view; it may change between calls.
    RasterView(const Raster& scan, const Geometry& geometry) : pixels_(scan), geometry_(geometry) {}
    Raster overview(int longest_side) const override;
    Raster render(const Rect& page_area, double scale, Tone tone) const override;
    mutable double seconds = 0;  // CPU spent here, so that it can be told from the stage's own
    mutable int renders = 0;

  private:
    template <typename Ask>
    Raster timed(Ask ask) const;
    ScanPixels pixels_;
    const Geometry& geometry_;
};

}  // namespace nuskha
