#include "stages/tilt.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "models/median.hpp"
#include "stages/level_tilt.hpp"
#include "stages/parts.hpp"
#include "stages/radon.hpp"
#include "stages/turned_back.hpp"

namespace nuskha {
namespace {

constexpr int faintest_ink = 18;  // of the darkness, levels

cv::Mat view_of(const Raster& raster) {  // shares the pixels; not to be written to
    return {raster.height, raster.width, CV_8UC1, const_cast<std::uint8_t*>(raster.pixels.data())};
}

// The mask, small enough for a Radon transform and with values up to 63.
Raster small_mask(const Raster& mask, bool transposed) {
    cv::Mat from = view_of(mask), small;
    const int across = transposed ? mask.height : mask.width;
    const double scale = std::min(1.0, 512.0 / across);
    cv::resize(from, small,
               {std::max(1, static_cast<int>(mask.width * scale)),
                std::max(1, static_cast<int>(mask.height * scale))},
               0, 0, cv::INTER_AREA);
    if (transposed) cv::transpose(small, small);
    Raster out(small.cols, small.rows, 1);
    for (int y = 0; y < small.rows; ++y)
        for (int x = 0; x < small.cols; ++x)
            out.row(y)[x] = static_cast<std::uint8_t>(small.at<std::uint8_t>(y, x) / 4);
    return out;
}

struct Peak {
    double degrees = 0, height = 0, typical = 0;
    double level = 0;  // height at no slope
    double lone = 0;   // Radon::loneliness
};

// The sharpest slope within the range, and what is typical of all slopes.
Peak sharpest_slope(const Raster& small, double range) {
    Peak peak;
    double level = 0;
    std::vector<double> all;
    for (const bool climbing : {false, true}) {
        const Radon radon(small, climbing);
        int best = -1;
        for (int slope = climbing ? 1 : 0; slope < radon.slopes(); ++slope) {
            const double height = radon.sharpness(slope), degrees = radon.degrees(slope);
            all.push_back(height);
            if (slope == 0) level = height;
            if (std::abs(degrees) <= range && height > peak.height) {
                peak = {degrees, height};
                best = slope;
            }
        }
        if (best >= 0) peak.lone = radon.loneliness(best);
    }
    peak.typical = median(std::move(all));
    peak.level = level;
    return peak;
}

// Of a level picture of darkness, marks that run along its rows and are thinner than letters are
// high; 255 = yes. Letters are joined to their neighbours first: a line of writing is as high as its
// letters, a stroke of a drawing only as thick as a pen.
Raster strokes_along(const Raster& level, int letter) {
    const int gap = letter + 2;
    const cv::Mat inked = view_of(level) >= faintest_ink;
    const cv::Mat dark = view_of(level) > cv::mean(view_of(level), inked)[0] / 2;
    Raster strokes(level.width, level.height, 1);
    cv::Mat joined, high, thin(level.height, level.width, CV_8UC1, strokes.pixels.data());
    cv::morphologyEx(dark, joined, cv::MORPH_CLOSE,
                     cv::getStructuringElement(cv::MORPH_RECT, {gap, 1}));
    cv::morphologyEx(joined, high, cv::MORPH_OPEN,
                     cv::getStructuringElement(cv::MORPH_RECT, {1, letter}));
    cv::dilate(dark & ~high, thin, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));  // its rim
    thin.setTo(0, high);
    return strokes;
}

// Sum of the squared steps from row to row.
double row_sharpness(const cv::Mat& level) {
    cv::Mat rows;
    cv::reduce(level, rows, 1, cv::REDUCE_SUM, CV_32F);
    const cv::Mat steps = rows.rowRange(1, rows.rows) - rows.rowRange(0, rows.rows - 1);
    return steps.dot(steps);
}

// The height of the smallest letters, pixels: 5 of 1600, which are 0.9 mm on a page of 30 cm.
int letter_height(const Raster& level) {
    return std::max(3, std::max(level.width, level.height) / 320);
}

// A third of the columns, from all over the picture, beside each other.
Raster some_columns(const Raster& picture) {
    constexpr int strip = 64;
    std::vector<cv::Mat> strips;
    for (int x = 0; x < picture.width; x += 3 * strip)
        strips.push_back(view_of(picture).colRange(x, std::min(x + strip, picture.width)));
    cv::Mat together;
    cv::hconcat(strips, together);
    Raster some(together.cols, together.rows, 1);
    together.copyTo(view_of(some));
    return some;
}

// What is left of the sharpness of a level picture's rows without its strokes, 0..1.
double body_of(const Raster& level) {
    Raster some = some_columns(level);
    const double whole = row_sharpness(view_of(some));
    view_of(some).setTo(0, view_of(strokes_along(some, letter_height(level))));
    return std::min(1.0, row_sharpness(view_of(some)) / std::max(1.0, whole));
}

// Takes from a picture what is marked on the same picture turned back by `degrees`.
void take_out(Raster& picture, const Raster& marked, double degrees) {
    const Raster around = turned_back(marked, -degrees);  // about the same middle
    const cv::Rect same((around.width - picture.width) / 2, (around.height - picture.height) / 2,
                        picture.width, picture.height);
    view_of(picture).setTo(0, view_of(around)(same));
}

// Marks of a mask that are more than specks.
int marks_in(const Raster& mask) {
    int marks = 0;
    for (const MarkPart& part : MarkParts(mask))
        marks += part.area >= 6;
    return marks;
}

// One look at what may be writing.
struct Look {
    Tilt tilt;
    Raster level;  // the darkness turned back by `turn` degrees; empty where it lies nearly level
    double turn = 0;
};

Look look(const Raster& mask, const Raster& darkness, double range) {
    Look seen;
    const Peak first = sharpest_slope(small_mask(mask, false), range);
    if (first.typical <= 0) return seen;
    // Strips stand for lines only near level.
    if (std::abs(first.degrees) > 0.15) {
        seen.turn = first.degrees;
        seen.level = turned_back(darkness, seen.turn);
        seen.tilt = level_tilt(seen.level, seen.turn);
        seen.tilt.body = body_of(seen.level);
    } else {
        seen.tilt = level_tilt(darkness, 0);
    }
    seen.tilt.sharpness = first.height / first.typical;
    seen.tilt.level = first.level / first.typical;
    seen.tilt.lone = first.lone;
    return seen;
}

}  // namespace

Tilt measure_tilt(const Ink& ink, double range) {
    if (ink.parts < 5) return {};
    Look seen = look(ink.mask, ink.darkness, range);
    seen.tilt.marks = ink.parts;
    Raster mask, darkness;
    // A drawing may be hatched several ways.
    for (int round = 0; round < 3 && seen.tilt.of_strokes(); ++round) {
        if (round == 0) mask = ink.mask, darkness = ink.darkness;
        const Raster strokes = strokes_along(seen.level, letter_height(seen.level));
        take_out(mask, strokes, seen.turn);
        take_out(darkness, strokes, seen.turn);
        seen = look(mask, darkness, range);
        seen.tilt.marks = marks_in(mask);
    }
    return seen.tilt;
}

Rows measure_rows(const Ink& ink, double range) {
    if (ink.parts < 5) return {};
    const Peak peak = sharpest_slope(small_mask(ink.mask, false), range);
    const double pixels = std::max(1, cv::countNonZero(view_of(ink.mask)));
    return {peak.typical > 0 ? peak.height / peak.typical : 0,
            peak.height / (pixels * ink.mask.width)};
}

}  // namespace nuskha
