#include "stages/corridor.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nuskha {
namespace {

// The widest corridor of the zone, at one slope.
Corridor corridor_at(const Raster& ink, const Rect& box, double slope, const CorridorZone& zone) {
    const Raster straight = upright(ink, box, slope);
    const std::vector<int> sums = column_sums(straight);
    const int specks = std::max(1, straight.height / 250);
    const int begin = std::max(0, static_cast<int>(box.x + box.width * 0.01)),
              end = std::min(ink.width, static_cast<int>(box.right() - box.width * 0.01));
    const auto inked = [&](int x) { return sums[static_cast<std::size_t>(x)] > specks; };
    int left = begin, right = end;
    while (left < right && !inked(left))
        ++left;
    while (right > left && !inked(right - 1))
        --right;
    Corridor best;
    best.slope = slope;
    // The notch where two leaves meet, or a scratch on the spine, does not divide the blank.
    const auto notch = [&](int first, int last) {
        if (zone.line && last - first <= 0.015 * box.width && *zone.line > first - 2 &&
            *zone.line < last + 2)
            return true;
        return last - first <= 4 &&
               std::all_of(sums.begin() + first, sums.begin() + last,
                           [&](int sum) { return sum < straight.height / 10; });
    };
    std::vector<std::pair<int, int>> blanks;
    for (int x = left; x < right;) {
        int y = x;
        while (y < right && !inked(y))
            ++y;
        if (y > x && !blanks.empty() && notch(blanks.back().second, x))
            blanks.back().second = y;
        else if (y > x)
            blanks.emplace_back(x, y);
        x = std::max(y, x + 1);
    }
    for (const auto& [a, b] : blanks)
        if (const double middle = (a + b) / 2.0;
            middle >= zone.from && middle <= zone.to && b - a > best.width()) {
            best.first = a;
            best.last = b;
        }
    for (const auto& [a, b] : blanks)
        if (a != best.first) best.others = std::max(best.others, b - a);
    const auto line_near = [&](int x) {
        for (int at = std::max(0, x - 4); at < std::min(ink.width, x + 4); ++at)
            if (sums[static_cast<std::size_t>(at)] > straight.height / 2) return true;
        return false;
    };
    best.ruled = best.width() > 0 && line_near(best.first) && line_near(best.last);
    blanks.emplace_back(begin, left), blanks.emplace_back(right, end);
    for (const auto& [a, b] : blanks)  // blank on the other side of such a line: it is a gutter
        if (b - a > 0.4 * best.width() && a != best.first &&
            (std::abs(b - best.first) < 0.4 * best.width() ||
             std::abs(a - best.last) < 0.4 * best.width()))
            best.ruled = false;
    best.left_text = best.first - left;
    best.right_text = right - best.last;
    best.left_margin = left - begin;
    best.right_margin = end - right;
    return best;
}

// How the writing between two columns of the picture is laid out, by its pieces: what no blank as
// broad as between columns divides.
struct Layout {
    double length = 0;   // of pieces, share of the width: the median of ink
    double aligned = 0;  // share of ink in pieces that begin, or end, below many others
    // Cells stand below each other. Lines of a text are as long as their column is wide, or the
    // blanks that divide them stand anywhere.
    bool like_table() const { return length < 0.4 && aligned > 0.7; }
};

struct Piece {
    int width = 0, ink = 0;
    double left = 0, right = 0;  // columns, upright
};

std::vector<Piece> pieces_of(const Raster& ink, const cv::Rect& part, int blank, double slope) {
    const cv::Mat all(ink.height, ink.width, CV_8U, const_cast<std::uint8_t*>(ink.pixels.data()));
    cv::Mat joined, labels, boxes, centres;
    cv::morphologyEx(all(part), joined, cv::MORPH_CLOSE,
                     cv::getStructuringElement(cv::MORPH_RECT, {blank, 1}));
    const int count = cv::connectedComponentsWithStats(joined, labels, boxes, centres, 8);
    std::vector<Piece> pieces;
    for (int i = 1; i < count; ++i) {
        const int width = boxes.at<int>(i, cv::CC_STAT_WIDTH);
        const double left = boxes.at<int>(i, cv::CC_STAT_LEFT) - slope * centres.at<double>(i, 1);
        if (width >= 3)
            pieces.push_back({width, boxes.at<int>(i, cv::CC_STAT_AREA), left, left + width});
    }
    return pieces;
}

Layout layout_of(const Raster& ink, const Rect& box, int first, int width, double slope) {
    const cv::Rect part =
        cv::Rect(first, static_cast<int>(box.y), width, static_cast<int>(box.height)) &
        cv::Rect(0, 0, ink.width, ink.height);
    if (part.empty()) return {};
    std::vector<Piece> pieces =
        pieces_of(ink, part, std::max(3, static_cast<int>(0.014 * box.width)), slope);
    const double near = 0.004 * box.width,
                 many = std::max(4.0, static_cast<double>(pieces.size()) / 12);
    const auto aligned = [&](double Piece::*end) {
        double share = 0;
        for (const Piece& piece : pieces)
            if (std::count_if(pieces.begin(), pieces.end(), [&](const Piece& other) {
                    return std::abs(other.*end - piece.*end) <= near;
                }) >= many)
                share += piece.ink;
        return share;
    };
    double written = 0, seen = 0;
    for (const Piece& piece : pieces)
        written += piece.ink;
    Layout layout;
    layout.aligned =
        std::max(aligned(&Piece::left), aligned(&Piece::right)) / std::max(1.0, written);
    std::sort(pieces.begin(), pieces.end(),
              [](const Piece& a, const Piece& b) { return a.width < b.width; });
    for (const Piece& piece : pieces)
        if (seen += piece.ink; 2 * seen >= written) {
            layout.length = double(piece.width) / width;
            break;
        }
    return layout;
}

}  // namespace

Raster upright(const Raster& ink, const Rect& box, double slope) {
    const int top = std::max(0, static_cast<int>(box.y)),
              bottom = std::min(ink.height, static_cast<int>(box.bottom()));
    Raster out(ink.width, std::max(0, bottom - top), 1);
    const double middle = box.y + box.height / 2;
    for (int y = top; y < bottom; ++y) {
        const int shift = static_cast<int>(std::lround(slope * (y + 0.5 - middle)));
        const int first = std::clamp(-shift, 0, ink.width),
                  last = std::clamp(ink.width - shift, 0, ink.width);
        if (last > first)
            std::copy_n(ink.row(y) + first + shift, last - first, out.row(y - top) + first);
    }
    return out;
}

std::vector<int> column_sums(const Raster& ink) {
    std::vector<int> sums(static_cast<std::size_t>(ink.width), 0);
    cv::Mat to(1, ink.width, CV_32S, sums.data());
    cv::reduce(cv::Mat(ink.height, ink.width, CV_8U, const_cast<std::uint8_t*>(ink.pixels.data())),
               to, 0, cv::REDUCE_SUM, CV_32S);
    return sums;
}

double sharpest_slope(const Raster& ink, const Rect& box, double most_slope) {
    double best = 0, highest = -1;
    for (double slope = -most_slope; slope <= most_slope; slope += 0.005) {
        const std::vector<int> sums = column_sums(upright(ink, box, slope));
        double sharpness = 0;
        for (std::size_t x = 1; x < sums.size(); ++x)
            sharpness += double(sums[x] - sums[x - 1]) * (sums[x] - sums[x - 1]);
        if (sharpness > highest) highest = sharpness, best = slope;
    }
    return best;
}

Corridor find_corridor(const Raster& ink, const Rect& box, const CorridorZone& zone, double slope) {
    Corridor best;
    for (int i = -2; i <= 2; ++i) {
        const Corridor one = corridor_at(ink, box, slope + i * 0.004, zone);
        if (one.width() > best.width()) best = one;
    }
    return best;
}

bool stands_in_cells(const Raster& ink, const Rect& box, int first, int width, double slope) {
    return layout_of(ink, box, first, width, slope).like_table();
}

}  // namespace nuskha
