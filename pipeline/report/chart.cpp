#include "pipeline/report/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "pipeline/report/html.hpp"

namespace nuskha::report {
namespace {

constexpr double width = 320, height = 132, foot = 20, top = 14;

std::vector<std::int64_t> binned(const std::vector<float>& values, const Axis& axis) {
    std::vector<std::int64_t> bins(static_cast<std::size_t>(axis.bins));
    for (const float value : values) {
        const double place = (value - axis.low) / (axis.high - axis.low) * axis.bins;
        ++bins[static_cast<std::size_t>(std::clamp(std::floor(place), 0.0, axis.bins - 1.0))];
    }
    return bins;
}

std::string label(double value, const Axis& axis) {
    return axis.as_percent ? percent(value) : short_number(std::round(value * 100) / 100);
}

double round_up(double value) {  // to 1, 2 or 5 times a power of ten
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0})
        if (value <= step * power) return step * power;
    return 10 * power;
}

}  // namespace

double quantile(std::vector<float> values, double part) {
    if (values.empty()) return 0;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(
                                         part * static_cast<double>(values.size() - 1) + 0.5);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

Axis confidence_axis() {
    return {0, 1, 25, {0, 0.25, 0.5, 0.75, 1}, true};
}

Axis skew_axis(const std::vector<float>& values) {
    double largest = 0;
    for (const float value : values)
        largest = std::max(largest, std::abs(static_cast<double>(value)));
    const double side = std::clamp(std::ceil(largest), 1.0, 10.0);
    return {-side, side, 25, {-side, -side / 2, 0, side / 2, side}};
}

Axis edge_width_axis(const std::vector<float>& values) {
    const double most = quantile(values, 0.98);
    const double high = most > 0 ? round_up(most) : 1;
    return {0, high, 25, {0, high / 4, high / 2, high * 3 / 4, high}};
}

std::string histogram(const std::vector<float>& values, const Axis& axis, std::string_view title,
                      const Words& words) {
    if (values.empty()) return {};
    const std::vector<std::int64_t> bins = binned(values, axis);
    const std::int64_t most = *std::max_element(bins.begin(), bins.end());
    const double middle = quantile(values, 0.5);
    std::string svg = fmt::format(
        "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}: {} {}\">\n",
        width, height, escaped(title), escaped(words.median), label(middle, axis));
    const auto out = std::back_inserter(svg);
    const double floor = height - foot, step = width / axis.bins;
    for (int i = 0; i < axis.bins; ++i) {
        const std::int64_t count = bins[static_cast<std::size_t>(i)];
        if (count == 0) continue;
        const double tall =
            std::max(1.5, static_cast<double>(count) / static_cast<double>(most) * (floor - top));
        const double from = axis.low + (axis.high - axis.low) * i / axis.bins;
        const double to = axis.low + (axis.high - axis.low) * (i + 1) / axis.bins;
        fmt::format_to(out,
                       "<rect class=\"bar\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" "
                       "height=\"{:.1f}\"><title>{} – {}: {} {}</title></rect>\n",
                       i * step + 0.75, floor - tall, step - 1.5, tall, label(from, axis),
                       label(to, axis), grouped(count, words.thousands), escaped(words.pages_axis));
    }
    fmt::format_to(out, "<path class=\"axis\" d=\"M0 {0}H{1}\"/>\n", floor + 0.5, width);
    const auto x_of = [&](double value) {
        return std::clamp((value - axis.low) / (axis.high - axis.low), 0.0, 1.0) * width;
    };
    for (const double tick : axis.ticks) {
        const double x = x_of(tick);
        const char* anchor = x < 1 ? "start" : x > width - 1 ? "end" : "middle";
        fmt::format_to(out,
                       "<text class=\"tick\" x=\"{:.1f}\" y=\"{}\" text-anchor=\"{}\">{}</text>\n",
                       x, height - 5, anchor, label(tick, axis));
    }
    const double x = x_of(middle);
    fmt::format_to(out, "<path class=\"median\" d=\"M{:.1f} {}V{}\"/>\n", x, top - 4, floor);
    fmt::format_to(
        out, "<text class=\"tick\" x=\"{:.1f}\" y=\"8\" text-anchor=\"{}\">{} {}</text>\n</svg>\n",
        x,
        x < 50           ? "start"
        : x > width - 50 ? "end"
                         : "middle",
        escaped(words.median), label(middle, axis));
    return svg;
}

std::string status_bar(const std::array<std::int64_t, 4>& counts, const Words& words) {
    const double all = static_cast<double>(counts[0] + counts[1] + counts[2] + counts[3]);
    if (all == 0) return {};
    const struct {
        const char* kind;
        std::string_view label;
        std::int64_t count;
    } parts[] = {{"error", words.errors, counts[2]},
                 {"warning", words.warnings, counts[1]},
                 {"note", words.notes, counts[0]},
                 {"clean", words.clean, counts[3]}};
    std::string svg = fmt::format(
        "<svg class=\"status\" viewBox=\"0 0 1000 14\" preserveAspectRatio=\"none\" "
        "aria-hidden=\"true\">\n");
    std::string legend = "<ul class=\"legend\">\n";
    double x = 0;
    for (const auto& part : parts) {
        const double wide = static_cast<double>(part.count) / all * 1000;
        if (part.count > 0)
            fmt::format_to(std::back_inserter(svg),
                           "<rect class=\"{}\" x=\"{:.2f}\" width=\"{:.2f}\" height=\"14\"/>\n",
                           part.kind, x, wide);
        x += wide;
        fmt::format_to(std::back_inserter(legend),
                       "<li><i class=\"swatch {}\"></i>{} <b>{}</b></li>\n", part.kind,
                       escaped(part.label), grouped(part.count, words.thousands));
    }
    return svg + "</svg>\n" + legend + "</ul>\n";
}

}  // namespace nuskha::report
