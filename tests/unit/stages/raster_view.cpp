#include "tests/unit/stages/raster_view.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nuskha {
namespace {

double cpu_seconds() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return double(t.tv_sec) + double(t.tv_nsec) * 1e-9;
}

}  // namespace

Raster RasterView::overview(int longest_side) const {
    const Size page = geometry_.page();
    const double scale = std::min(1.0, longest_side / std::max(page.width, page.height));
    return render({0, 0, page.width, page.height}, scale, Tone::grey);
}

Raster RasterView::render(const Rect& area, double scale, Tone tone) const {
    const double began = cpu_seconds();
    ++renders;
    cv::Mat source(scan_.height, scan_.width, scan_.channels == 1 ? CV_8UC1 : CV_8UC3,
                   const_cast<std::uint8_t*>(scan_.pixels.data()));
    // Reduce by a whole factor first, so that the linear sampling that follows sees every pixel.
    const int factor = std::max(1, static_cast<int>(std::floor(1 / scale)));
    if (factor > 1) {
        cv::Mat reduced;
        cv::resize(source, reduced,
                   {(source.cols + factor - 1) / factor, (source.rows + factor - 1) / factor}, 0, 0,
                   cv::INTER_AREA);
        source = reduced;
    }
    const Affine out_to_page =
        Affine::translation(area.x, area.y).after(Affine::scaling(1 / scale));
    const Affine to_source =
        Affine{double(source.cols) / scan_.width, 0, 0, 0, double(source.rows) / scan_.height, 0}
            .after(geometry_.to_scan().affine())
            .after(out_to_page);
    // From corner-origin coordinates to OpenCV's, whose origin is the first pixel's centre.
    const Affine m =
        Affine::translation(-0.5, -0.5).after(to_source).after(Affine::translation(0.5, 0.5));
    const cv::Mat matrix = (cv::Mat_<double>(2, 3) << m.xx, m.xy, m.x0, m.yx, m.yy, m.y0);
    Raster out(std::max(1, static_cast<int>(std::lround(area.width * scale))),
               std::max(1, static_cast<int>(std::lround(area.height * scale))),
               tone == Tone::grey ? 1 : scan_.channels);
    cv::Mat target(out.height, out.width, out.channels == 1 ? CV_8UC1 : CV_8UC3, out.pixels.data());
    cv::Mat sampled;
    cv::warpAffine(source, sampled, matrix, target.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   cv::BORDER_CONSTANT, cv::Scalar::all(255));
    if (sampled.channels() == 3 && out.channels == 1)
        cv::cvtColor(sampled, target, cv::COLOR_RGB2GRAY);
    else
        sampled.copyTo(target);
    seconds += cpu_seconds() - began;
    return out;
}

}  // namespace nuskha
