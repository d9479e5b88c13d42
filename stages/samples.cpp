#include "stages/samples.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nuskha {
namespace {

constexpr double line_height = 48, longest_line = 10;  // pixels; length over height

// A line of the level picture, cut out level. `to_overview` leads from the level picture to the
// overview as it is, `grow` is the number of page pixels for one of the overview.
SampleLine cut_out(const View& view, double grow, const Affine& to_overview, const TextLine& line) {
    const Rect& box = line.box;
    const double margin = box.height * (line.cut ? 0.08 : 0.35);
    Rect wanted{box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin};
    const double longest = longest_line * wanted.height;
    if (wanted.width > longest) wanted = {wanted.x, wanted.y, longest, wanted.height};
    const Rect around = bounds(
        {to_overview({wanted.x, wanted.y}), to_overview({wanted.right(), wanted.y}),
         to_overview({wanted.right(), wanted.bottom()}), to_overview({wanted.x, wanted.bottom()})});
    const double scale = std::min(1.0, line_height / (wanted.height * grow));
    const Raster rough =
        view.render({around.x * grow, around.y * grow, around.width * grow, around.height * grow},
                    scale, Tone::grey);
    const int width = std::max(8, static_cast<int>(std::lround(wanted.width * grow * scale)));
    const int height = std::max(8, static_cast<int>(std::lround(wanted.height * grow * scale)));
    // From a pixel of the result to the level picture, the overview, and a pixel of `rough`.
    const double unit = grow * scale;
    const Affine m = Affine::scaling(unit)
                         .after(Affine::translation(-around.x, -around.y))
                         .after(to_overview)
                         .after(Affine::translation(wanted.x, wanted.y))
                         .after(Affine::scaling(1 / unit));
    Raster level(width, height, 1);
    const cv::Mat from(rough.height, rough.width, CV_8UC1,
                       const_cast<std::uint8_t*>(rough.pixels.data()));
    cv::Mat to(height, width, CV_8UC1, level.pixels.data());
    const cv::Mat matrix = (cv::Mat_<double>(2, 3) << m.xx, m.xy, m.x0, m.yx, m.yy, m.y0);
    cv::warpAffine(from, to, matrix, to.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   cv::BORDER_REPLICATE);
    const Point middle = to_overview({wanted.x + wanted.width / 2, wanted.y + wanted.height / 2});
    const Quad whole{to_overview({box.x, box.y}), to_overview({box.right(), box.y}),
                     to_overview({box.right(), box.bottom()}), to_overview({box.x, box.bottom()})};
    return {std::move(level), {middle.x * grow, middle.y * grow}, whole};
}

}  // namespace

std::vector<SampleLine> line_samples(const Page& page, const View& view, const Ink& ink,
                                     double tilt, int count, bool on_side) {
    const double width = ink.mask.width, height = ink.mask.height;
    Affine to_overview = Affine::rotation(tilt, {width / 2, height / 2});
    if (on_side)  // a point (x, y) of the turned picture was at (y, its width - x)
        to_overview = Affine{0, 1, 0, -1, 0, width}.after(to_overview);
    const double grow = page.geometry.page().width / (on_side ? height : width);
    std::vector<SampleLine> samples;
    for (const TextLine& line : sample_lines(ink, tilt, count))
        samples.push_back(cut_out(view, grow, to_overview, line));
    return samples;
}

std::vector<Raster> line_pictures(const Page& page, const View& view, const Ink& ink, double tilt,
                                  int count, bool on_side) {
    std::vector<Raster> pictures;
    for (SampleLine& line : line_samples(page, view, ink, tilt, count, on_side))
        pictures.push_back(std::move(line.picture));
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
