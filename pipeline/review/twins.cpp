#include "pipeline/review/twins.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace nuskha::review {
namespace {

constexpr std::size_t enough_words = 20;
constexpr double same_words = 0.5;   // share in common from which two readings are of one page
constexpr int looser = 10;           // more bits that may differ where words agree
constexpr double enough_parts = 60;  // marks of ink from which a picture tells a page
constexpr double same_parts = 0.2;   // by which their number may differ between two scans

// Words in both over those in the shorter of both.
double in_common(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
    std::vector<std::uint32_t> both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
    return static_cast<double>(both.size()) / static_cast<double>(std::min(a.size(), b.size()));
}

bool looks_the_same(const Sighting& a, const Sighting& b) {
    const auto [fewer, more] = std::minmax(a.parts, b.parts);
    return fewer >= enough_parts && more - fewer <= same_parts * more;
}

}  // namespace

std::vector<Twin> find_twins(const std::vector<Sighting>& pages, const TwinLimits& limits) {
    std::vector<Twin> twins;
    for (std::size_t i = 1; i < pages.size(); ++i) {
        const Sighting& page = pages[i];
        if (!page.hash) continue;
        std::optional<Twin> best;
        for (std::size_t j = i; j-- > 0 && i - j <= limits.reach;) {
            const Sighting& other = pages[j];
            if (!other.hash || (!page.scan.empty() && page.scan == other.scan)) continue;
            Twin twin{j, i, std::popcount(*page.hash ^ *other.hash), -1};
            if (twin.bits > limits.bits + looser) continue;
            if (page.words.size() >= enough_words && other.words.size() >= enough_words) {
                twin.words = in_common(page.words, other.words);
                if (twin.words < same_words) continue;
            } else if (twin.bits > limits.bits || !looks_the_same(page, other)) {
                continue;
            }
            if (!best || twin.bits < best->bits) best = twin;
        }
        if (best) twins.push_back(*best);
    }
    return twins;
}

}  // namespace nuskha::review
