#include "stages/level_tilt.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "models/median.hpp"

namespace nuskha {
namespace {

constexpr double degree = std::numbers::pi / 180;

// Ink of a strip of columns, row by row, so that a projection along slightly slanting lines is a
// sum of shifted columns. Each column has two zeros before it and at least one after, and a length
// of whole eights.
struct Strips {
    static constexpr int width = 8;  // picture columns
    int count = 0, rows = 0, length = 0;
    std::vector<float> sums;    // count * length
    std::vector<double> lower;  // how far each strip has been moved down, 0..1 rows
    float* column(int strip) { return &sums[static_cast<std::size_t>(strip) * length]; }
    const float* column(int strip) const { return &sums[static_cast<std::size_t>(strip) * length]; }
};

// Between rows a projection is interpolated, and so is made less sharp; angles that fall on whole
// rows (above all 0) would look better than they are. Every strip is therefore moved by another
// part of a row beforehand, so that no angle falls on whole rows. And all are evened out a little.
void dither(float* column, int length, double down) {
    std::vector<float> old(column, column + length);
    const auto part = static_cast<float>(down);
    for (int y = length - 1; y > 0; --y)
        old[static_cast<std::size_t>(y)] = (1 - part) * old[static_cast<std::size_t>(y)] +
                                           part * old[static_cast<std::size_t>(y) - 1];
    for (int y = 1; y + 1 < length; ++y)
        column[y] = (old[static_cast<std::size_t>(y) - 1] + 2 * old[static_cast<std::size_t>(y)] +
                     old[static_cast<std::size_t>(y) + 1]) /
                    4;
    column[0] = column[length - 1] = 0;
}

Strips strips_of(const Raster& darkness) {
    Strips strips;
    strips.count = (darkness.width + Strips::width - 1) / Strips::width;
    strips.rows = darkness.height;
    strips.length = (darkness.height + 12) / 8 * 8;
    strips.sums.assign(static_cast<std::size_t>(strips.count) * strips.length, 0.F);
    for (int y = 0; y < darkness.height; ++y) {
        const std::uint8_t* row = darkness.row(y);
        for (int s = 0, x = 0; s < strips.count; ++s) {
            int sum = 0;
            for (const int end = std::min(x + Strips::width, darkness.width); x < end; ++x)
                sum += row[x];
            strips.column(s)[y + 2] = static_cast<float>(sum);
        }
    }
    for (int s = 0; s < strips.count; ++s) {
        strips.lower.push_back(std::fmod((s + 1) * std::numbers::phi, 1.0));
        dither(strips.column(s), strips.length, strips.lower.back());
    }
    return strips;
}

// Strips [first, last) that are looked at together.
struct Segment {
    int first = 0, last = 0;
};

// Where writing stands: so many rows of each strip are inked, and more than `few` are in text.
struct Inked {
    std::vector<int> rows;
    int few = 0;
    Segment extent;  // from the first strip of text to the last; empty without text
    bool text(int strip) const { return rows[static_cast<std::size_t>(strip)] > few; }
};

Inked inked_strips(const Strips& strips, const Raster& darkness) {
    Inked inked{std::vector<int>(static_cast<std::size_t>(strips.count), 0), 0, {}};
    for (int s = 0; s < strips.count; ++s) {
        const int left = s * Strips::width, right = std::min(left + Strips::width, darkness.width);
        for (int y = 0; y < darkness.height; ++y) {
            const std::uint8_t* row = darkness.row(y);
            bool any = false;
            for (int x = left; x < right; ++x)
                any = any || row[x] > 40;
            inked.rows[static_cast<std::size_t>(s)] += any;
        }
    }
    std::vector<int> sorted;
    for (const int n : inked.rows)
        if (n > 0) sorted.push_back(n);
    if (sorted.empty()) return inked;
    inked.few = median(std::move(sorted)) / 5;
    inked.extent = {strips.count, 0};
    for (int s = 0; s < strips.count; ++s)
        if (inked.text(s))
            inked.extent = {std::min(inked.extent.first, s), std::max(inked.extent.last, s + 1)};
    return inked;
}

// Columns of text, told by the gaps between them; where there are none, nothing. Lines of
// neighbouring columns need not meet, and would be made to meet by a wrong angle.
std::vector<Segment> columns_of(const Inked& inked) {
    const auto [first, last] = inked.extent;
    std::vector<Segment> columns;
    int wide = 0, narrow = 0;  // strips of text in columns, and in what is too narrow for one
    for (int s = first; s < last;) {
        int end = s;
        const bool text = inked.text(s);
        while (end < last && inked.text(end) == text)
            ++end;
        if (text && end - s >= (last - first) / 8) {
            columns.push_back({s, end});
            wide += end - s;
        } else if (text) {
            narrow += end - s;
        }
        s = end;
    }
    if (columns.size() < 2 || narrow > wide / 4) return {};
    return columns;
}

// to[y] += rest * column[y + 1] + part * column[y]; in eights, which compilers turn into vectors.
void add_shifted(float* __restrict to, const float* __restrict column, int length, float rest,
                 float part) {
    for (int y = 0; y + 8 < length; y += 8)
        for (int k = 0; k < 8; ++k)
            to[y + k] += rest * column[y + k + 1] + part * column[y + k];
    for (int k = length - 8; k < length - 1; ++k)
        to[k] += rest * column[k + 1] + part * column[k];
}

// The page is looked at in bands that overlap by half: what each tells of its own angle.
constexpr int bands = 14;
using Bands = std::array<double, bands>;

// The projection of some strips along lines that run down to the right by `degrees`; row y of the
// picture at the page's middle is at y + reach.
void project(const Strips& strips, const Segment& segment, double degrees, int reach,
             std::vector<float>& profile) {
    const double slope = std::tan(degrees * degree) * Strips::width;
    const double middle = (strips.count - 1) / 2.0;
    profile.assign(static_cast<std::size_t>(strips.length + 2 * reach), 0.F);
    for (int s = segment.first; s < segment.last; ++s) {
        const double shift =
            reach - slope * (s - middle) - strips.lower[static_cast<std::size_t>(s)];
        const int whole = static_cast<int>(std::floor(shift));
        const auto part = static_cast<float>(shift - whole);
        add_shifted(&profile[static_cast<std::size_t>(std::max(0, whole))], strips.column(s),
                    strips.length, 1 - part, part);
    }
}

// Adds for each band the sum of squared steps from row to row. A band's weight falls to its edges,
// so that what leaves or enters it at another angle counts for little.
void add_sharpness(const std::vector<float>& profile, int reach, int rows, Bands& sharpness) {
    const double unit = double(bands - 1) / rows;  // bands a row
    for (std::size_t y = 1; y < profile.size(); ++y) {
        const double step = profile[y] - profile[y - 1];
        const double at =
            std::clamp((double(y) - reach) * unit, 0.0, static_cast<double>(bands - 1));
        const int above = std::min(static_cast<int>(at), bands - 2);
        const double below = at - above, share = below * below * (3 - 2 * below);
        sharpness[static_cast<std::size_t>(above)] += (1 - share) * step * step;
        sharpness[static_cast<std::size_t>(above + 1)] += share * step * step;
    }
}

struct Part {
    double degrees = 0, weight = 0;
};

// Where a parabola through the five highest heights has its top, in steps from the highest.
double top_between(const double* at) {
    const double slope = (2 * at[2] + at[1] - at[-1] - 2 * at[-2]) / 10;
    const double bend = (2 * at[2] - at[1] - 2 * at[0] - at[-1] + 2 * at[-2]) / 7;
    return bend < 0 ? std::clamp(-slope / bend, -1.0, 1.0) : 0;
}

constexpr double fine_step = 0.08;  // degrees
constexpr int fine_reach = 24, fine_count = 2 * fine_reach + 1;

struct Measured {
    std::vector<Part> parts;  // the bands that have a clear angle
    int inked = 0;            // bands that have enough ink for one
    Part whole;               // of all bands together
    double width = 0;         // half the width of the whole's peak at half its height, degrees
};

Part peak_of(const std::vector<double>& heights, double& typical) {
    const auto best = std::max_element(heights.begin() + 2, heights.end() - 2);
    const int at = static_cast<int>(best - heights.begin());
    std::vector<double> sorted = heights;
    std::nth_element(sorted.begin(), sorted.begin() + fine_count / 2, sorted.end());
    typical = sorted[fine_count / 2];
    return {(at - fine_reach + top_between(&*best)) * fine_step, *best - typical};
}

// What the sharpness of the bands at every fine angle tells.
Measured measured(const std::vector<Bands>& heights) {
    Measured result;
    std::vector<double> sum(heights.size(), 0.0);
    std::vector<double> typicals;
    for (std::size_t band = 0; band < bands; ++band) {
        std::vector<double> own;
        for (std::size_t i = 0; i < heights.size(); ++i) {
            own.push_back(heights[i][band]);
            sum[i] += heights[i][band];
        }
        double typical = 0;
        const Part part = peak_of(own, typical);
        typicals.push_back(typical);
        if (part.weight > 0.3 * typical && std::abs(part.degrees) < (fine_reach - 3) * fine_step)
            result.parts.push_back(part);
    }
    const double most = *std::max_element(typicals.begin(), typicals.end());
    result.inked = static_cast<int>(
        std::count_if(typicals.begin(), typicals.end(), [&](double t) { return t > 0.1 * most; }));
    double typical = 0;
    result.whole = peak_of(sum, typical);
    for (const double height : sum)
        if (height > typical + result.whole.weight / 2) result.width += fine_step / 2;
    return result;
}

double weighted_median(std::vector<Part> parts) {
    std::sort(parts.begin(), parts.end(),
              [](const Part& a, const Part& b) { return a.degrees < b.degrees; });
    double all = 0, seen = 0;
    for (const Part& part : parts)
        all += part.weight;
    for (const Part& part : parts)
        if ((seen += part.weight) >= all / 2) return part.degrees;
    return 0;
}

// The mean of the parts that agree with their median, and how well they do. Where most of the page
// has no angle of its own (writing by hand), the whole of it tells.
Tilt agreement(const Measured& seen, double coarse) {
    const std::vector<Part>& parts = seen.parts;
    Tilt tilt;
    tilt.parts = static_cast<int>(parts.size());
    if (2 * tilt.parts < seen.inked) {
        tilt.parts = 0;
        tilt.degrees = coarse + seen.whole.degrees;
        tilt.error = seen.width / 2;
        tilt.agreeing = 1;
        return tilt;
    }
    const double middle = weighted_median(parts);
    std::vector<Part> apart;
    for (const Part& part : parts)
        apart.push_back({std::abs(part.degrees - middle), part.weight});
    const double near = std::max(0.12, 3 * weighted_median(apart));
    double all = 0, agreeing = 0, sum = 0;
    for (const Part& part : parts) {
        all += part.weight;
        if (std::abs(part.degrees - middle) > near) continue;
        agreeing += part.weight;
        sum += part.weight * part.degrees;
    }
    const double mean = sum / agreeing;
    tilt.degrees = coarse + mean;
    tilt.agreeing = agreeing / all;
    double squares = 0, before = 0, after = 0;
    for (const Part& part : parts) {
        const double off = part.degrees - mean, was = part.degrees + coarse;
        tilt.spread += part.weight / all * std::abs(off);
        before += part.weight * was * was;
        after += part.weight * off * off;
        if (std::abs(part.degrees - middle) <= near)
            squares += part.weight * part.weight * off * off;
    }
    tilt.error = std::sqrt(squares) / agreeing;
    tilt.before = std::sqrt(before / all);
    tilt.after = std::sqrt(after / all);
    return tilt;
}

}  // namespace

Tilt level_tilt(const Raster& darkness, double coarse) {
    const Strips strips = strips_of(darkness);
    const Inked inked = inked_strips(strips, darkness);
    std::vector<Segment> segments = columns_of(inked);
    const bool columns = !segments.empty();
    if (!columns) {  // thirds of the writing, and what is beside it, as a check on the whole
        const auto [first, last] = inked.extent;
        const int wide = last - first;
        segments = {{0, first + wide / 3},
                    {first + wide / 3, first + wide * 2 / 3},
                    {first + wide * 2 / 3, strips.count}};
    }
    const int reach = static_cast<int>(std::tan(fine_reach * fine_step * degree) *
                                       (strips.count * Strips::width) / 2) +
                      4;
    std::vector<Bands> apart(fine_count, Bands{}), together(fine_count, Bands{});
    std::vector<float> profile, whole;
    for (int i = 0; i < fine_count; ++i) {
        whole.assign(static_cast<std::size_t>(strips.length + 2 * reach), 0.F);
        for (const Segment& segment : segments) {
            project(strips, segment, (i - fine_reach) * fine_step, reach, profile);
            add_sharpness(profile, reach, strips.rows, apart[static_cast<std::size_t>(i)]);
            for (std::size_t y = 0; y < whole.size(); ++y)
                whole[y] += profile[y];
        }
        add_sharpness(whole, reach, strips.rows, together[static_cast<std::size_t>(i)]);
    }
    const Tilt in_parts = agreement(measured(apart), coarse);
    if (columns && in_parts.parts > 1) return in_parts;
    const Tilt as_one = agreement(measured(together), coarse);
    // Words in Arabic script have no angle of their own, and all of them together a wrong one, as
    // their letters climb; the rows of a table that they stand in have one, all over the page.
    if (in_parts.parts == 0 && as_one.parts >= 3 && as_one.error <= 0.05 && as_one.spread <= 0.08)
        return as_one;
    // Parts that are hardly sure still tell that lines of one column meet lines of another.
    const double apart_by = std::abs(as_one.degrees - in_parts.degrees);
    const bool meet = apart_by < std::clamp(3 * in_parts.error, 0.15, 0.3);
    return meet ? as_one : in_parts;
}

}  // namespace nuskha
