#include "pipeline/imaging/scan_view.hpp"

#include <algorithm>
#include <cmath>

#include "models/failure.hpp"
#include "pipeline/imaging/sampling.hpp"

namespace nuskha {
namespace {

constexpr std::size_t most_kept = 3;
constexpr int base_side = 1600;  // overviews are seldom larger

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
    reduced_.push_back(made(width, height));
    return reduced_.back();
}

// Averages of averages: the whole scan is gone through once, whatever sizes are asked for.
Raster ScanPixels::made(int width, int height) const {
    if (base_.empty()) {
        while (std::max(scan_.width, scan_.height) >> (halvings_ + 1) >= base_side)
            ++halvings_;
        base_ = halved(scan_, halvings_);
    }
    const double step = 1 << halvings_;
    const Size extent{scan_.width / step, scan_.height / step};
    if (width <= extent.width && height <= extent.height)
        return averaged(base_, extent, width, height);
    const Affine whole{static_cast<double>(scan_.width) / width,   0, 0, 0,
                       static_cast<double>(scan_.height) / height, 0};
    return sample(scan_, whole, width, height, true);
}

// Detection asks again and again while the geometry changes: the scan is averaged once to about
// the wanted size, and each geometry samples that. A page that is the whole scan gets exactly its
// average, only turned.
Raster ScanView::overview(int longest_side) const {
    const Size page = geometry_.page();
    const double longest = std::max(page.width, page.height);
    const double scale = std::min(1.0, std::max(longest_side, 1) / std::max(longest, 1.0));
    const int width = side(page.width * scale), height = side(page.height * scale);
    auto& kept = pixels_.overviews_;
    for (const ScanPixels::Overview& one : kept)
        if (one.picture.width == width && one.picture.height == height && one.geometry == geometry_)
            return one.picture;
    if (kept.size() >= most_kept) kept.erase(kept.begin());
    kept.push_back({geometry_, overview_of(width, height)});
    return kept.back().picture;
}

Raster ScanView::overview_of(int width, int height) const {
    const Size page = geometry_.page();
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
        return sample(scan, to_scan, width, height, true, Interpolation::linear);
    const Raster& reduced = pixels_.reduced(reduced_width, reduced_height);
    const Mapping to_reduced =
        to_scan.then({static_cast<double>(reduced_width) / scan.width, 0, 0, 0,
                      static_cast<double>(reduced_height) / scan.height, 0});
    return sample(reduced, to_reduced, width, height, true, Interpolation::linear);
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
