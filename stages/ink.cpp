#include "stages/ink.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "models/median.hpp"
#include "stages/parts.hpp"

namespace nuskha {
namespace {

cv::Mat view_of(const Raster& raster) {  // shares the pixels; not to be written to
    return {raster.height, raster.width, CV_8UC1, const_cast<std::uint8_t*>(raster.pixels.data())};
}

Raster raster_of(const cv::Mat& mat) {
    Raster raster(mat.cols, mat.rows, 1);
    for (int y = 0; y < mat.rows; ++y)
        std::copy_n(mat.ptr(y), mat.cols, raster.row(y));
    return raster;
}

// Brightness of the paper around each pixel: the brightest nearby, evened out, on a small picture.
cv::Mat paper_of(const cv::Mat& grey) {
    cv::Mat small, wide;
    const int step = std::max(2, std::max(grey.cols, grey.rows) / 200);
    cv::resize(grey, small, {std::max(1, grey.cols / step), std::max(1, grey.rows / step)}, 0, 0,
               cv::INTER_AREA);
    cv::dilate(small, small, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
    cv::medianBlur(small, small, 5);
    cv::resize(small, wide, grey.size(), 0, 0, cv::INTER_LINEAR);
    return wide;
}

// Marks of writing: neither specks nor pictures, rules or the page's edges.
bool is_writing(const MarkPart& part, int longest) {
    const int w = part.width(), h = part.height();
    if (w * h < 6 || part.area < 4 || std::max(w, h) < 3) return false;
    if (h > longest / 12 || w > longest / 5) return false;
    if (w > 25 * h || h > 8 * w + 8) return false;
    return part.area > 0.04 * w * h;
}

// Longer than letters are high, and all of it near one straight line: hatching, beams, arrows.
bool is_stroke(const MarkPart& part, int longest) {
    if (part.longest() < longest / 40 || part.area > 6 * part.longest()) return false;
    const auto squares = [](double k) { return k * (k + 1) * (2 * k + 1) / 6; };  // 0 + 1 + .. k^2
    double n = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
    for (const Run& run : part.runs) {
        const double first = run.left - part.left, last = run.right - part.left - 1;
        const double row = run.y - part.top, length = run.length();
        const double sum = (first + last) * length / 2;
        n += length, x += sum, y += row * length;
        xx += squares(last) - squares(first - 1), xy += row * sum, yy += row * row * length;
    }
    const double a = xx / n - x * x / n / n, b = xy / n - x * y / n / n, c = yy / n - y * y / n / n;
    const double half = (a + c) / 2, root = std::hypot((a - c) / 2, b);
    const double along = half + root, across = std::max(0.0, half - root);  // variances
    return across < 1.2 && across < 0.01 * along;
}

// The parts of the mask that may be writing.
Ink writing_of(const Raster& mask) {
    Ink ink;
    ink.mask = ink.drawn = Raster(mask.width, mask.height, 1);
    const int longest = std::max(mask.width, mask.height);
    std::vector<int> heights;
    double area = 0;
    for (const MarkPart& part : MarkParts(mask)) {
        if (!is_writing(part, longest)) {
            if (part.longest() >= longest / 12) paint(part, ink.drawn);
            continue;
        }
        paint(part, ink.mask);
        if (is_stroke(part, longest)) {
            if (ink.strokes.empty()) ink.strokes = Raster(mask.width, mask.height, 1);
            paint(part, ink.strokes);
            ++ink.stroke_parts;
        }
        heights.push_back(part.height());
        area += part.area;
    }
    ink.parts = static_cast<int>(heights.size());
    ink.share = area / std::max<double>(1, double(mask.width) * mask.height);
    if (!heights.empty()) ink.part_height = median(std::move(heights));
    return ink;
}

// What most bright pixels are like: a quarter of the picture is at least so bright.
int brightness_of_paper(const cv::Mat& bright) {
    std::vector<int> counts(256, 0);
    for (int y = 0; y < bright.rows; ++y)
        for (int x = 0; x < bright.cols; ++x)
            ++counts[bright.at<std::uint8_t>(y, x)];
    int seen = 0, paper = 255;
    const int total = bright.rows * bright.cols;
    while (paper > 0 && (seen += counts[static_cast<std::size_t>(paper)]) < total / 4)
        --paper;
    return paper;
}

// A box around several lines that touch is cut where its rows have little ink between rows that
// have much. `ink` is the level mask.
std::vector<cv::Rect> single_lines(const cv::Mat& ink, const cv::Rect& box, double part_height) {
    cv::Mat rows;
    cv::reduce(ink(box), rows, 1, cv::REDUCE_SUM, CV_32F);
    cv::GaussianBlur(rows, rows, {1, 0}, 0, std::max(1.0, 0.35 * part_height));
    const auto at = [&](int y) { return rows.at<float>(y); };
    double most = 0;
    for (int y = 0; y < rows.rows; ++y)
        most = std::max<double>(most, at(y));
    std::vector<int> cuts{0};
    double crest = 0;  // highest since the last valley
    int valley = -1;   // lowest row since that crest
    for (int y = 0; y < rows.rows; ++y) {
        if (valley >= 0 && at(y) > 0.4 * most &&
            at(valley) < 0.5 * std::min<double>(crest, at(y))) {
            cuts.push_back(valley);
            crest = 0;
            valley = -1;
        }
        if (at(y) >= crest) {
            crest = at(y);
            valley = -1;
        } else if (crest > 0.4 * most && (valley < 0 || at(y) < at(valley))) {
            valley = y;
        }
    }
    cuts.push_back(rows.rows);
    std::vector<cv::Rect> lines;
    for (std::size_t i = 1; i < cuts.size(); ++i)
        lines.emplace_back(box.x, box.y + cuts[i - 1], box.width, cuts[i] - cuts[i - 1]);
    return lines;
}

// What lies in rows on the level mask with gaps of less than `reach` pixels.
std::vector<TextLine> joined_lines(const cv::Mat& level, int reach, double part_height) {
    Raster joined(level.cols, level.rows, 1);
    cv::dilate(level, view_of(joined), cv::getStructuringElement(cv::MORPH_RECT, {reach | 1, 1}));
    std::vector<TextLine> lines;
    for (const MarkPart& part : MarkParts(joined)) {
        const cv::Rect box(part.left, part.top, part.width(), part.height());
        if (box.width < 3 * box.height) continue;
        const std::vector<cv::Rect> singles = single_lines(level, box, part_height);
        for (const cv::Rect& one : singles) {
            if (one.width < 6 * one.height || one.height < 0.8 * part_height) continue;
            if (cv::countNonZero(level(one)) > 0.6 * one.area()) continue;  // a rule, an edge
            lines.push_back({{double(one.x), double(one.y), double(one.width), double(one.height)},
                             0,
                             singles.size() > 1});
        }
    }
    return lines;
}

}  // namespace

Raster beyond_scan(const Geometry& geometry, int width, int height) {
    const Size page = geometry.page(), scan = geometry.scan();
    bool any = false;
    for (const Point& corner : geometry.on_scan({0, 0, page.width, page.height}))
        any = any || corner.x < -1 || corner.y < -1 || corner.x > scan.width + 1 ||
              corner.y > scan.height + 1;
    if (!any) return {};
    Raster mask(width, height, 1);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const Point p = geometry.on_scan(
                Point{(x + 0.5) * page.width / width, (y + 0.5) * page.height / height});
            const bool out = p.x < 0 || p.y < 0 || p.x > scan.width || p.y > scan.height;
            mask.row(y)[x] = out ? 255 : 0;
        }
    return mask;
}

Raster find_bed(const Raster& grey, const Raster& outside) {
    // On a small picture: closing removes writing, what stays dark is large.
    const cv::Mat whole = view_of(grey);
    const double scale = std::min(1.0, 400.0 / std::max(grey.width, grey.height));
    cv::Mat small, beyond;
    cv::resize(whole, small, {}, scale, scale, cv::INTER_AREA);
    cv::Mat bright;
    cv::dilate(small, bright, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
    cv::erode(bright, bright, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
    if (!outside.empty()) {
        cv::resize(view_of(outside), beyond, small.size(), 0, 0, cv::INTER_NEAREST);
        bright.setTo(0, beyond);
    }
    const int paper = brightness_of_paper(bright);  // dark is less than half way up to it
    cv::Mat dark = bright < std::min(paper / 2, 110);
    cv::copyMakeBorder(dark, dark, 1, 1, 1, 1, cv::BORDER_CONSTANT, 0);
    cv::Mat labels, stats, centres;
    const int n = cv::connectedComponentsWithStats(dark, labels, stats, centres, 8);
    cv::Mat bed = cv::Mat::zeros(dark.size(), CV_8UC1);
    bool any = false;
    for (int i = 1; i < n; ++i) {
        const int x = stats.at<int>(i, cv::CC_STAT_LEFT), y = stats.at<int>(i, cv::CC_STAT_TOP);
        const int w = stats.at<int>(i, cv::CC_STAT_WIDTH), h = stats.at<int>(i, cv::CC_STAT_HEIGHT);
        const bool at_border = x <= 3 || y <= 3 || x + w >= dark.cols - 3 || y + h >= dark.rows - 3;
        if (!at_border || std::max(w, h) < std::max(dark.cols, dark.rows) / 10) continue;
        bed.setTo(255, labels == i);
        any = true;
    }
    if (!any) return {};
    bed = bed(cv::Rect(1, 1, small.cols, small.rows)).clone();
    if (!beyond.empty()) bed.setTo(255, beyond);
    cv::resize(bed, bed, whole.size(), 0, 0, cv::INTER_NEAREST);
    return raster_of(bed);
}

Ink find_ink(const Raster& grey, const Raster& outside) {
    return find_ink(grey, outside, find_bed(grey, outside));
}

Ink find_ink(const Raster& grey, const Raster& outside, const Raster& bed) {
    const cv::Mat picture = view_of(grey);
    Raster marks(grey.width, grey.height, 1);
    cv::Mat paper = paper_of(picture), mask = view_of(marks);
    // Ink is at least a sixth darker than its paper, and 18 levels.
    cv::Mat difference, limit;
    cv::subtract(paper, picture, difference);
    paper.convertTo(limit, CV_8UC1, 1.0 / 6);
    cv::max(limit, 18, limit);
    cv::compare(difference, limit, mask, cv::CMP_GT);
    if (!bed.empty()) {
        cv::Mat wide;
        const int margin = std::max(3, std::max(grey.width, grey.height) / 130) | 1;
        cv::dilate(view_of(bed), wide,
                   cv::getStructuringElement(cv::MORPH_RECT, {2 * margin + 1, 2 * margin + 1}));
        mask.setTo(0, wide);
    }
    if (!outside.empty()) {
        cv::Mat wide;
        cv::dilate(view_of(outside), wide, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
        mask.setTo(0, wide);
    }
    Ink ink = writing_of(marks);
    ink.darkness = Raster(grey.width, grey.height, 1);
    cv::Mat around, darkness(grey.height, grey.width, CV_8UC1, ink.darkness.pixels.data());
    cv::dilate(view_of(ink.mask), around, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
    difference.copyTo(darkness, around);
    return ink;
}

Ink without_strokes(Ink ink) {
    if (ink.stroke_parts == 0) return ink;
    const cv::Size size(ink.mask.width, ink.mask.height);
    cv::Mat mask(size, CV_8UC1, ink.mask.pixels.data()), wide;
    cv::Mat darkness(size, CV_8UC1, ink.darkness.pixels.data());
    mask.setTo(0, view_of(ink.strokes));
    // as the darkness reaches around its mask
    cv::dilate(view_of(ink.strokes), wide, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
    darkness.setTo(0, wide);
    ink.parts -= std::exchange(ink.stroke_parts, 0);
    ink.strokes = {};
    return ink;
}

Raster marks_on_paper(const Raster& grey, const Raster& outside) {
    const cv::Mat picture = view_of(grey);
    // Closing fills what is narrower than a line of large letters with the brightness around it.
    const int wide = std::max(9, std::max(grey.width, grey.height) / 60) | 1;
    Raster marks(grey.width, grey.height, 1);
    cv::Mat around, mask = view_of(marks);
    cv::morphologyEx(picture, around, cv::MORPH_CLOSE,
                     cv::getStructuringElement(cv::MORPH_RECT, {wide, wide}));
    const int paper = brightness_of_paper(around);
    cv::Mat difference, limit;
    cv::subtract(around, picture, difference);
    around.convertTo(limit, CV_8UC1, 1.0 / 4);
    cv::max(limit, 25, limit);
    cv::compare(difference, limit, mask, cv::CMP_GT);
    mask.setTo(0, around < paper / 2);
    if (!outside.empty()) {
        cv::Mat beyond;
        cv::dilate(view_of(outside), beyond,
                   cv::getStructuringElement(cv::MORPH_RECT, {wide, wide}));
        mask.setTo(0, beyond);
    }
    return writing_of(marks).mask;
}

std::vector<TextLine> sample_lines(const Ink& ink, double tilt, int count) {
    constexpr std::size_t few = 3;
    if (ink.parts < 5) return {};
    cv::Mat level = view_of(ink.mask), turned;
    if (std::abs(tilt) > 0.3) {
        const cv::Mat turn = cv::getRotationMatrix2D(
            {static_cast<float>(level.cols) / 2, static_cast<float>(level.rows) / 2}, tilt, 1);
        cv::warpAffine(level, turned, turn, level.size(), cv::INTER_NEAREST);
        level = turned;
    }
    // Across the gaps between words, not between columns; Arabic's usual part is a dot or a letter.
    const int reach = std::max(
        {3, static_cast<int>(1.5 * ink.part_height), std::max(level.cols, level.rows) / 110});
    std::vector<TextLine> lines;
    for (int wider = 1; wider <= 3 && lines.size() < few; ++wider)
        if (std::vector<TextLine> more = joined_lines(level, reach * wider, ink.part_height);
            more.size() > lines.size())
            lines = std::move(more);
    if (lines.empty()) return lines;
    std::vector<double> heights;
    for (const TextLine& line : lines)
        heights.push_back(line.box.height);
    const double usual = median(std::move(heights));
    for (TextLine& line : lines) {  // long, of the usual height, away from the page's head and foot
        const double middle = (line.box.y + line.box.height / 2) / level.rows;
        line.goodness = std::min(20.0, line.box.width / line.box.height) *
                        std::exp(-std::abs(std::log(line.box.height / usual))) *
                        (1 - std::abs(middle - 0.5));
    }
    std::stable_sort(lines.begin(), lines.end(),
                     [](const TextLine& a, const TextLine& b) { return a.goodness > b.goodness; });
    if (lines.size() > static_cast<std::size_t>(count))
        lines.resize(static_cast<std::size_t>(count));
    return lines;
}

}  // namespace nuskha
