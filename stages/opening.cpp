#include "stages/opening.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "stages/corridor.hpp"

namespace nuskha {
namespace {

constexpr int most_crossings = 1;  // a speck in the gutter; folded sheets have more

// All that is darker than what lies around it, writing or not: 1 = yes.
Raster ink_of(const Raster& grey) {
    const cv::Mat picture(grey.height, grey.width, CV_8U,
                          const_cast<std::uint8_t*>(grey.pixels.data()));
    const int wide = std::max(9, std::max(grey.width, grey.height) / 60) | 1;
    cv::Mat around, difference, limit, mask;
    cv::morphologyEx(picture, around, cv::MORPH_CLOSE,
                     cv::getStructuringElement(cv::MORPH_RECT, {wide, wide}));
    cv::subtract(around, picture, difference);
    around.convertTo(limit, CV_8U, 0.2);
    cv::max(limit, 20, limit);
    cv::compare(difference, limit, mask, cv::CMP_GT);
    Raster ink(grey.width, grey.height, 1);
    cv::Mat to(ink.height, ink.width, CV_8U, ink.pixels.data());
    cv::bitwise_and(mask, 1, to);
    return ink;
}

// How many marks go on from one side of the gutter to the other. The gutter's own dark line, which
// is ink along most of its length, is left out, and so is all from the next such line on: that is
// the frame of one of the pages, beside the blank around the gutter.
int crossings_of(const Raster& ink, const Rect& box, const Gutter& gutter) {
    const Raster straight = upright(ink, box, gutter.slope);
    const std::vector<int> sums = column_sums(straight);
    const int most = std::max(2, static_cast<int>(box.width * 0.03)),
              beside = std::max(4, static_cast<int>(box.width * 0.014)), rim = 2;
    const auto line = [&](int x) {
        return x >= 0 && x < ink.width && sums[static_cast<std::size_t>(x)] > straight.height * 0.3;
    };
    // From the gutter's middle, one way or the other: its own line and its blurred rim, and how far
    // from there marks are looked for.
    struct Side {
        int first = 0, last = 0;  // columns; last is one beyond
    };
    const auto side = [&](int way) {
        int at = static_cast<int>(gutter.x);
        for (int o = 0; o <= most; ++o)
            if (const int x = static_cast<int>(gutter.x) + way * o;
                line(x) && std::abs(x - at) <= 2 * rim)
                at = x;
        const int first = at + way * (rim + 1);
        int last = first;
        while (std::abs(last - first) < beside && !line(last + way))
            last += way;
        if (line(last + way) && std::abs(last - first) > 1) last -= way;  // the rim of that line
        return way > 0 ? Side{first, last} : Side{last + 1, first + 1};
    };
    const Side left = side(-1), right = side(1);
    if (left.first < 0 || right.last > straight.width) return 0;
    int marks = 0, run = 0;
    const int inset = straight.height / 50;
    for (int y = inset; y < straight.height - inset; ++y) {
        const std::uint8_t* row = straight.row(y);
        const auto any = [&](const Side& s) {
            return std::find(row + s.first, row + s.last, 1) != row + s.last;
        };
        run = any(left) && any(right) ? run + 1 : 0;
        marks += run == 1;
    }
    return marks;
}

// Does a dark line begin above all other ink and end below it? A line that is printed between
// columns, or is part of a frame, does not. What lies beside it is compared square to it. `straight`
// is upright ink; `x` the line's column.
bool outreaches(const Raster& straight, double x, double slope, int beside) {
    const int rim = 2;
    const double margin = std::max(2.0, straight.height / 100.0);
    double first = straight.height, last = -1;  // of the line
    double first_other = straight.height, last_other = -1;
    for (int y = 0; y < straight.height; ++y)
        for (int at = 0; at < straight.width; ++at) {
            if (!straight.row(y)[at]) continue;
            const double away = at + 0.5 - x, along = y + slope * away;
            if (std::abs(away) <= rim) first = std::min(first, along), last = std::max(last, along);
            if (std::abs(away) >= beside)
                first_other = std::min(first_other, along),
                last_other = std::max(last_other, along);
        }
    return first + margin <= first_other && last - margin >= last_other;
}

// A gutter of the zone that is a line beyond all writing: on a bed as bright as the paper its ends
// are not seen otherwise, and the lines of frames beside it may be darker.
std::optional<double> outreaching_line(const Raster& ink, const Rect& box, double slope,
                                       const CorridorZone& zone) {
    const Raster straight = upright(ink, box, slope);
    const std::vector<int> sums = column_sums(straight);
    const int beside = std::max(4, static_cast<int>(box.width * 0.014));
    for (int x = std::max(0, static_cast<int>(zone.from)); x < std::min<double>(ink.width, zone.to);
         ++x) {
        const int first = x;
        while (x < ink.width && sums[static_cast<std::size_t>(x)] > 0.4 * straight.height)
            ++x;
        const double middle = (first + x) / 2.0;
        if (x > first && outreaches(straight, middle, slope, beside) &&
            crossings_of(ink, box, {middle, slope}) <= most_crossings)
            return middle;
    }
    return {};
}

struct Spine {
    double x = 0, slope = 0;
    double rise = 0;   // of the median row over the paper beside it, share of its brightness
    double level = 0;  // mean brightness
    bool clearer(const Spine& other) const {
        return rise != other.rise ? rise > other.rise : level > other.level;
    }
};

// A spine that shines: brighter than the paper close by on both of its sides. That paper is blank
// too; what is close to the writing is darkened by it.
Spine bright_spine(const Raster& soft, const Rect& box, const Corridor& corridor, double slope) {
    const Raster straight = upright(soft, box, slope);
    const int rim = 3, first = corridor.first + rim, last = corridor.last - rim;
    const auto reach =
        static_cast<std::ptrdiff_t>(std::min(0.02 * box.width, (last - first) / 4.0));
    if (reach < 1) return {};
    std::vector<double> across, levels;  // brightness from column to column, median and mean
    std::vector<std::uint8_t> column(static_cast<std::size_t>(straight.height));
    for (int x = first; x < last; ++x) {
        double sum = 0;
        for (int y = 0; y < straight.height; ++y)
            sum += column[static_cast<std::size_t>(y)] = straight.row(y)[x];
        levels.push_back(sum / straight.height);
        const auto middle = column.begin() + straight.height / 2;
        std::nth_element(column.begin(), middle, column.end());
        across.push_back(*middle);
    }
    double ridge = 0;
    auto crest = across.begin();
    for (auto at = across.begin() + reach; at + reach < across.end(); ++at) {
        const double up = *at - std::max(*std::min_element(at - reach, at),
                                         *std::min_element(at + 1, at + reach + 1));
        if (up > ridge) ridge = up, crest = at;
    }
    const auto at = static_cast<std::size_t>(crest - across.begin());
    return {first + double(at) + 0.5, slope, ridge / *crest, levels[at]};
}

bool lean_alike(double slope, double other) {
    return std::abs(slope - other) < 0.012;
}

// Of a faint gutter the columns of writing on its two sides tell better how it leans than it does
// itself; and it may be the foot of a bright spine.
void refine_faint(Opening& opening, const Raster& soft, const Rect& inner,
                  const Corridor& corridor) {
    if (opening.x <= corridor.first || opening.x >= corridor.last ||
        !lean_alike(opening.slope, corridor.slope))
        return;
    opening.slope = corridor.slope;
    Spine spine;
    for (int i = -6; i <= 6; ++i)  // upright where the columns do not tell their lean rightly
        for (const double slope : {corridor.slope + 0.004 * i, 0.006 * i})
            if (const Spine other = bright_spine(soft, inner, corridor, slope);
                other.rise > 0.02 && other.clearer(spine))
                spine = other;
    if (spine.rise > 0) opening.x = spine.x, opening.slope = spine.slope;
}

// Width over height of an opened book; landscape albums and atlases have up to 3.
constexpr double broadest = 4;

Opening decided(Opening opening, const Gutter& gutter, const Corridor& corridor,
                std::optional<double> outreaching, const OpeningTrust& trust) {
    const Rect& paper = opening.paper;
    const double width = corridor.width() / paper.width;
    const double text = std::max(corridor.left_text, corridor.right_text),
                 less = std::min(corridor.left_text, corridor.right_text);
    const bool like_pages =
        less > 0.2 * paper.width && less > 0.45 * text &&
        corridor.width() > 0.75 * std::min(corridor.left_margin, corridor.right_margin) &&
        corridor.width() > 1.7 * corridor.others &&
        corridor.width() > (corridor.ruled ? 0.06 : 0.085) * less;
    // Columns of a page are broad for the alley between them, those of a table hardly broader than it.
    const bool like_table = corridor.others > 0.15 * less || corridor.cells;
    const double rim = 0.2 * corridor.width();
    // The line of a ruled page's frame is no gutter; it may be double.
    const double line = std::max(rim, 0.012 * paper.width);
    const bool frame =
        corridor.ruled && corridor.width() >= trust.min_corridor * paper.width &&
        (std::abs(gutter.x - corridor.first) < line || std::abs(gutter.x - corridor.last) < line);
    const bool gutter_seen = gutter.depth >= trust.min_depth && gutter.ends && !frame;
    const bool agree = gutter.x > corridor.first + rim && gutter.x < corridor.last - rim &&
                       lean_alike(gutter.slope, corridor.slope);
    opening.corridor = width;
    if (gutter_seen && opening.crossings <= most_crossings) {
        opening.found = true;
        opening.why = "cut at the gutter";
        opening.x = gutter.x, opening.slope = gutter.slope;
    } else if (outreaching) {
        opening.found = true;
        opening.why = "cut at a gutter that reaches beyond all writing";
        opening.x = *outreaching, opening.slope = gutter.slope;
    } else if (gutter_seen) {
        opening.doubtful = gutter.depth >= 1.5 * trust.min_depth;
        opening.why = "there is a fold or a gutter, but marks run across it";
    } else if (agree && gutter.ends && gutter.depth >= trust.min_depth / 2 &&
               width >= trust.min_corridor / 2 && opening.crossings <= most_crossings) {
        opening.found = true;
        opening.why = "cut at a faint gutter in the blank between two columns of writing";
        opening.x = gutter.x, opening.slope = gutter.slope;
    } else if (width >= trust.min_corridor && like_pages && like_table) {
        opening.doubtful = true;
        opening.why = "there is a broad blank in the middle, but its columns are those of a table";
    } else if (width >= trust.min_corridor && like_pages &&
               opening.aspect > 1.05 * trust.min_aspect) {
        opening.found = true;
        opening.why = "cut in the blank between two pages of writing";
        opening.x = corridor.middle(), opening.slope = corridor.slope;
        if (corridor.lined) opening.x = gutter.x, opening.slope = gutter.slope;
    } else {
        opening.why = "no gutter divides it into two pages";
    }
    return opening;
}

// A shade is a gutter before any line is: the lines of frames beside it may be darker, and reach the
// edges of a picture that ends with them.
Gutter gutter_between(const Raster& soft, const Rect& paper, double from, double to, double lean,
                      const OpeningTrust& trust) {
    Raster shades(soft.width, soft.height, 1);  // without lines
    const auto view = [](const Raster& r) {
        return cv::Mat(r.height, r.width, CV_8U, const_cast<std::uint8_t*>(r.pixels.data()));
    };
    cv::Mat to_fill = view(shades);
    cv::morphologyEx(view(soft), to_fill, cv::MORPH_CLOSE,
                     cv::getStructuringElement(cv::MORPH_RECT, {7, 1}));
    const Gutter shade = find_gutter(shades, paper, from, to, lean, trust.min_depth / 2);
    if (shade.ends && shade.depth >= 2 * trust.min_depth) {
        const double near = 0.012 * paper.width;
        from = std::max(from, shade.x - near), to = std::min(to, shade.x + near);
    }
    return find_gutter(soft, paper, from, to, lean, trust.min_depth / 2);
}

}  // namespace

Opening find_opening(const Raster& grey, const OpeningTrust& trust) {
    const double lean = std::tan(trust.most_lean * std::numbers::pi / 180);
    const Raster soft = softened(grey);
    LeafTrust trusted;
    trusted.most_slope = lean;
    trusted.most_unrest = 0.25;  // frames and shades between leaf and bed
    const LeafEdges edges = find_leaf_edges(soft, trusted);
    Opening opening;
    opening.picture = {double(grey.width), double(grey.height)};
    opening.paper = edges.middle;
    const Rect& paper = opening.paper;
    opening.aspect = paper.height > 0 ? paper.width / paper.height : 0;
    if (opening.aspect < trust.min_aspect) {
        opening.why = "it is higher than two pages beside each other are";
        return opening;
    }
    if (opening.aspect > broadest) {
        opening.why = "it is broader than two pages beside each other are";
        return opening;
    }
    const double from = paper.x + paper.width * (0.5 - trust.off_centre),
                 to = paper.x + paper.width * (0.5 + trust.off_centre);
    const Gutter gutter = gutter_between(soft, paper, from, to, lean, trust);
    const Raster ink = ink_of(grey);
    opening.depth = gutter.depth;
    if (gutter.depth > 0) opening.crossings = crossings_of(ink, paper, gutter);
    // Away from the paper's upper and lower edge, where two leaves form a notch.
    const Rect inner{paper.x, paper.y + 0.04 * paper.height, paper.width, 0.92 * paper.height};
    const double slope = sharpest_slope(ink, inner, lean);
    CorridorZone zone{from, to, {}};
    Corridor corridor = find_corridor(ink, inner, zone, slope);
    for (const LeafSide* side : {&edges.left, &edges.right}) {
        const double sign = side == &edges.left ? 1 : -1;  // the right side was seen mirrored
        if (!side->found || std::abs(sign * side->slope - slope) < 0.008) continue;
        const Corridor other = find_corridor(ink, inner, zone, sign * side->slope);
        if (other.width() > corridor.width()) corridor = other;
    }
    const bool leaf_ends = edges.top.found && edges.bottom.found;
    if (gutter.depth >= trust.min_depth && !gutter.ends && !leaf_ends) {
        // On a bed as bright as the paper a gutter's ends are not seen. In the middle of the blank
        // it is no side of it; the line of a page's frame is.
        zone.line = gutter.x;
        Corridor lined = find_corridor(ink, inner, zone, slope);
        lined.lined = true;
        if (std::abs(gutter.x - lined.middle()) < 0.2 * lined.width()) corridor = lined;
    }
    const auto table = [&](int first, int width) {
        return stands_in_cells(ink, inner, first, width, corridor.slope);
    };
    // Two frames are two pages; margins that reach over the bed say nothing against that.
    if (corridor.ruled && !edges.left.found && !edges.right.found)
        corridor.left_margin = corridor.right_margin = 0;
    corridor.cells = table(corridor.first - corridor.left_text, corridor.left_text) &&
                     table(corridor.last, corridor.right_text);
    std::optional<double> outreaching;
    if (!leaf_ends && !gutter.ends && gutter.depth >= 4 * trust.min_depth)
        outreaching = outreaching_line(ink, paper, gutter.slope, zone);
    opening = decided(opening, gutter, corridor, outreaching, trust);
    if (opening.found && opening.depth < 1.5 * trust.min_depth)
        refine_faint(opening, soft, inner, corridor);
    // from the middle of the paper to the middle of the picture
    opening.x += opening.slope * (grey.height / 2.0 - (paper.y + paper.height / 2));
    return opening;
}

}  // namespace nuskha
