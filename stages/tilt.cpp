#include "stages/tilt.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <vector>

#include "stages/radon.hpp"

namespace nuskha {
namespace {

constexpr double degree = std::numbers::pi / 180;

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
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2),
                     all.end());
    peak.typical = all[all.size() / 2];
    peak.level = level;
    return peak;
}

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

Strips strips_of(const cv::Mat& darkness) {
    Strips strips;
    strips.count = (darkness.cols + Strips::width - 1) / Strips::width;
    strips.rows = darkness.rows;
    strips.length = (darkness.rows + 12) / 8 * 8;
    strips.sums.assign(static_cast<std::size_t>(strips.count) * strips.length, 0.F);
    for (int y = 0; y < darkness.rows; ++y) {
        const std::uint8_t* row = darkness.ptr(y);
        for (int s = 0, x = 0; s < strips.count; ++s) {
            int sum = 0;
            for (const int end = std::min(x + Strips::width, darkness.cols); x < end; ++x)
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

// Columns of text, told by the gaps between them; where there are none, nothing. Lines of
// neighbouring columns need not meet, and would be made to meet by a wrong angle.
std::vector<Segment> columns_of(const Strips& strips, const cv::Mat& darkness) {
    std::vector<int> inked(static_cast<std::size_t>(strips.count), 0);
    for (int s = 0; s < strips.count; ++s) {
        const int left = s * Strips::width, right = std::min(left + Strips::width, darkness.cols);
        for (int y = 0; y < darkness.rows; ++y) {
            const std::uint8_t* row = darkness.ptr(y);
            bool any = false;
            for (int x = left; x < right; ++x)
                any = any || row[x] > 40;
            inked[static_cast<std::size_t>(s)] += any;
        }
    }
    std::vector<int> sorted;
    for (const int n : inked)
        if (n > 0) sorted.push_back(n);
    if (sorted.empty()) return {};
    std::nth_element(sorted.begin(),
                     sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2), sorted.end());
    const int few = sorted[sorted.size() / 2] / 5;
    std::vector<Segment> columns;
    int wide = 0, narrow = 0;  // strips of text in columns, and in what is too narrow for one
    for (int s = 0; s < strips.count;) {
        int end = s;
        const bool text = inked[static_cast<std::size_t>(s)] > few;
        while (end < strips.count && (inked[static_cast<std::size_t>(end)] > few) == text)
            ++end;
        if (text && end - s >= strips.count / 8) {
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

// Turned anticlockwise by `degrees` about its middle, into a picture that holds all of it.
cv::Mat turned_back(const cv::Mat& picture, double degrees) {
    const double c = std::abs(std::cos(degrees * degree)), s = std::abs(std::sin(degrees * degree));
    const cv::Size size(static_cast<int>(picture.cols * c + picture.rows * s) + 1,
                        static_cast<int>(picture.rows * c + picture.cols * s) + 1);
    cv::Mat matrix = cv::getRotationMatrix2D(
        {static_cast<float>(picture.cols) / 2, static_cast<float>(picture.rows) / 2}, degrees, 1);
    matrix.at<double>(0, 2) += (size.width - picture.cols) / 2.0;
    matrix.at<double>(1, 2) += (size.height - picture.rows) / 2.0;
    cv::Mat level;
    cv::warpAffine(picture, level, matrix, size, cv::INTER_LINEAR);
    return level;
}

// The angle of a picture that has been levelled coarsely, by `coarse`.
Tilt measure_level(const cv::Mat& darkness, double coarse) {
    const Strips strips = strips_of(darkness);
    std::vector<Segment> segments = columns_of(strips, darkness);
    const bool columns = !segments.empty();
    if (!columns) {  // thirds, as a check on the whole
        segments.clear();
        for (int third = 0; third < 3; ++third)
            segments.push_back({strips.count * third / 3, strips.count * (third + 1) / 3});
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
    const bool meet =
        std::abs(as_one.degrees - in_parts.degrees) < std::max(0.15, 3 * in_parts.error);
    return meet ? as_one : in_parts;
}

}  // namespace

Tilt measure_tilt(const Ink& ink, double range) {
    if (ink.parts < 5) return {};
    const Peak first = sharpest_slope(small_mask(ink.mask, false), range);
    if (first.typical <= 0) return {};
    // Strips stand for lines only near level.
    const double turn = std::abs(first.degrees) > 0.15 ? first.degrees : 0;
    const cv::Mat darkness = view_of(ink.darkness);
    Tilt tilt = measure_level(turn != 0 ? turned_back(darkness, turn) : darkness, turn);
    tilt.sharpness = first.height / first.typical;
    tilt.level = first.level / first.typical;
    tilt.lone = first.lone;
    return tilt;
}

Rows measure_rows(const Ink& ink, double range) {
    if (ink.parts < 5) return {};
    const Peak peak = sharpest_slope(small_mask(ink.mask, false), range);
    const double pixels = std::max(1, cv::countNonZero(view_of(ink.mask)));
    return {peak.typical > 0 ? peak.height / peak.typical : 0,
            peak.height / (pixels * ink.mask.width)};
}

Stance measure_stance(const Ink& ink, double tilt) {
    constexpr int across = 6, down = 8;  // parts of the page
    if (ink.parts < 5) return {};
    const cv::Mat darkness = view_of(ink.darkness);
    const cv::Mat level = std::abs(tilt) > 0.15 ? turned_back(darkness, tilt) : darkness;
    std::vector<double> leans;
    for (int x = 0; x < across; ++x) {
        cv::Mat rows;
        cv::reduce(level.colRange(level.cols * x / across, level.cols * (x + 1) / across), rows, 1,
                   cv::REDUCE_SUM, CV_32F);
        cv::GaussianBlur(rows, rows, {1, 5}, 0, 1);
        for (int y = 0; y < down; ++y) {
            double cubes = 0, sizes = 0;  // of the steps from row to row: sharp ones count most
            for (int row = std::max(1, rows.rows * y / down); row < rows.rows * (y + 1) / down;
                 ++row) {
                const double step = rows.at<float>(row) - rows.at<float>(row - 1);
                cubes -= step * step * step;
                sizes += std::abs(step * step * step);
            }
            if (sizes > 0) leans.push_back(cubes / sizes);
        }
    }
    if (leans.size() < 4) return {};
    double sum = 0, squares = 0;
    for (const double lean : leans) {
        sum += lean;
        squares += lean * lean;
    }
    const double n = double(leans.size()), mean = sum / n;
    const double deviation = std::sqrt(std::max(1e-6, squares / n - mean * mean));
    return {mean, mean / deviation * std::sqrt(n)};
}

}  // namespace nuskha
