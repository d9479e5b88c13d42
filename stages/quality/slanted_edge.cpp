#include "stages/quality/slanted_edge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>

#include "stages/quality/lab.hpp"

namespace nuskha {
namespace {

constexpr int least_long = 20, least_aside = 10;    // pixels
constexpr double least_slant = 2, most_slant = 30;  // degrees
constexpr double least_contrast = 0.05;             // share of the light of white
constexpr int bins_a_pixel = 4;
// Pixels from the edge that are looked at. For where the response falls, near it: farther off there
// is only noise. For the largest response, as far as there is room: the halo of a sharpened edge is
// wide and faint.
constexpr double least_reach = 16, most_reach = 32, reach_of_deviation = 16;

// Linear light, the edge running down: rows cross it.
struct Plane {
    int width = 0, height = 0;
    std::vector<double> light;
    double at(int x, int y) const { return light[static_cast<std::size_t>(y) * width + x]; }
};

// x = start + slope * y: where the edge is in the middle of row y.
struct EdgeLine {
    double start = 0, slope = 0;
    double at(double y) const { return start + slope * y; }
    double across() const { return 1 / std::sqrt(1 + slope * slope); }  // of a step in x
};

const std::array<double, 256>& light_of_levels() {
    static const auto table = [] {
        std::array<double, 256> t{};
        for (int i = 0; i < 256; ++i)
            t[static_cast<std::size_t>(i)] = linear(i);
        return t;
    }();
    return table;
}

// Channel 0..2, or luminance where it is -1.
Plane plane_of(const Raster& area, int channel, bool turn) {
    const auto& light = light_of_levels();
    Plane plane{turn ? area.height : area.width, turn ? area.width : area.height, {}};
    plane.light.resize(static_cast<std::size_t>(plane.width) * plane.height);
    for (int y = 0; y < area.height; ++y)
        for (int x = 0; x < area.width; ++x) {
            const std::uint8_t* p = area.row(y) + x * area.channels;
            const double v = area.channels == 1 ? light[p[0]]
                             : channel >= 0     ? light[p[channel]]
                                                : luminance(light[p[0]], light[p[1]], light[p[2]]);
            const std::size_t at = turn ? static_cast<std::size_t>(x) * plane.width + y
                                        : static_cast<std::size_t>(y) * plane.width + x;
            plane.light[at] = v;
        }
    return plane;
}

bool runs_down(const Plane& plane) {
    double across = 0, down = 0;
    for (int y = 1; y + 1 < plane.height; ++y)
        for (int x = 1; x + 1 < plane.width; ++x) {
            across += std::pow(plane.at(x + 1, y) - plane.at(x - 1, y), 2);
            down += std::pow(plane.at(x, y + 1) - plane.at(x, y - 1), 2);
        }
    return across >= down;
}

double hamming(double from_middle, double half_width) {
    const double t = from_middle / half_width;
    return std::abs(t) > 1 ? 0 : 0.54 + 0.46 * std::cos(std::numbers::pi * t);
}

// Centre of gravity of the step in row y, under a window around `middle`.
double crossing(const Plane& plane, int y, double middle, double half_width) {
    double sum = 0, moment = 0;
    for (int x = 1; x + 1 < plane.width; ++x) {
        const double step =
            (plane.at(x + 1, y) - plane.at(x - 1, y)) * hamming(x + 0.5 - middle, half_width);
        sum += step;
        moment += step * (x + 0.5);
    }
    return std::abs(sum) > 1e-9 ? moment / sum : middle;
}

EdgeLine through(const std::vector<double>& crossings) {
    const double n = double(crossings.size());
    double sy = 0, sx = 0, syy = 0, sxy = 0;
    for (std::size_t i = 0; i < crossings.size(); ++i) {
        const double y = double(i) + 0.5;
        sy += y;
        sx += crossings[i];
        syy += y * y;
        sxy += y * crossings[i];
    }
    const double slope = (n * sxy - sy * sx) / (n * syy - sy * sy);
    return {(sx - slope * sy) / n, slope};
}

// The window begins as wide as the row and narrows: a wide one draws the line towards its own middle,
// so each width is used twice.
EdgeLine find_line(const Plane& plane) {
    constexpr double narrowest = 16;
    std::vector<double> crossings(static_cast<std::size_t>(plane.height));
    EdgeLine line{plane.width / 2.0, 0};
    for (double half_width = plane.width;; half_width = std::max(narrowest, half_width * 0.6)) {
        for (int twice = 0; twice < 2; ++twice) {
            for (int y = 0; y < plane.height; ++y)
                crossings[static_cast<std::size_t>(y)] =
                    crossing(plane, y, line.at(y + 0.5), half_width);
            line = through(crossings);
        }
        if (half_width <= narrowest) return line;
    }
}

// Difference of the two sides, each at the first and last eighth of the rows.
double contrast_of(const Plane& plane) {
    const int side = std::max(1, plane.width / 8);
    double left = 0, right = 0;
    for (int y = 0; y < plane.height; ++y)
        for (int x = 0; x < side; ++x) {
            left += plane.at(x, y);
            right += plane.at(plane.width - 1 - x, y);
        }
    return std::abs(right - left) / side / plane.height;
}

// Whole turns of the edge's phase within a pixel, so that all phases weigh alike.
int even_rows(const Plane& plane, const EdgeLine& line) {
    const double turn = 1 / std::max(std::abs(line.slope), 1e-9);
    return static_cast<int>(std::floor(plane.height / turn) * turn);
}

// The profile across the edge, four bins a pixel; its middle bin lies on the edge.
std::vector<double> profile_of(const Plane& plane, const EdgeLine& line, double half_width) {
    const int half = static_cast<int>(half_width * bins_a_pixel), count = 2 * half + 1;
    std::vector<double> sum(static_cast<std::size_t>(count)), seen(sum.size());
    const int rows = even_rows(plane, line);
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < plane.width; ++x) {
            const double away = (x + 0.5 - line.at(y + 0.5)) * line.across();
            const long bin = std::lround(away * bins_a_pixel) + half;
            if (bin < 0 || bin >= count) continue;
            sum[static_cast<std::size_t>(bin)] += plane.at(x, y);
            ++seen[static_cast<std::size_t>(bin)];
        }
    double last = 0;
    for (std::size_t i = 0; i < sum.size(); ++i)  // a bin that no pixel fell into: as before it
        last = sum[i] = seen[i] > 0 ? sum[i] / seen[i] : last;
    return sum;
}

// Deviation of the Gaussian that rises alike from a quarter to three quarters, pixels.
double deviation_of(const std::vector<double>& profile) {
    const auto n = static_cast<std::ptrdiff_t>(profile.size()),
               side = std::max<std::ptrdiff_t>(1, n / 4);
    const double first =
        std::accumulate(profile.begin(), profile.begin() + side, 0.0) / double(side);
    const double last = std::accumulate(profile.end() - side, profile.end(), 0.0) / double(side);
    const auto risen = [&](std::ptrdiff_t i) {
        return (profile[static_cast<std::size_t>(i)] - first) / (last - first);
    };
    std::ptrdiff_t low = n / 2, high = n / 2;
    while (low > 0 && risen(low) > 0.25)
        --low;
    while (high < n - 1 && risen(high) < 0.75)
        ++high;
    return double(high - low) / bins_a_pixel / 1.349;
}

// As much of the middle as is needed.
std::vector<double> around_edge(const std::vector<double>& profile) {
    const double reach =
        std::clamp(reach_of_deviation * deviation_of(profile), least_reach, most_reach);
    const auto half =
        std::min<std::size_t>(profile.size() / 2, static_cast<std::size_t>(reach * bins_a_pixel));
    const auto middle = profile.begin() + static_cast<std::ptrdiff_t>(profile.size() / 2);
    return {middle - static_cast<std::ptrdiff_t>(half),
            middle + static_cast<std::ptrdiff_t>(half) + 1};
}

std::vector<double> spread_of(const std::vector<double>& profile) {
    const auto n = profile.size();
    std::vector<double> spread(n, 0);
    for (std::size_t i = 1; i + 1 < n; ++i)
        spread[i] = (profile[i + 1] - profile[i - 1]) / 2 *
                    hamming(double(i) - double(n / 2), double(n / 2));
    return spread;
}

// Share of a frequency that a derivative over two bins leaves, undone (at most tenfold).
double undo_derivative(double cycles_a_bin) {
    const double t = 2 * std::numbers::pi * cycles_a_bin;
    return t < 1e-9 ? 1 : std::min(10.0, std::abs(t / std::sin(t)));
}

std::vector<double> response_of(const std::vector<double>& spread) {
    std::vector<double> response;
    for (double f = 0; f < 1 + 1e-9; f += EdgeResponse::frequency_step) {
        const double turn = -2 * std::numbers::pi * f / bins_a_pixel;
        std::complex<double> sum = 0;
        for (std::size_t i = 0; i < spread.size(); ++i)
            sum += spread[i] * std::polar(1.0, turn * double(i));
        response.push_back(std::abs(sum) * undo_derivative(f / bins_a_pixel));
    }
    const double whole = std::max(response.front(), 1e-12);
    for (double& r : response)
        r /= whole;
    return response;
}

constexpr std::size_t half_sampling = 50;  // index of 0.5 cycles a pixel

double falls_to(const std::vector<double>& response, double share) {
    for (std::size_t i = 1; i <= half_sampling; ++i)
        if (response[i] < share)
            return EdgeResponse::frequency_step *
                   (double(i - 1) + (response[i - 1] - share) / (response[i - 1] - response[i]));
    return 0.5;
}

// Where the edge of one channel lies, across the edge, from a line.
double offset_of(const Raster& area, int channel, bool turn, const EdgeLine& line) {
    const Plane plane = plane_of(area, channel, turn);
    const EdgeLine own = find_line(plane);
    const double middle = plane.height / 2.0;
    return (own.at(middle) - line.at(middle)) * line.across();
}

double channels_apart(const Raster& area, bool turn, const EdgeLine& line) {
    if (area.channels != 3) return 0;
    double low = 1e300, high = -1e300;
    for (int c = 0; c < 3; ++c) {
        const double offset = offset_of(area, c, turn, line);
        low = std::min(low, offset);
        high = std::max(high, offset);
    }
    return high - low;
}

std::string fault_of(const Plane& plane, const EdgeLine& line, const EdgeResponse& edge) {
    if (edge.contrast < least_contrast) return "has no edge";
    if (line.at(0) < least_aside || line.at(0) > plane.width - least_aside ||
        line.at(plane.height) < least_aside || line.at(plane.height) > plane.width - least_aside)
        return "does not hold the edge with 10 pixels on either side";
    if (edge.slant < least_slant || edge.slant > most_slant)
        return fmt::format(
            "holds an edge that is {:.1f} degrees off the axis, where {} to {} are "
            "needed",
            edge.slant, least_slant, most_slant);
    if (even_rows(plane, line) < least_long) return "holds too short an edge";
    return {};
}

}  // namespace

EdgeResult measure_edge(const Raster& area) {
    if (area.width < 2 * least_aside || area.height < 2 * least_aside)
        return {{}, fmt::format("is only {} x {} pixels", area.width, area.height)};
    EdgeResponse edge;
    Plane plane = plane_of(area, -1, false);
    edge.upright = runs_down(plane);
    if (!edge.upright) plane = plane_of(area, -1, true);
    const EdgeLine line = find_line(plane);
    edge.slant = std::abs(std::atan(line.slope)) * 180 / std::numbers::pi;
    edge.contrast = contrast_of(plane);
    if (const std::string fault = fault_of(plane, line, edge); !fault.empty()) return {{}, fault};
    const double room = std::min({line.at(0), line.at(plane.height), plane.width - line.at(0),
                                  plane.width - line.at(plane.height), most_reach});
    const std::vector<double> profile = profile_of(plane, line, room * line.across());
    edge.response = response_of(spread_of(around_edge(profile)));
    edge.mtf50 = falls_to(edge.response, 0.5);
    edge.mtf10 = falls_to(edge.response, 0.1);
    edge.at_half_sampling = edge.response[half_sampling];
    const std::vector<double> wide = response_of(spread_of(profile));
    edge.peak = *std::max_element(wide.begin(), wide.begin() + half_sampling + 1);
    edge.misregistration = channels_apart(area, !edge.upright, line);
    return {std::move(edge), {}};
}

}  // namespace nuskha
