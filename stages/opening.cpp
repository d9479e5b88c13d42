#include "stages/opening.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

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

// Rows of `box` moved so that what leans by `slope` stands upright; beyond the picture 0.
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

struct Corridor {             // blank paper from top to bottom between two columns of writing
    int first = 0, last = 0;  // columns; last is one beyond
    int others = 0;           // width of the widest other one between columns of writing
    bool cells = false;       // on both its sides the writing stands in cells of a table
    bool ruled = false;       // both its sides are long lines: the frames of two ruled pages
    bool lined = false;       // a gutter is in it that is not seen to the paper's edges
    int left_text = 0, right_text = 0;      // columns from the outermost ink to the corridor
    int left_margin = 0, right_margin = 0;  // from the paper's edge to the outermost ink
    double slope = 0;
    int width() const { return last - first; }
    double middle() const { return (first + last) / 2.0; }
};

// Where a corridor is looked for.
struct CorridorZone {
    double from = 0, to = 0;     // columns between which its middle lies
    std::optional<double> line;  // column of a dark line that does not divide the blank
};

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

// The slope at which columns of writing have the sharpest sides: steps from column to column are
// largest there (Postl 1986, upright).
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

// Does the dark line of a gutter begin above all other ink and end below it? A line that is printed
// between columns, or is part of a frame, does not.
bool outreaches(const Raster& ink, const Rect& box, const Gutter& gutter) {
    const Raster straight = upright(ink, box, gutter.slope);
    const int rim = 2, beside = std::max(4, static_cast<int>(box.width * 0.014)),
              margin = std::max(2, straight.height / 100), middle = static_cast<int>(gutter.x);
    if (middle < beside || middle + beside >= straight.width) return false;
    int first = straight.height, last = -1;  // rows of the line
    int first_other = straight.height, last_other = -1;
    for (int y = 0; y < straight.height; ++y) {
        const std::uint8_t* row = straight.row(y);
        const auto inked = [&](int from, int to) { return std::count(row + from, row + to, 1); };
        if (inked(middle - rim, middle + rim + 1) > 0) first = std::min(first, y), last = y;
        if (inked(0, middle - beside) + inked(middle + beside, straight.width) > 1)
            first_other = std::min(first_other, y), last_other = y;
    }
    return first + margin <= first_other && last - margin >= last_other;
}

// The column of a spine that shines: brighter than the paper close by on both of its sides. That
// paper is blank too; what is close to the writing is darkened by it.
std::optional<double> bright_spine(const Raster& soft, const Rect& box, const Corridor& corridor) {
    const Raster straight = upright(soft, box, corridor.slope);
    const int rim = 3, first = corridor.first + rim, last = corridor.last - rim;
    const auto reach =
        static_cast<std::ptrdiff_t>(std::min(0.02 * box.width, (last - first) / 4.0));
    if (reach < 1) return {};
    std::vector<double> across;  // brightness from column to column
    std::vector<std::uint8_t> column(static_cast<std::size_t>(straight.height));
    for (int x = first; x < last; ++x) {
        for (int y = 0; y < straight.height; ++y)
            column[static_cast<std::size_t>(y)] = straight.row(y)[x];
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
    if (ridge < 0.02 * *crest) return {};
    return first + static_cast<double>(crest - across.begin()) + 0.5;
}

// Of a faint gutter the columns of writing on its two sides tell better how it leans than it does
// itself; and it may be the foot of a bright spine.
void refine_faint(Opening& opening, const Raster& soft, const Rect& inner,
                  const Corridor& corridor) {
    if (opening.x <= corridor.first || opening.x >= corridor.last) return;
    opening.slope = corridor.slope;
    if (const auto spine = bright_spine(soft, inner, corridor)) opening.x = *spine;
}

// Width over height of an opened book; landscape albums and atlases have up to 3.
constexpr double broadest = 4;

Opening decided(Opening opening, const Gutter& gutter, const Corridor& corridor, bool outreaching,
                const OpeningTrust& trust) {
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
    // The line of a ruled page's frame is no gutter.
    const bool frame =
        corridor.ruled && corridor.width() >= trust.min_corridor * paper.width &&
        (std::abs(gutter.x - corridor.first) < rim || std::abs(gutter.x - corridor.last) < rim);
    const bool gutter_seen = gutter.depth >= trust.min_depth && gutter.ends && !frame;
    const bool agree = gutter.x > corridor.first + rim && gutter.x < corridor.last - rim &&
                       std::abs(gutter.slope - corridor.slope) < 0.012;
    opening.corridor = width;
    if (gutter_seen && opening.crossings <= most_crossings) {
        opening.found = true;
        opening.why = "cut at the gutter";
        opening.x = gutter.x, opening.slope = gutter.slope;
    } else if (outreaching && gutter.depth >= 4 * trust.min_depth && opening.crossings == 0) {
        opening.found = true;
        opening.why = "cut at a gutter that reaches beyond all writing";
        opening.x = gutter.x, opening.slope = gutter.slope;
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

}  // namespace

Opening find_opening(const Raster& grey, const OpeningTrust& trust) {
    const double lean = std::tan(trust.most_lean * std::numbers::pi / 180);
    const Raster soft = softened(grey), small = halved(soft);
    LeafTrust trusted;
    trusted.most_slope = lean;
    const LeafEdges edges = find_leaf_edges(small, trusted);
    Opening opening;
    opening.picture = {double(grey.width), double(grey.height)};
    const double factor = double(grey.width) / small.width;
    opening.paper = {edges.middle.x * factor, edges.middle.y * factor, edges.middle.width * factor,
                     edges.middle.height * factor};
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
    const Gutter gutter = find_gutter(soft, paper, from, to, lean, trust.min_depth / 2);
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
        return layout_of(ink, inner, first, width, corridor.slope).like_table();
    };
    corridor.cells = table(corridor.first - corridor.left_text, corridor.left_text) &&
                     table(corridor.last, corridor.right_text);
    opening =
        decided(opening, gutter, corridor, !leaf_ends && outreaches(ink, paper, gutter), trust);
    if (opening.found && opening.depth < 1.5 * trust.min_depth)
        refine_faint(opening, soft, inner, corridor);
    // from the middle of the paper to the middle of the picture
    opening.x += opening.slope * (grey.height / 2.0 - (paper.y + paper.height / 2));
    return opening;
}

}  // namespace nuskha
