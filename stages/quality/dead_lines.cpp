#include "stages/quality/dead_lines.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace nuskha {
namespace {

constexpr int near = 3, far = 5;  // neighbours that a line is compared with, pixels off
constexpr double quiet = 12;      // levels by which neighbours may differ
constexpr double least = 1.5;     // levels of a line that is told
constexpr int rim = 12;           // pixels at the picture's sides that are not looked at
constexpr std::size_t most_places = 8;
constexpr std::size_t least_pieces = 16, end_pieces = 6, sixths = 6;
constexpr double sure = 5;  // standard errors
constexpr double pixel_sharp =
    0.7;  // of its offset that a line of the sensor has from one pixel on

float middle_of(std::vector<float> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

struct Sides {
    float left, right;  // by how much a place differs from its sides, levels
};

// Nothing where the sides are not alike, or not even: there is writing. `at` gives the levels of
// places from -far to far.
template <class Levels>
std::optional<Sides> off_sides(Levels&& at) {
    float left = 0, right = 0, low = 255, high = 0;
    for (int i = near; i <= far; ++i) {
        left += at(-i);
        right += at(i);
        low = std::min({low, at(-i), at(i)});
        high = std::max({high, at(-i), at(i)});
    }
    if (high - low > quiet) return std::nullopt;
    return Sides{at(0) - left / (far - near + 1), at(0) - right / (far - near + 1)};
}

// 0 where a place lies between its sides.
float lesser(float left, float right) {
    if ((left > 0) != (right > 0)) return 0;
    return std::abs(left) < std::abs(right) ? left : right;
}

struct Place {
    int at;
    double promise;
};

std::vector<Place> likely_places(const std::vector<Profile>& strips, int length) {
    std::vector<Place> places;
    std::vector<float> seen;
    for (int x = rim; x + rim < length; ++x) {
        seen.clear();
        for (const Profile& strip : strips)
            if (const auto off = off_sides([&](int i) { return strip[std::size_t(x + i)]; }))
                seen.push_back(lesser(off->left, off->right));
        if (seen.size() < strips.size() / 8) continue;
        const float usual = middle_of(seen);
        if (std::abs(usual) < 1) continue;
        const auto agreeing = std::count_if(seen.begin(), seen.end(), [&](float off) {
            return off * usual > 0.3F * usual * usual;
        });
        const Place place{x, std::abs(usual) * std::sqrt(double(agreeing))};
        if (double(agreeing) < 0.6 * double(seen.size())) continue;
        if (places.empty() || x - places.back().at > near)
            places.push_back(place);
        else if (place.promise > places.back().promise)
            places.back() = place;
    }
    std::sort(places.begin(), places.end(),
              [](const Place& a, const Place& b) { return a.promise > b.promise; });
    places.resize(std::min(places.size(), most_places));
    return places;
}

constexpr int wide = 2 * far + 1;

struct Line {
    std::vector<Sides> pieces;  // its quiet pieces of 8 pixels, from one end to the other
    std::array<std::vector<float>, wide - 1> steps;  // theirs across it, from one pixel to the next
};

Line line_at(const View& view, const Frame& frame, int x) {
    const Rect area = frame.rows ? Rect{0, double(x - far), double(frame.across), wide}
                                 : Rect{double(x - far), 0, wide, double(frame.across)};
    const Raster band = view.render(area, 1, Tone::grey);
    Line line;
    for (int from = 0; from + strip_depth <= frame.across; from += strip_depth) {
        std::array<float, wide> levels{};
        for (int along = from; along < from + strip_depth; ++along)
            for (int i = 0; i < wide; ++i)
                levels[std::size_t(i)] +=
                    float(frame.rows ? band.row(i)[along] : band.row(along)[i]) / strip_depth;
        const auto off = off_sides([&](int i) { return levels[std::size_t(i + far)]; });
        if (!off) continue;
        line.pieces.push_back(*off);
        for (std::size_t i = 0; i + 1 < wide; ++i)
            line.steps[i].push_back(levels[i + 1] - levels[i]);
    }
    return line;
}

// The largest usual step of the line and at its sides.
float steepest(const Line& line) {
    float most = 0;
    for (std::size_t i = far - near; i < far + near; ++i)
        most = std::max(most, std::abs(middle_of(line.steps[i])));
    return most;
}

// The line's offset, or 0 where it is none.
float dead_at(const View& view, const Frame& frame, int x) {
    const Line line = line_at(view, frame, x);
    const std::vector<Sides>& pieces = line.pieces;
    const std::size_t n = pieces.size();
    if (n < least_pieces) return 0;
    std::vector<float> left, right, both, off_usual;
    for (const Sides& piece : pieces) {
        left.push_back(piece.left);
        right.push_back(piece.right);
        both.push_back((piece.left + piece.right) / 2);
    }
    const float usual = lesser(middle_of(left), middle_of(right)), centre = middle_of(both);
    if (std::abs(usual) < least || steepest(line) < pixel_sharp * std::abs(usual)) return 0;
    for (const float off : both)
        off_usual.push_back(std::abs(off - centre));
    if (std::abs(usual) < sure * 1.25 * 1.48 * middle_of(off_usual) / std::sqrt(double(n)))
        return 0;
    const auto alike = [&](std::size_t from, std::size_t to) {
        const float part =
            middle_of({both.begin() + std::ptrdiff_t(from), both.begin() + std::ptrdiff_t(to)});
        return part / usual > 0.4F && part / usual < 2.5F;
    };
    std::size_t others = 0;  // a sixth in the middle may be full of writing
    for (std::size_t i = 0; i < sixths; ++i)
        if (!alike(n * i / sixths, n * (i + 1) / sixths))
            others += i == 0 || i + 1 == sixths ? sixths : 1;
    if (others > 1) return 0;
    return alike(0, end_pieces) && alike(n - end_pieces, n) ? usual : 0;
}

}  // namespace

void find_dead_lines(const View& view, const Frame& frame, const std::vector<Profile>& strips,
                     DeadLine& dead) {
    for (const Place& place : likely_places(strips, frame.length)) {
        const float off = dead_at(view, frame, place.at);
        if (off == 0) continue;
        ++dead.count;
        if (std::abs(off) > std::abs(dead.offset)) {
            dead.offset = off;
            dead.at = place.at;
            dead.row = frame.rows;
        }
    }
}

}  // namespace nuskha
