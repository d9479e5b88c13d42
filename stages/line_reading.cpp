#include "stages/line_reading.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "stages/arabic_scale.hpp"

namespace nuskha {
namespace {

Raster cut_out(const Raster& picture, const Rect& box, Point& corner) {
    const int left = std::clamp(static_cast<int>(box.x), 0, picture.width - 1);
    const int top = std::clamp(static_cast<int>(box.y), 0, picture.height - 1);
    const int right = std::clamp(static_cast<int>(std::ceil(box.right())), left + 1, picture.width);
    const int bottom =
        std::clamp(static_cast<int>(std::ceil(box.bottom())), top + 1, picture.height);
    Raster part(right - left, bottom - top, 1);
    for (int y = 0; y < part.height; ++y)
        std::copy_n(picture.row(top + y) + left, part.width, part.row(y));
    corner = {double(left), double(top)};
    return part;
}

// What stands in the box, as one line, read in a picture reduced by the factor; nothing where nothing is read.
std::optional<Line> read_line(const Raster& picture, int ppi, const Rect& box, Engine& engine,
                              double factor) {
    if (box.width < 4 || box.height < 4) return {};
    Point corner;
    Raster part = cut_out(picture, box, corner);
    const int width = part.width;
    part = reduced(std::move(part), factor);
    const double grow = double(width) / part.width;
    std::optional<Line> whole;
    for (Block& block :
         engine.read(part, static_cast<int>(std::lround(ppi / grow)), Layout::line).blocks)
        for (Line& line : block.lines) {
            if (!whole) {
                whole = std::move(line);
                continue;
            }
            whole->box = united(whole->box, line.box);
            whole->words.insert(whole->words.end(), line.words.begin(), line.words.end());
        }
    if (!whole) return {};
    const auto move = [&](Rect& r) {
        r = {r.x * grow + corner.x, r.y * grow + corner.y, r.width * grow, r.height * grow};
    };
    move(whole->box);
    for (Word& word : whole->words)
        change_boxes(word, move);
    for (Point* end : {&whole->baseline_start, &whole->baseline_end})
        *end = {end->x * grow + corner.x, end->y * grow + corner.y};
    return whole;
}

}  // namespace

Raster reduced(Raster part, double factor) {
    if (factor >= 1) return part;
    Raster small(std::max(1, static_cast<int>(std::lround(part.width * factor))),
                 std::max(1, static_cast<int>(std::lround(part.height * factor))), 1);
    const cv::Mat from(part.height, part.width, CV_8UC1, part.pixels.data());
    cv::Mat to(small.height, small.width, CV_8UC1, small.pixels.data());
    cv::resize(from, to, to.size(), 0, 0, cv::INTER_AREA);
    return small;
}

std::optional<Line> read_line_in(const ReadAgain& from, double line_height, const Rect& box,
                                 const ReadingChoice& choice) {
    const bool smaller = all_in_arabic_script(choice.languages) && from.arabic_line > 0 &&
                         line_height > from.arabic_line;
    return read_line(from.picture, from.ppi, box, from.engines.engine(choice.set),
                     smaller ? from.arabic_line / line_height : 1);
}

}  // namespace nuskha
