#include "tests/unit/stages/raster_view.hpp"

#include <ctime>

namespace nuskha {
namespace {

double cpu_seconds() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return double(t.tv_sec) + double(t.tv_nsec) * 1e-9;
}

}  // namespace

Raster RasterView::overview(int longest_side) const {
    return timed([&](const ScanView& view) { return view.overview(longest_side); });
}

Raster RasterView::render(const Rect& area, double scale, Tone tone) const {
    return timed([&](const ScanView& view) { return view.render(area, scale, tone); });
}

template <typename Ask>
Raster RasterView::timed(Ask ask) const {
    const double began = cpu_seconds();
    Raster result = ask(ScanView(pixels_, geometry_));
    seconds += cpu_seconds() - began;
    ++renders;
    return result;
}

}  // namespace nuskha
