#include "stages/working_picture.hpp"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <opencv2/imgproc.hpp>

#include "stages/parts.hpp"

namespace nuskha {
namespace {

constexpr int paper_side = 400;      // longest side of the picture of the paper
constexpr double paper_level = 235;  // of the paper once it is level
constexpr double darkest = 0.35;     // of the usual paper: what is darker is no paper

cv::Mat view_of(const Raster& r) {
    return {r.height, r.width, CV_8UC1, const_cast<std::uint8_t*>(r.pixels.data())};
}

double percentile(const cv::Mat& grey, const cv::Mat& mask, double share) {
    std::array<int, 256> counts{};
    int all = 0;
    for (int y = 0; y < grey.rows; ++y)
        for (int x = 0; x < grey.cols; ++x)
            if (mask.empty() || mask.at<std::uint8_t>(y, x)) {
                ++counts[grey.at<std::uint8_t>(y, x)];
                ++all;
            }
    int seen = 0;
    for (int level = 0; level < 256; ++level)
        if ((seen += counts[static_cast<std::size_t>(level)]) > share * all) return level;
    return 255;
}

// What is not paper takes the mean of the paper around it.
void fill_from_around(cv::Mat& paper, const cv::Mat& known) {
    cv::Mat value, weight;
    paper.convertTo(value, CV_32F);
    known.convertTo(weight, CV_32F, 1 / 255.0);
    value = value.mul(weight);
    for (const int reach : {15, 61, 241}) {
        cv::Mat v, w;
        cv::blur(value, v, {reach, reach}, {-1, -1}, cv::BORDER_REFLECT);
        cv::blur(weight, w, {reach, reach}, {-1, -1}, cv::BORDER_REFLECT);
        for (int y = 0; y < paper.rows; ++y)
            for (int x = 0; x < paper.cols; ++x)
                if (weight.at<float>(y, x) == 0 && w.at<float>(y, x) > 0.02F) {
                    value.at<float>(y, x) = v.at<float>(y, x) / w.at<float>(y, x);
                    weight.at<float>(y, x) = 1;
                }
    }
    value.convertTo(paper, CV_8U);
}

void level(cv::Mat& picture, const Rect& area, const Size& page, const PaperTone& tone) {
    const cv::Mat paper = view_of(tone.paper);
    const double across = paper.cols / page.width, down = paper.rows / page.height;
    const double step_x = area.width / picture.cols * across,
                 step_y = area.height / picture.rows * down;
    const cv::Matx23d m(step_x, 0, area.x * across + 0.5 * step_x - 0.5,  //
                        0, step_y, area.y * down + 0.5 * step_y - 0.5);
    for (int top = 0; top < picture.rows; top += 1024)  // tiles: OpenCV stops at 32,767
        for (int left = 0; left < picture.cols; left += 1024) {
            cv::Mat part = picture(cv::Rect(left, top, std::min(1024, picture.cols - left),
                                            std::min(1024, picture.rows - top)));
            cv::Matx23d here = m;
            here(0, 2) += left * step_x;
            here(1, 2) += top * step_y;
            cv::Mat around;
            cv::warpAffine(paper, around, here, part.size(),
                           cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
            cv::divide(part, around, part, paper_level);
        }
}

// Fainter than `clean` of the way to ink is paper, above `clean` + 0.3 it stays as it is.
void clean(cv::Mat& picture, double paper, double ink, double share) {
    cv::Mat curve(1, 256, CV_8U);
    for (int v = 0; v < 256; ++v) {
        const double way = (paper - v) / std::max(1.0, paper - ink);
        const double kept = std::clamp((way - share) / 0.3, 0.0, 1.0);
        curve.at<std::uint8_t>(v) =
            v >= paper ? std::uint8_t(255)
                       : static_cast<std::uint8_t>(std::lround(255 - kept * (255 - v)));
    }
    cv::LUT(picture, curve, picture);
}

void remove_specks(cv::Mat& picture, double paper, double ink, double most_pixels,
                   double far_pixels) {
    Raster marks(picture.cols, picture.rows, 1), letters = marks;
    cv::compare(picture, (paper + ink) / 2, view_of(marks), cv::CMP_LT);
    const MarkParts parts(marks);
    // where something larger than a speck is near: a dot belongs to its letter
    for (const MarkPart& part : parts)
        if (part.area > most_pixels) paint(part, letters);
    cv::Mat near;
    const int reach = 2 * static_cast<int>(std::lround(far_pixels)) + 1;
    cv::dilate(view_of(letters), near, cv::getStructuringElement(cv::MORPH_RECT, {reach, reach}));
    for (const MarkPart& part : parts) {
        if (part.area > most_pixels) continue;
        const cv::Rect box(part.left, part.top, part.width(), part.height());
        if (cv::countNonZero(near(box)) > 0) continue;
        const cv::Rect around =
            (box + cv::Size(4, 4) - cv::Point(2, 2)) & cv::Rect({}, picture.size());
        picture(around).setTo(paper);
    }
}

struct PixGone {
    void operator()(Pix* pix) const { pixDestroy(&pix); }
};

void two_tone(cv::Mat& picture, double ppi) {
    const int half = std::max(8, static_cast<int>(ppi / 300 * 25));
    if (picture.cols < 2 * half + 4 || picture.rows < 2 * half + 4) return;
    std::unique_ptr<Pix, PixGone> grey(pixCreate(picture.cols, picture.rows, 8));
    if (!grey) return;
    for (int y = 0; y < picture.rows; ++y) {
        l_uint32* line =
            pixGetData(grey.get()) +
            static_cast<std::size_t>(y) * static_cast<std::size_t>(pixGetWpl(grey.get()));
        const std::uint8_t* row = picture.ptr<std::uint8_t>(y);
        for (int x = 0; x < picture.cols; ++x)
            SET_DATA_BYTE(line, x, row[x]);
    }
    Pix* found = nullptr;
    if (pixSauvolaBinarizeTiled(grey.get(), half, 0.34F, 1 + picture.cols / 2000,
                                1 + picture.rows / 2000, nullptr, &found) != 0)
        return;
    const std::unique_ptr<Pix, PixGone> black(found);
    for (int y = 0; y < picture.rows; ++y) {
        const l_uint32* line =
            pixGetData(black.get()) +
            static_cast<std::size_t>(y) * static_cast<std::size_t>(pixGetWpl(black.get()));
        std::uint8_t* row = picture.ptr<std::uint8_t>(y);
        for (int x = 0; x < picture.cols; ++x)
            row[x] = GET_DATA_BIT(line, x) ? 0 : 255;
    }
}

// The box around all that is set but a hundredth at each of its sides; the whole where nothing is.
cv::Rect box_of_most(const cv::Mat& mask) {
    const auto middle = [&](int dimension) {
        cv::Mat sums;
        cv::reduce(mask / 255, sums, dimension, cv::REDUCE_SUM, CV_32S);
        const double all = cv::sum(sums)[0];
        int first = 0, last = static_cast<int>(sums.total());
        for (double left = 0.01 * all; first < last && (left -= sums.at<int>(first)) > 0;)
            ++first;
        for (double left = 0.01 * all; last > first + 1 && (left -= sums.at<int>(last - 1)) > 0;)
            --last;
        return cv::Range(first, last);
    };
    if (cv::countNonZero(mask) == 0) return {0, 0, mask.cols, mask.rows};
    const cv::Range columns = middle(0), rows = middle(1);
    return {columns.start, rows.start, std::max(1, columns.size()), std::max(1, rows.size())};
}

}  // namespace

PaperTone measure_tone(const Raster& overview) {
    const cv::Mat whole = view_of(overview);
    const double scale =
        std::min(1.0, double(paper_side) / std::max(overview.width, overview.height));
    cv::Mat small, paper;
    cv::resize(whole, small, {}, scale, scale, cv::INTER_AREA);
    const int reach = std::max(3, small.cols / 20) | 1;
    const cv::Mat round = cv::getStructuringElement(cv::MORPH_ELLIPSE, {reach, reach});
    cv::morphologyEx(small, paper, cv::MORPH_CLOSE, round);
    PaperTone tone;
    tone.usual = percentile(paper, {}, 0.5);
    const cv::Mat known = paper >= darkest * tone.usual;
    fill_from_around(paper, known);
    cv::GaussianBlur(paper, paper, {}, reach / 3.0);
    tone.uneven = percentile(paper, known, 0.9) - percentile(paper, known, 0.1);
    tone.paper = Raster(paper.cols, paper.rows, 1);
    paper.copyTo(view_of(tone.paper));

    cv::Mat levelled = whole.clone();
    const Size size{double(overview.width), double(overview.height)};
    level(levelled, {0, 0, size.width, size.height}, size, tone);
    const cv::Mat dark = levelled < 0.6 * paper_level;
    tone.ink = cv::countNonZero(dark) > 0 ? percentile(levelled, dark, 0.5) : 0;
    const double span = paper_level - tone.ink;
    cv::Mat shaded = (levelled < paper_level - 0.1 * span) & (levelled > paper_level - 0.5 * span);
    tone.faint = cv::countNonZero(shaded) / double(levelled.total());
    const cv::Mat inked = levelled <= paper_level - 0.5 * span;
    cv::Mat letters;  // and their rims
    cv::dilate(inked, letters, cv::getStructuringElement(cv::MORPH_RECT, {7, 7}));
    shaded.setTo(0, letters);
    const cv::Rect written = box_of_most(inked);  // edges of leaves and stitches lie outside
    tone.shown = cv::countNonZero(shaded(written)) / double(written.area());
    return tone;
}

Raster working_picture(Raster picture, const Rect& area, const Size& page, const PaperTone& tone,
                       const WorkingTone& plan, double ppi) {
    cv::Mat pixels = view_of(picture);
    if (ppi <= 0) ppi = 300;
    if (plan.level) level(pixels, area, page, tone);
    const double paper = plan.level ? paper_level : tone.usual;
    if (plan.clean > 0) clean(pixels, paper, tone.ink, plan.clean);
    if (plan.speck > 0)
        remove_specks(pixels, paper, tone.ink, plan.speck * ppi * ppi / (25.4 * 25.4),
                      1.5 * ppi / 25.4);
    if (plan.two_tone) two_tone(pixels, ppi);
    return picture;
}

Raster toned_overview(const Page& page, const View& view, int longest_side) {
    Raster overview = view.overview(longest_side);
    if (page.tone == WorkingTone{}) return overview;
    const Size size = page.geometry.page();
    const PaperTone tone = measure_tone(overview);
    const double ppi = page.ppi_or(0) * overview.width / size.width;
    return working_picture(std::move(overview), {0, 0, size.width, size.height}, size, tone,
                           page.tone, ppi);
}

}  // namespace nuskha
