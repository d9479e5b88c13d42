#include "stages/quality/lines.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace nuskha {
namespace {

constexpr int strips = 24;       // a page
constexpr double quiet = 12;     // levels by which bands may be off
constexpr double margin = 0.08;  // of the leaf that counts as its margin for banding
constexpr double alike = 0.5;    // correlation of two margins that have bands in common
constexpr int slow = 40;         // half the window of slow change, pixels

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
    const int step = std::max(strip_depth, (to - from) / 6);
    for (int at = from; at + strip_depth <= to; at += step) {
        const Profile profile = profile_at(view, frame, at);
        const int beside = static_cast<int>((at + strip_depth / 2) / sight.scale);
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
    if (wide < strip_depth) return;
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
    if (turn > 0.001 || std::min(width, height) < 10 * strip_depth) return lines;
    for (const bool rows : {false, true}) {
        const Frame frame{rows, rows ? height : width, rows ? width : height};
        std::vector<Profile> profiles;
        for (int i = 0; i < strips; ++i)
            profiles.push_back(
                profile_at(view, frame, (frame.across - strip_depth) * i / (strips - 1)));
        find_dead_lines(view, frame, profiles, lines.dead);
        find_banding(view, sight, frame, lines.banding);
    }
    return lines;
}

}  // namespace nuskha
