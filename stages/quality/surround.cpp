#include "stages/quality/surround.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nuskha {
namespace {

cv::Mat view_of(const Raster& raster) {  // shares the pixels; not to be written to
    return {raster.height, raster.width, CV_8UC1, const_cast<std::uint8_t*>(raster.pixels.data())};
}

cv::Mat box_of(int side) {
    return cv::getStructuringElement(cv::MORPH_RECT, {side, side});
}

// The mask turned so that the side in question is on top.
cv::Mat with_on_top(const cv::Mat& mask, Side side) {
    cv::Mat out;
    switch (side) {
        case Side::top:
            return mask;
        case Side::bottom:
            cv::flip(mask, out, 0);
            return out;
        case Side::left:
            cv::transpose(mask, out);
            return out;
        case Side::right:
            cv::flip(mask, out, 1);
            cv::transpose(out, out);
            return out;
    }
    return mask;
}

// Whether the ink at the top ends, within a fifth of the height, at a gap wider than any between
// lines, with more ink beyond.
bool is_sliver(const cv::Mat& ink, double letter) {
    cv::Mat sums;
    cv::reduce(ink / 255, sums, 1, cv::REDUCE_SUM, CV_32F);
    const int reach = ink.rows / 5, gap = static_cast<int>(std::max(8.0, 3 * letter));
    int empty = 0;
    for (int y = 0; y < std::min(ink.rows, reach + gap); ++y) {
        empty = sums.at<float>(y) <= 0.003F * static_cast<float>(ink.cols) ? empty + 1 : 0;
        if (empty >= gap) return cv::countNonZero(ink.rowRange(y, ink.rows)) > 0;
    }
    return false;
}

// Marks that touch the top and go on as writing below.
int marks_cut(const cv::Mat& ink, double letter) {
    const int depth = std::min(ink.rows, static_cast<int>(std::max(10.0, 5 * letter)));
    int marks = 0, from = -1;
    for (int x = 0; x <= ink.cols; ++x) {
        const bool touches =
            x < ink.cols && (ink.at<std::uint8_t>(0, x) || ink.at<std::uint8_t>(1, x));
        if (touches && from < 0) from = x;
        if (touches || from < 0) continue;
        const int width = x - from;
        if (width >= 0.15 * letter && width <= 3 * letter) {
            const int around = static_cast<int>(letter);
            const cv::Rect below(std::max(0, from - around), 0,
                                 std::min(ink.cols, x + around) - std::max(0, from - around),
                                 depth);
            const double share = double(cv::countNonZero(ink(below))) / below.area();
            marks += share > 0.06 && share < 0.6;
        }
        from = -1;
    }
    return marks;
}

// Bed runs along a third of a side at least, or is as dark as only bed is (a torn corner): what else
// find_bed takes for it may be a finger, or its shaded sides.
cv::Mat surely_bed(const cv::Mat& bed, const cv::Mat& picture) {
    constexpr double darkest_finger = 50;  // levels
    const auto runs = [&](int width, int height) {
        const cv::Mat line =
            cv::getStructuringElement(cv::MORPH_RECT, {std::max(1, width), std::max(1, height)});
        cv::Mat out;  // nothing beyond the frame makes a run longer
        cv::morphologyEx(bed, out, cv::MORPH_OPEN, line, {-1, -1}, 1, cv::BORDER_CONSTANT, 0);
        return out;
    };
    return runs(1, bed.rows / 3) | runs(bed.cols / 3, 1) | (bed & (picture < darkest_finger));
}

// Levels of the paper along each column, rather bright ones: what is dark along a whole side of
// the leaf is shadow or gutter. Where there is no leaf 255.
cv::Mat along_columns(const cv::Mat& picture, const cv::Mat& leaf) {
    cv::Mat levels(1, picture.cols, CV_8UC1, cv::Scalar(255));
    std::vector<std::uint8_t> column;
    for (int x = 0; x < picture.cols; ++x) {
        column.clear();
        for (int y = 0; y < picture.rows; ++y)
            if (leaf.at<std::uint8_t>(y, x)) column.push_back(picture.at<std::uint8_t>(y, x));
        if (column.size() < static_cast<std::size_t>(picture.rows) / 4) continue;
        const auto at = column.begin() + static_cast<std::ptrdiff_t>(column.size() * 3 / 4);
        std::nth_element(column.begin(), at, column.end());
        levels.at<std::uint8_t>(x) = *at;
    }
    return levels;
}

// Brightness of the paper around each place, shadows along the sides included.
cv::Mat paper_around(const cv::Mat& picture, const cv::Mat& leaf) {
    const int wide = std::max(picture.cols, picture.rows) / 7 | 1;
    cv::Mat paper, columns, rows;
    cv::dilate(picture, paper, box_of(wide));
    cv::blur(paper, paper, {wide, wide});
    cv::repeat(along_columns(picture, leaf), picture.rows, 1, columns);
    cv::repeat(along_columns(picture.t(), leaf.t()).t(), 1, picture.cols, rows);
    return cv::min(paper, cv::min(columns, rows));
}

struct Small {  // the picture reduced, without its writing
    double scale = 1;
    cv::Mat little, even, leaf, inked;  // the picture, without writing; masks
};

Small reduced(const Sight& sight) {
    Small small;
    const cv::Mat grey = view_of(sight.grey);
    small.scale = std::min(1.0, 400.0 / std::max(grey.cols, grey.rows));
    cv::Mat away = cv::Mat::zeros(grey.size(), CV_8UC1);
    cv::resize(grey, small.little, {}, small.scale, small.scale, cv::INTER_AREA);
    cv::morphologyEx(small.little, small.even, cv::MORPH_CLOSE, box_of(7));
    if (!sight.bed.empty()) away |= view_of(sight.bed);
    if (!sight.outside.empty()) away |= view_of(sight.outside);
    cv::resize(away, away, small.little.size(), 0, 0, cv::INTER_NEAREST);
    small.leaf = 255 - surely_bed(away, small.little);
    cv::resize(view_of(sight.ink.mask), small.inked, small.little.size(), 0, 0, cv::INTER_AREA);
    return small;
}

// How much of the difference between the patch and its paper lies within 3 pixels of its outline,
// looking only at the outline on the leaf.
double crispness(const Small& small, const cv::Mat& patch) {
    cv::Mat inner, outer, wide;
    cv::erode(patch, inner, box_of(5));
    cv::dilate(patch, wide, box_of(7));
    outer = wide & ~patch & small.leaf;
    cv::Mat near_edge = patch & ~inner;
    cv::Mat wider, beyond;
    cv::dilate(patch, wider, box_of(19));
    beyond = wider & ~wide & small.leaf;
    if (!cv::countNonZero(outer) || !cv::countNonZero(beyond) || !cv::countNonZero(inner)) return 0;
    const double inside = cv::mean(small.even, inner)[0], out = cv::mean(small.even, outer)[0],
                 paper = cv::mean(small.even, beyond)[0];
    return paper - inside > 15 ? (out - inside) / (paper - inside) : 0;
}

// How much of the difference between the patch and its paper is fine structure, away from the patch's
// outline, where writing may end: print has much.
double structure(const Small& small, const cv::Mat& patch) {
    cv::Mat inner, around, fine;
    cv::erode(patch, inner, box_of(7));
    if (!cv::countNonZero(inner)) inner = patch;
    cv::dilate(patch, around, box_of(19));
    around = around & ~patch & small.leaf;
    if (!cv::countNonZero(around)) return 1;
    cv::absdiff(small.even, small.little, fine);
    const double depth = cv::mean(small.even, around)[0] - cv::mean(small.even, patch)[0];
    return cv::mean(fine, inner)[0] / std::max(depth, 1.0);
}

// Whether the patch goes on to the frame or to the bed (`off_leaf`), no farther than a twentieth of the
// picture: in the shadow along the leaf's edge a finger does not stand out, but is darker than
// `limit` is at the patch.
bool goes_on_outwards(const Small& small, const cv::Mat& off_leaf, const cv::Mat& limit,
                      const cv::Rect& box, const cv::Mat& patch) {
    const int w = small.even.cols, h = small.even.rows, near = std::max(w, h) / 20;
    const double level = cv::mean(limit, patch)[0];
    const auto reaches = [&](cv::Rect line, cv::Point step) {
        for (int i = 0; i <= near; ++i, line += step) {
            if (line.x < 0 || line.y < 0 || line.x >= w || line.y >= h) return true;
            if (cv::countNonZero(off_leaf(line)) > 0) return true;
            if (cv::mean(small.even(line))[0] >= level) return false;
        }
        return false;
    };
    return reaches({box.x - 1, box.y, 1, box.height}, {-1, 0}) ||
           reaches({box.br().x, box.y, 1, box.height}, {1, 0}) ||
           reaches({box.x, box.y - 1, box.width, 1}, {0, -1}) ||
           reaches({box.x, box.br().y, box.width, 1}, {0, 1});
}

}  // namespace

std::string_view word(Side side) {
    switch (side) {
        case Side::left:
            return "left";
        case Side::top:
            return "top";
        case Side::right:
            return "right";
        case Side::bottom:
            return "bottom";
    }
    return "left";
}

double bed_share(const Sight& sight) {
    if (sight.bed.empty()) return 0;
    double bed = 0, all = 0;
    for (std::size_t i = 0; i < sight.bed.pixels.size(); ++i) {
        if (!sight.outside.empty() && sight.outside.pixels[i]) continue;
        bed += sight.bed.pixels[i] != 0;
        ++all;
    }
    return all > 0 ? bed / all : 0;
}

CutOff find_cut_off(const Sight& sight) {
    CutOff cut;
    if (sight.ink.parts < 12 || sight.grey.width < 40 || sight.grey.height < 40) return cut;
    const double letter = std::max(3.0, sight.ink.part_height);
    for (const Side side : {Side::left, Side::top, Side::right, Side::bottom}) {
        const cv::Mat ink = with_on_top(view_of(sight.ink.mask), side);
        const int marks = marks_cut(ink, letter);
        if (marks > cut.marks && !is_sliver(ink, letter)) cut = {marks, side};
    }
    return cut;
}

ForeignObject find_foreign_object(const Sight& sight) {
    ForeignObject found;
    if (sight.bilevel || sight.grey.width < 100 || sight.grey.height < 100) return found;
    const Small small = reduced(sight);
    const int longest = std::max(small.even.cols, small.even.rows);
    cv::Mat limit, dark;
    paper_around(small.even, small.leaf).convertTo(limit, CV_8UC1, 0.82);
    dark = (small.even < limit) & small.leaf;
    cv::morphologyEx(dark, dark, cv::MORPH_OPEN, box_of(5));
    cv::morphologyEx(dark, dark, cv::MORPH_CLOSE, box_of(3));  // the leaf's edge may part a finger
    cv::Mat off_leaf, labels, stats, centres;
    cv::copyMakeBorder(255 - small.leaf, off_leaf, 1, 1, 1, 1, cv::BORDER_CONSTANT, 255);
    cv::dilate(off_leaf, off_leaf, box_of(13));
    off_leaf = off_leaf(cv::Rect(1, 1, small.leaf.cols, small.leaf.rows)).clone();
    const int n = cv::connectedComponentsWithStats(dark, labels, stats, centres, 8, CV_32S);
    for (int i = 1; i < n; ++i) {
        const int* s = stats.ptr<int>(i);
        const cv::Rect box(s[cv::CC_STAT_LEFT], s[cv::CC_STAT_TOP], s[cv::CC_STAT_WIDTH],
                           s[cv::CC_STAT_HEIGHT]);
        const double shorter = std::min(box.width, box.height),
                     longer = std::max(box.width, box.height);
        if (shorter < 0.02 * longest || longer > 0.25 * longest || longer > 4 * shorter) continue;
        if (s[cv::CC_STAT_AREA] < 0.5 * box.area()) continue;
        cv::Mat patch = labels == i;
        cv::morphologyEx(patch, patch, cv::MORPH_CLOSE, box_of(15));  // a finger's middle shines
        if (!cv::countNonZero(patch & off_leaf) &&
            !goes_on_outwards(small, off_leaf, limit, box, patch))
            continue;
        if (crispness(small, patch) < 0.7) continue;
        const double fine = structure(small, patch);
        if (fine > 0.2 || (fine > 0.1 && cv::mean(small.inked, patch)[0] > 20)) continue;
        const double reach = shorter / longest;
        if (reach <= found.reach) continue;
        const double back = sight.scale / small.scale;
        found = {reach, {box.x * back, box.y * back, box.width * back, box.height * back}};
    }
    return found;
}

}  // namespace nuskha
