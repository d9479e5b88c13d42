#include "stages/samples.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nuskha {
namespace {

constexpr double line_height = 48, longest_line = 12;  // pixels; length over height

// The line's box, tilted as it lies on the page, cut out level.
Raster cut_out(const View& view, const Size& page, const Ink& ink, const Rect& box, double tilt) {
    const double grow = page.width / ink.mask.width;  // overview to page
    const Point middle{ink.mask.width / 2.0, ink.mask.height / 2.0};
    const Affine to_tilted = Affine::rotation(tilt, middle);
    const double margin = box.height * 0.35;
    Rect wanted{box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin};
    const double longest = longest_line * wanted.height;
    if (wanted.width > longest) wanted = {wanted.x, wanted.y, longest, wanted.height};
    const Rect around =
        bounds({to_tilted({wanted.x, wanted.y}), to_tilted({wanted.right(), wanted.y}),
                to_tilted({wanted.right(), wanted.bottom()}),
                to_tilted({wanted.x, wanted.bottom()})});
    const double scale = std::min(1.0, line_height / (wanted.height * grow));
    const Raster rough = view.render(
        {around.x * grow, around.y * grow, around.width * grow, around.height * grow}, scale,
        Tone::grey);
    const int width = std::max(8, static_cast<int>(std::lround(wanted.width * grow * scale)));
    const int height = std::max(8, static_cast<int>(std::lround(wanted.height * grow * scale)));
    // A pixel of the level picture -> overview, level -> overview, tilted -> pixel of `rough`.
    const double unit = grow * scale;
    const Affine m = Affine::scaling(unit)
                         .after(Affine::translation(-around.x, -around.y))
                         .after(to_tilted)
                         .after(Affine::translation(wanted.x, wanted.y))
                         .after(Affine::scaling(1 / unit));
    Raster level(width, height, 1);
    const cv::Mat from(rough.height, rough.width, CV_8UC1,
                       const_cast<std::uint8_t*>(rough.pixels.data()));
    cv::Mat to(height, width, CV_8UC1, level.pixels.data());
    const cv::Mat matrix = (cv::Mat_<double>(2, 3) << m.xx, m.xy, m.x0, m.yx, m.yy, m.y0);
    cv::warpAffine(from, to, matrix, to.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   cv::BORDER_REPLICATE);
    return level;
}

}  // namespace

std::vector<Raster> line_pictures(const Page& page, const View& view, const Ink& ink, int count) {
    const double tilt = measure_tilt(ink, 15).degrees;
    std::vector<Raster> pictures;
    for (const TextLine& line : sample_lines(ink, tilt, count))
        pictures.push_back(cut_out(view, page.geometry.page(), ink, line.box, tilt));
    return pictures;
}

double sample_confidence(Engine& engine, const std::vector<Raster>& lines) {
    double sum = 0;
    for (const Raster& line : lines)
        sum += mean_confidence(engine.read(line, 300, Layout::raw_line).blocks);
    return lines.empty() ? 0 : sum / double(lines.size());
}

Raster turned_round(const Raster& picture) {
    Raster turned = picture;
    std::reverse(turned.pixels.begin(), turned.pixels.end());
    return turned;
}

}  // namespace nuskha
