#include "pipeline/imaging/scan_view.hpp"

#include <algorithm>
#include <cmath>

#include "models/failure.hpp"
#include "pipeline/imaging/sampling.hpp"

namespace nuskha {
namespace {

constexpr std::size_t most_kept = 3;

int side(double length) {
    if (!(length < 2147483647.0))
        throw Failure(Exit::input, "view: the picture asked for is too large; ask for less");
    return std::max(1, static_cast<int>(std::lround(length)));
}

}  // namespace

const Raster& ScanPixels::reduced(int width, int height) const {
    for (const Raster& r : reduced_)
        if (r.width == width && r.height == height) return r;
    if (reduced_.size() >= most_kept) reduced_.erase(reduced_.begin());
    const Affine whole{static_cast<double>(scan_.width) / width,   0, 0, 0,
                       static_cast<double>(scan_.height) / height, 0};
    reduced_.push_back(sample(scan_, whole, width, height, true));
    return reduced_.back();
}

// Detection asks again and again while the geometry changes: the scan is averaged once to about
// the wanted size, and each geometry samples that. A page that is the whole scan gets exactly its
// average, only turned.
Raster ScanView::overview(int longest_side) const {
    const Size page = geometry_.page();
    const double longest = std::max(page.width, page.height);
    const double scale = std::min(1.0, std::max(longest_side, 1) / std::max(longest, 1.0));
    const int width = side(page.width * scale), height = side(page.height * scale);
    // one overview pixel in page pixels, exactly as promised: page width / raster width
    const Mapping to_scan =
        geometry_.to_scan().after({page.width / width, 0, 0, 0, page.height / height, 0});
    const Raster& scan = pixels_.scan();
    const Affine a = to_scan.affine();
    const double across = std::hypot(a.xx, a.xy);  // scan pixels an overview pixel
    const double down = std::hypot(a.yx, a.yy);
    // where the page is a part of the scan, turned or bent, quarter octaves: few sizes, little blur
    const bool upright = a.xy == 0 && a.yx == 0 && !to_scan.bend,
               turned = a.xx == 0 && a.yy == 0 && !to_scan.bend;
    const bool exact = (upright && std::abs(across * width - scan.width) < 1e-6 &&
                        std::abs(down * height - scan.height) < 1e-6) ||
                       (turned && std::abs(across * height - scan.width) < 1e-6 &&
                        std::abs(down * width - scan.height) < 1e-6);
    const auto reduction = [&](double wanted) {
        if (exact) return wanted;
        return std::max(1.0, std::exp2(std::floor(std::log2(std::max(wanted, 1.0)) * 4) / 4));
    };
    const int reduced_width = std::clamp(side(scan.width / reduction(across)), 1, scan.width);
    const int reduced_height = std::clamp(side(scan.height / reduction(down)), 1, scan.height);
    if (reduced_width == scan.width && reduced_height == scan.height)
        return sample(scan, to_scan, width, height, true);
    const Raster& reduced = pixels_.reduced(reduced_width, reduced_height);
    const Mapping to_reduced =
        to_scan.then({static_cast<double>(reduced_width) / scan.width, 0, 0, 0,
                      static_cast<double>(reduced_height) / scan.height, 0});
    return sample(reduced, to_reduced, width, height, true);
}

Raster ScanView::render(const Rect& page_area, double scale, Tone tone) const {
    if (!(scale > 0)) throw Failure(Exit::input, "view: scale must be above 0; ask for more");
    const Mapping to_scan = geometry_.to_scan()
                                .after(Affine::translation(page_area.x, page_area.y))
                                .after(Affine::scaling(1 / scale));
    return sample(pixels_.scan(), to_scan, side(page_area.width * scale),
                  side(page_area.height * scale), tone == Tone::grey);
}

}  // namespace nuskha
