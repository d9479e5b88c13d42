#include "stages/quality/lines.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace nuskha {
namespace {

constexpr int strips = 24, deep = 8;  // strips a page and their depth, pixels
constexpr int near = 3, far = 5;      // neighbours that a line is compared with, pixels off
constexpr double quiet = 12;          // levels by which neighbours may differ
constexpr double least = 1.5;         // levels of a line that is looked at
constexpr double margin = 0.08;       // of the leaf that counts as its margin for banding
constexpr double alike = 0.5;         // correlation of two margins that have bands in common
constexpr int rim = 12;               // pixels at the picture's sides that are not looked at
constexpr int slow = 40;              // half the window of slow change, pixels

using Profile = std::vector<float>;

// Which way to look: lines that run down the page are found along rows of strips.
struct Frame {
    bool rows;           // the lines that are sought run along rows
    int length, across;  // of the page along the profile and at right angles to it, pixels
};

Raster strip_at(const View& view, const Frame& frame, int from) {
    const Rect area = frame.rows ? Rect{double(from), 0, deep, double(frame.length)}
                                 : Rect{0, double(from), double(frame.length), deep};
    return view.render(area, 1, Tone::grey);
}

Profile profile_of(const Raster& strip, const Frame& frame) {
    Profile profile(static_cast<std::size_t>(frame.rows ? strip.height : strip.width), 0.F);
    for (int y = 0; y < strip.height; ++y)
        for (int x = 0; x < strip.width; ++x)
            profile[static_cast<std::size_t>(frame.rows ? y : x)] += strip.row(y)[x];
    for (float& sum : profile)
        sum /= deep;
    return profile;
}

// By how much place x differs from both its sides, the lesser; 0 where it lies between them.
// Unknown (NaN) where the sides are not alike, or not even: there is writing.
float off_sides(const Profile& p, std::size_t x) {
    float left = 0, right = 0, low = 255, high = 0;
    for (std::size_t i = near; i <= far; ++i) {
        left += p[x - i];
        right += p[x + i];
        low = std::min({low, p[x - i], p[x + i]});
        high = std::max({high, p[x - i], p[x + i]});
    }
    if (high - low > quiet) return NAN;
    left /= far - near + 1;
    right /= far - near + 1;
    const float a = p[x] - left, b = p[x] - right;
    if ((a > 0) != (b > 0)) return 0;
    return std::abs(a) < std::abs(b) ? a : b;
}

// The line's offset, or 0 where it is none.
float dead_at(const std::vector<Profile>& profiles, std::size_t x) {
    std::vector<float> seen;
    for (const Profile& profile : profiles)
        if (const float off = off_sides(profile, x); !std::isnan(off)) seen.push_back(off);
    if (seen.size() < strips / 3) return 0;
    std::vector<float> sorted = seen;
    std::nth_element(sorted.begin(), sorted.begin() + sorted.size() / 2, sorted.end());
    const float usual = sorted[sorted.size() / 2];
    if (std::abs(usual) < least) return 0;
    const auto agrees = [&](float off) { return off * usual > 0.3F * usual * usual; };
    const auto agreeing = std::count_if(seen.begin(), seen.end(), agrees);
    const auto alike_at = [&](float off) { return std::abs(off - usual) < 0.7F * std::abs(usual); };
    const bool whole = alike_at(seen.front()) && alike_at(seen.back());
    return whole && double(agreeing) >= 0.7 * double(seen.size()) ? usual : 0;
}

void find_dead(const std::vector<Profile>& profiles, const Frame& frame, DeadLine& dead) {
    std::size_t last = 0;
    for (std::size_t x = rim; x + rim < static_cast<std::size_t>(frame.length); ++x) {
        const float off = dead_at(profiles, x);
        if (off == 0) continue;
        if (last == 0 || x > last + near) ++dead.count;
        last = x;
        if (std::abs(off) > std::abs(dead.offset)) {
            dead.offset = off;
            dead.at = double(x);
            dead.row = frame.rows;
        }
    }
}

// The first and last place across the lines that is leaf, overview pixels.
std::pair<int, int> leaf_across(const Sight& sight, const Frame& frame) {
    const int n = frame.rows ? sight.grey.width : sight.grey.height;
    const int m = frame.rows ? sight.grey.height : sight.grey.width;
    int first = n, last = -1;
    for (int i = 0; i < n; ++i) {
        int leaf = 0;
        for (int j = 0; j < m; ++j) {
            const int x = frame.rows ? i : j, y = frame.rows ? j : i;
            leaf += on_leaf(sight, static_cast<std::size_t>(y) * sight.grey.width + x);
        }
        if (leaf < m / 2) continue;
        first = std::min(first, i);
        last = i;
    }
    return {first, last};
}

// A margin's profile without slow change; NaN where there is ink, bed or an edge.
Profile margin_profile(const View& view, const Sight& sight, const Frame& frame, int from, int to) {
    const auto length = static_cast<std::size_t>(frame.length);
    Profile sum(length, 0.F), count(length, 0.F);
    const int step = std::max(deep, (to - from) / 6);
    for (int at = from; at + deep <= to; at += step) {
        const Profile profile = profile_of(strip_at(view, frame, at), frame);
        const int beside = static_cast<int>((at + deep / 2) / sight.scale);
        for (std::size_t i = 0; i < length; ++i) {
            const int along = static_cast<int>(double(i) / sight.scale);
            const int x = std::min(frame.rows ? beside : along, sight.grey.width - 1);
            const int y = std::min(frame.rows ? along : beside, sight.grey.height - 1);
            const std::size_t pixel = static_cast<std::size_t>(y) * sight.grey.width + x;
            if (!on_leaf(sight, pixel) || sight.grey.pixels[pixel] < 0.8 * sight.paper) continue;
            sum[i] += profile[i];
            ++count[i];
        }
    }
    Profile out(length, NAN);
    double window = 0, known = 0;
    const auto add = [&](std::size_t i, double sign) {
        if (count[i] == 0) return;
        window += sign * sum[i] / count[i];
        known += sign;
    };
    for (std::size_t i = 0; i < std::min<std::size_t>(slow, length); ++i)
        add(i, 1);
    for (std::size_t i = 0; i < length; ++i) {
        if (i + slow < length) add(i + slow, 1);
        if (i > slow) add(i - slow - 1, -1);
        if (count[i] > 0 && known > slow) {
            const double off = sum[i] / count[i] - window / known;
            if (std::abs(off) < quiet) out[i] = static_cast<float>(off);
        }
    }
    return out;
}

double depth_of(const Profile& a, const Profile& b) {
    double sum = 0, of_a = 0, of_b = 0, n = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::isnan(a[i]) || std::isnan(b[i])) continue;
        sum += double(a[i]) * b[i];
        of_a += double(a[i]) * a[i];
        of_b += double(b[i]) * b[i];
        ++n;
    }
    if (n < 0.4 * double(a.size())) return 0;            // too little margin to know
    if (sum < alike * std::sqrt(of_a * of_b)) return 0;  // each has its own
    return std::sqrt(sum / n);
}

void find_banding(const View& view, const Sight& sight, const Frame& frame, Banding& banding) {
    const auto [first, last] = leaf_across(sight, frame);
    const int from = static_cast<int>((first + 4) * sight.scale);
    const int to = static_cast<int>((last - 4) * sight.scale);
    const int wide = static_cast<int>((to - from) * margin);
    if (wide < deep) return;
    const double depth = depth_of(margin_profile(view, sight, frame, from, from + wide),
                                  margin_profile(view, sight, frame, to - wide, to));
    if (depth > banding.depth) banding = {depth, frame.rows};
}

}  // namespace

SensorLines measure_lines(const Page& page, const View& view, const Sight& sight) {
    SensorLines lines;
    const double turn = std::abs(std::remainder(page.geometry.degrees(), 90.0));
    const int width = static_cast<int>(page.geometry.page().width);
    const int height = static_cast<int>(page.geometry.page().height);
    if (turn > 0.001 || std::min(width, height) < 10 * deep) return lines;
    for (const bool rows : {false, true}) {
        const Frame frame{rows, rows ? height : width, rows ? width : height};
        std::vector<Profile> profiles;
        for (int i = 0; i < strips; ++i)
            profiles.push_back(
                profile_of(strip_at(view, frame, (frame.across - deep) * i / (strips - 1)), frame));
        find_dead(profiles, frame, lines.dead);
        find_banding(view, sight, frame, lines.banding);
    }
    return lines;
}

}  // namespace nuskha
