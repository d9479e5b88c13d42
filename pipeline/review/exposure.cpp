#include "pipeline/review/exposure.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "models/median.hpp"

namespace nuskha::review {
namespace {

constexpr std::size_t fewest_pages = 24, fewest_items = 8, most_items = 400;
constexpr std::size_t window = 8;         // pages on either side that are compared
constexpr double same_tint = 4;           // CIELAB units that light alone does not explain
constexpr double sure = 3;                // deviations of Kendall's S: p = 0.0027
constexpr double agreeing = 8;            // levels; median deviation of pages that agree
constexpr double written_alike = 0.2;     // share of the marks of ink that the pages around have
constexpr std::size_t most_windows = 64;  // that are compared each with each

template <class Field>
double median_field(std::span<const PaperLevel> pages, Field field) {
    std::vector<double> values;
    for (const PaperLevel& page : pages)
        if (page.level > 0) values.push_back(field(page));
    return median(std::move(values));
}

PaperLevel middle_of(std::span<const PaperLevel> pages) {
    return {median_field(pages, [](const PaperLevel& p) { return p.level; }),
            median_field(pages, [](const PaperLevel& p) { return p.a; }),
            median_field(pages, [](const PaperLevel& p) { return p.b; }),
            median_field(pages, [](const PaperLevel& p) { return p.parts; })};
}

double lightness(double level) {  // CIELAB L* of a grey of sRGB
    const double v = level / 255;
    const double linear = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    return linear > 0.008856 ? 116 * std::cbrt(linear) - 16 : 903.3 * linear;
}

// Whether `to` is `from` in more or less light. Light by a factor multiplies L* + 16, a* and b* by
// one number, its cube root.
bool light_alone(const PaperLevel& from, const PaperLevel& to) {
    const bool known = (from.a != 0 || from.b != 0) && (to.a != 0 || to.b != 0);
    if (!known) return true;
    const double factor = (lightness(to.level) + 16) / (lightness(from.level) + 16);
    return std::abs(to.a - from.a * factor) <= same_tint &&
           std::abs(to.b - from.b * factor) <= same_tint;
}

PaperLevel mean_of(const PaperLevel& p, const PaperLevel& q) {
    return {(p.level + q.level) / 2, (p.a + q.a) / 2, (p.b + q.b) / 2, (p.parts + q.parts) / 2};
}

struct Window {
    std::size_t first = 0;  // of the pages that were measured
    PaperLevel paper;       // as on the first paper of the item: changes of paper are taken out
};

// Pages of two papers, or with coloured leaves among them.
bool mixed(std::span<const PaperLevel> pages) {
    std::vector<double> tints;
    for (const PaperLevel& page : pages)
        tints.push_back(page.b);
    std::sort(tints.begin(), tints.end());
    return tints[tints.size() - 2] - tints[1] > same_tint;
}

// Running medians. Where the tint tells that another paper begins, what it differs by is taken off
// all that follows, so that a change of light is seen across it.
std::vector<Window> windows_of(const std::vector<PaperLevel>& pages) {
    std::vector<Window> windows;
    PaperLevel before, off;
    for (std::size_t i = 0; i + window <= pages.size(); ++i) {
        const std::span<const PaperLevel> here(pages.data() + i, window);
        if (mixed(here)) continue;
        const PaperLevel seen = middle_of(here);
        if (!windows.empty() && !light_alone(before, seen)) {
            off.level += seen.level - before.level;
            off.a += seen.a - before.a;
            off.b += seen.b - before.b;
        }
        before = seen;
        windows.push_back({i, {seen.level - off.level, seen.a - off.a, seen.b - off.b, 0}});
    }
    return windows;
}

using Pair = std::pair<const Window*, const Window*>;

// The windows side by side that differ most in light alone.
std::optional<Pair> steepest_jump(const std::vector<Window>& windows, double limit) {
    std::optional<Pair> found;
    for (std::size_t i = 0; i + window < windows.size(); ++i) {
        const Window &one = windows[i], &next = windows[i + window];
        const double step = std::abs(next.paper.level - one.paper.level);
        if (step <= limit || !light_alone(one.paper, next.paper)) continue;
        limit = step;
        found.emplace(&one, &next);
    }
    return found;
}

// The two windows that differ most in light alone. Of many some are compared, so that the time
// stays linear.
std::optional<Pair> largest_change(const std::vector<Window>& windows, double limit) {
    std::optional<Pair> found;
    const std::size_t step = (windows.size() + most_windows - 1) / most_windows;
    for (std::size_t i = 0; i < windows.size(); i += step)
        for (std::size_t j = i + step; j < windows.size(); j += step) {
            const PaperLevel &one = windows[i].paper, &other = windows[j].paper;
            if (std::abs(other.level - one.level) <= limit || !light_alone(one, other)) continue;
            limit = std::abs(other.level - one.level);
            found.emplace(&windows[i], &windows[j]);
        }
    return found;
}

}  // namespace

PaperLevel median_of(const std::vector<PaperLevel>& pages) {
    return middle_of(pages);
}

std::optional<Drift> drift_in_item(const std::vector<PaperLevel>& all, double limit) {
    std::vector<std::size_t> at;  // pages that were measured
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].level > 0) at.push_back(i);
    if (at.size() < fewest_pages) return {};
    std::vector<PaperLevel> pairs;
    for (std::size_t i = 0; i + 1 < at.size(); ++i)
        pairs.push_back(mean_of(all[at[i]], all[at[i + 1]]));
    const std::vector<Window> windows = windows_of(pairs);
    if (const auto jump = steepest_jump(windows, limit)) {
        const auto [one, next] = *jump;
        return Drift{at[next->first - 1], at[next->first], one->paper.level, next->paper.level,
                     true};
    }
    const auto change = largest_change(windows, limit);
    if (!change) return {};
    const auto [one, other] = *change;
    return Drift{at[one->first], at[other->first + window], one->paper.level, other->paper.level,
                 false};
}

std::vector<Outlier> outliers(const std::vector<PaperLevel>& pages, double limit) {
    std::vector<Outlier> found;
    const auto n = static_cast<std::ptrdiff_t>(pages.size());
    for (std::ptrdiff_t i = 0; i < n; ++i) {
        const PaperLevel& page = pages[static_cast<std::size_t>(i)];
        if (page.level <= 0) continue;
        std::vector<PaperLevel> around;
        for (std::ptrdiff_t j = std::max<std::ptrdiff_t>(0, i - 6); j <= std::min(n - 1, i + 6);
             ++j)
            if (j != i && (j - i) % 2 == 0 && pages[static_cast<std::size_t>(j)].level > 0)
                around.push_back(pages[static_cast<std::size_t>(j)]);
        if (around.size() < 4) continue;
        const PaperLevel usual = middle_of(around);
        std::vector<double> off;
        for (const PaperLevel& p : around)
            off.push_back(std::abs(p.level - usual.level));
        if (median(off) > agreeing || std::abs(page.level - usual.level) <= limit) continue;
        if (page.parts < written_alike * usual.parts || usual.parts < written_alike * page.parts)
            continue;
        if (light_alone(usual, page))
            found.push_back({static_cast<std::size_t>(i), page.level, usual.level});
    }
    return found;
}

std::optional<Drift> drift_over_items(const std::vector<PaperLevel>& all, double limit) {
    std::vector<std::size_t> at;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].level > 0) at.push_back(i);
    if (at.size() < fewest_items) return {};
    // Groups of neighbours where there are many, so that the time stays linear.
    const std::size_t groups = std::min(at.size(), most_items);
    std::vector<PaperLevel> items;
    for (std::size_t g = 0; g < groups; ++g) {
        std::vector<PaperLevel> group;
        for (std::size_t i = g * at.size() / groups; i < (g + 1) * at.size() / groups; ++i)
            group.push_back(all[at[i]]);
        items.push_back(middle_of(group));
    }
    const double n = static_cast<double>(items.size());
    double sign = 0;
    std::vector<double> slopes;
    for (std::size_t i = 0; i < items.size(); ++i)
        for (std::size_t j = i + 1; j < items.size(); ++j) {
            const double rise = items[j].level - items[i].level;
            sign += rise > 0 ? 1 : rise < 0 ? -1 : 0;
            slopes.push_back(rise / static_cast<double>(j - i));
        }
    if (std::abs(sign) < sure * std::sqrt(n * (n - 1) * (2 * n + 5) / 18)) return {};
    const double change = median(std::move(slopes)) * (n - 1);
    const std::size_t third = items.size() / 3;
    const PaperLevel first = middle_of({items.data(), third});
    const PaperLevel last = middle_of({items.data() + items.size() - third, third});
    if (std::abs(change) <= limit || !light_alone(first, last)) return {};
    return Drift{at.front(), at.back(), first.level, last.level, false};
}

}  // namespace nuskha::review
