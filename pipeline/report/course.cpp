#include "pipeline/report/course.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <span>

#include "pipeline/report/chart.hpp"
#include "pipeline/report/html.hpp"
#include "pipeline/report/sheet.hpp"

namespace nuskha::report {
namespace {

constexpr float none = std::numeric_limits<float>::quiet_NaN();
constexpr double width = 1000, height = 158, left = 46, top = 10, foot = 22;
constexpr double right = width - 4, floor_y = height - foot;
constexpr std::size_t most_points = 600, buckets_wanted = 320;

bool shows(const Leaf& leaf, std::span<const std::string_view> codes) {
    return std::any_of(leaf.findings.begin(), leaf.findings.end(), [&](const Finding& f) {
        return std::find(codes.begin(), codes.end(), f.code) != codes.end();
    });
}

void add(Course& course, std::optional<double> value, bool flagged, double least, double most) {
    course.values.push_back(value && std::isfinite(*value) ? static_cast<float>(*value) : none);
    course.flagged.push_back(flagged && value);
    course.least.push_back(static_cast<float>(least));
    course.most.push_back(static_cast<float>(most));
}

struct Scale {
    double low = 0, high = 1;
    std::string_view unit;
    bool as_percent = false;
    double y(double value) const {
        const double share = (std::clamp(value, low, high) - low) / (high - low);
        return floor_y - share * (floor_y - top);
    }
    std::string label(double value) const {
        return as_percent ? percent(value)
                          : short_number(std::round(value * 100) / 100) + std::string(unit);
    }
};

// What a chart is drawn of: leaves from first up to but not end.
struct Bucket {
    std::size_t first = 0, end = 0;
    float least = none, middle = none, most = none;
    bool flagged = false;
    std::size_t leaf = 0;  // the sheet that it leads to: the first flagged page, else the first
};

std::vector<Bucket> buckets_of(const Course& course) {
    const std::size_t n = course.values.size();
    const std::size_t size = n <= most_points ? 1 : (n + buckets_wanted - 1) / buckets_wanted;
    std::vector<Bucket> buckets;
    for (std::size_t first = 0; first < n; first += size) {
        Bucket bucket;
        bucket.first = bucket.leaf = first;
        bucket.end = std::min(first + size, n);
        std::vector<float> values;
        for (std::size_t i = bucket.first; i < bucket.end; ++i) {
            if (std::isfinite(course.values[i])) values.push_back(course.values[i]);
            if (!course.flagged[i] || bucket.flagged) continue;
            bucket.flagged = true;
            bucket.leaf = i;
        }
        if (!values.empty()) {
            const auto [low, high] = std::minmax_element(values.begin(), values.end());
            bucket.least = *low;
            bucket.most = *high;
            bucket.middle = static_cast<float>(quantile(values, 0.5));
        }
        buckets.push_back(bucket);
    }
    return buckets;
}

class Drawing {
  public:
    Drawing(const Courses& all, const Course& course, const Scale& scale, const Words& words)
        : all_(all), course_(course), scale_(scale), words_(words), buckets_(buckets_of(course)) {}
    std::string svg(std::string_view title);

  private:
    double x(double leaf) const {
        return left + leaf / static_cast<double>(course_.values.size()) * (right - left);
    }
    double middle(const Bucket& b) const { return x(static_cast<double>(b.first + b.end) / 2); }
    void items();
    void ticks();
    void limits(const std::vector<float>& by_leaf);
    void bucket(const Bucket& b);
    std::string told(const Bucket& b) const;

    const Courses& all_;
    const Course& course_;
    const Scale& scale_;
    const Words& words_;
    std::vector<Bucket> buckets_;
    std::string svg_;
};

void Drawing::items() {
    const auto out = std::back_inserter(svg_);
    for (std::size_t i = 0; i < all_.items.size(); ++i) {
        const auto& item = all_.items[i];
        const std::size_t end =
            i + 1 < all_.items.size() ? all_.items[i + 1].first : course_.values.size();
        if (end == item.first) continue;
        const double from = x(static_cast<double>(item.first)), to = x(static_cast<double>(end));
        fmt::format_to(out,
                       "<a href=\"sheets/{}\" tabindex=\"-1\"><rect class=\"band{}\" x=\"{:.1f}\" "
                       "y=\"{}\" width=\"{:.1f}\" height=\"{}\"/><title>{}</title></a>\n",
                       item_file(static_cast<int>(i) + 1), i % 2 ? " odd" : "", from, top,
                       to - from, floor_y - top, escaped(item.id));
        // About six units a letter; a name that does not fit is told by its title.
        const auto letters = static_cast<double>(std::count_if(
            item.id.begin(), item.id.end(), [](char c) { return (c & 0xC0) != 0x80; }));
        if (6.2 * letters + 8 < to - from)
            fmt::format_to(out,
                           "<text class=\"tick\" x=\"{:.1f}\" y=\"{}\" "
                           "text-anchor=\"middle\">{}</text>\n",
                           (from + to) / 2, height - 7, escaped(item.id));
    }
}

void Drawing::ticks() {
    for (const double share : {0.0, 0.5, 1.0}) {
        const double value = scale_.low + share * (scale_.high - scale_.low);
        fmt::format_to(std::back_inserter(svg_),
                       "<path class=\"grid\" d=\"M{0} {1:.1f}H{2}\"/><text class=\"tick\" "
                       "x=\"{3}\" y=\"{4:.1f}\" text-anchor=\"end\">{5}</text>\n",
                       left, scale_.y(value), right, left - 6, scale_.y(value) + 3,
                       scale_.label(value));
    }
}

// A step for each change, at the resolution of what is drawn.
void Drawing::limits(const std::vector<float>& by_leaf) {
    std::string path;
    const auto out = std::back_inserter(path);
    float now = none;
    double end = left;
    for (const Bucket& b : buckets_) {
        const float value = by_leaf[b.first];
        const bool drawn = std::isfinite(value) && value >= scale_.low && value <= scale_.high;
        const double from = x(static_cast<double>(b.first));
        if (std::isfinite(now) && (!drawn || value != now)) fmt::format_to(out, "H{:.1f}", from);
        if (drawn && value != now) fmt::format_to(out, "M{:.1f} {:.1f}", from, scale_.y(value));
        now = drawn ? value : none;
        end = x(static_cast<double>(b.end));
    }
    if (std::isfinite(now)) fmt::format_to(out, "H{:.1f}", end);
    if (!path.empty()) svg_ += "<path class=\"limit\" d=\"" + path + "\"/>\n";
}

std::string Drawing::told(const Bucket& b) const {
    if (b.end - b.first == 1) return all_.names[b.first] + ": " + scale_.label(b.middle);
    return fmt::format("{} – {}: {} {}, {} – {}", all_.names[b.first], all_.names[b.end - 1],
                       words_.median, scale_.label(b.middle), scale_.label(b.least),
                       scale_.label(b.most));
}

void Drawing::bucket(const Bucket& b) {
    if (!std::isfinite(b.middle)) return;
    const char* kind = b.flagged ? " flagged" : "";
    const double at = middle(b);
    const bool dense = course_.values.size() > 150;
    const auto out = std::back_inserter(svg_);
    fmt::format_to(out, "<a href=\"sheets/{}\" tabindex=\"-1\">",
                   page_file(static_cast<int>(b.leaf) + 1));
    if (b.end - b.first > 1)
        fmt::format_to(out, "<path class=\"range{}\" d=\"M{:.1f} {:.1f}V{:.1f}\"/>", kind, at,
                       scale_.y(b.most) - 0.5, scale_.y(b.least) + 0.5);
    fmt::format_to(out,
                   "<circle class=\"point{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" "
                   "r=\"{}\"/><title>{}</title></a>\n",
                   kind, at, scale_.y(b.middle),
                   b.end - b.first > 1 ? (b.flagged ? 1.8 : 1.2)
                   : dense             ? (b.flagged ? 3.2 : 1.8)
                                       : (b.flagged ? 4.4 : 2.8),
                   escaped(told(b)));
}

std::string Drawing::svg(std::string_view title) {
    std::vector<float> values;
    for (const float value : course_.values)
        if (std::isfinite(value)) values.push_back(value);
    const auto flagged = std::count(course_.flagged.begin(), course_.flagged.end(), true);
    svg_ = fmt::format(
        "<svg class=\"course\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}: {} {}, {} {}, "
        "{} – {}, {} {}\">\n",
        width, height, escaped(title), values.size(), escaped(words_.pages_axis),
        escaped(words_.median), scale_.label(quantile(values, 0.5)),
        scale_.label(quantile(values, 0)), scale_.label(quantile(values, 1)), flagged,
        escaped(words_.flagged));
    items();
    ticks();
    limits(course_.least);
    limits(course_.most);
    for (const bool last : {false, true})  // what is flagged lies on top
        for (const Bucket& b : buckets_)
            if (b.flagged == last) bucket(b);
    return svg_ + "</svg>\n";
}

double largest(const Course& course) {
    double most = 0;
    for (const float value : course.values)
        if (std::isfinite(value)) most = std::max(most, std::abs(static_cast<double>(value)));
    return most;
}

// Paper fills a small part of 0..255; the scale begins where its half is a round number too.
double darkest(const Course& course) {
    double least = 255;
    for (const float value : course.values)
        if (std::isfinite(value)) least = std::min(least, static_cast<double>(value));
    return std::clamp(55 + std::floor((least - 65) / 50) * 50, 5.0, 155.0);
}

}  // namespace

std::size_t Course::measured() const {
    return static_cast<std::size_t>(
        std::count_if(values.begin(), values.end(), [](float v) { return std::isfinite(v); }));
}

double Courses::limit(std::string_view name) const {
    for (const Number& n : limits_)
        if (n.name == name) return n.value;
    return none;
}

void Courses::item(const std::string& id) {
    items.push_back({id, names.size()});
}

void Courses::leaf(const Leaf& leaf) {
    static constexpr std::string_view tilted[]{"skew.large", "skew.unsure"};
    static constexpr std::string_view soft[]{"image.blurred", "image.motion", "image.upsampled"};
    static constexpr std::string_view lit[]{"image.exposure-off",       "item.exposure-drift",
                                            "image.clipped-highlights", "image.clipped-shadows",
                                            "image.low-contrast",       "image.uneven-light"};
    static constexpr std::string_view unsure[]{"ocr.low-confidence", "ocr.cut-short"};
    static constexpr std::string_view misread[]{"ocr.high-error", "ocr.no-text"};
    names.push_back(leaf.title);
    add(skew, leaf.skew(), shows(leaf, tilted), -limit("deskew.note_above"),
        limit("deskew.note_above"));
    add(edge_width, leaf.edge_width(), shows(leaf, soft), none, leaf.edge_limit().value_or(none));
    add(paper, leaf.paper(), shows(leaf, lit), none, none);
    add(confidence, leaf.words > 0 ? std::optional(leaf.confidence) : std::nullopt,
        shows(leaf, unsure), limit("recognise.low_confidence"), none);
    add(expected_error, leaf.expected_error(), shows(leaf, misread), none,
        limit("recognise.high_error"));
}

// A page's paper is compared with that of the pages around it: about the item's median.
void Courses::close() {
    const double off = limit("review.max_off");
    if (!(off < 255)) return;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::size_t end = i + 1 < items.size() ? items[i + 1].first : names.size();
        std::vector<float> levels;
        for (std::size_t leaf = items[i].first; leaf < end; ++leaf)
            if (std::isfinite(paper.values[leaf])) levels.push_back(paper.values[leaf]);
        if (levels.empty()) continue;
        const double usual = quantile(levels, 0.5);
        for (std::size_t leaf = items[i].first; leaf < end; ++leaf) {
            paper.least[leaf] = static_cast<float>(usual - off);
            paper.most[leaf] = static_cast<float>(usual + off);
        }
    }
}

std::string courses_section(const Courses& courses, const Words& words) {
    const double tilt = std::clamp(std::ceil(largest(courses.skew)), 1.0, 45.0);
    const double edge = std::clamp(std::ceil(largest(courses.edge_width)), 5.0, 12.0);
    const double error = std::clamp(std::ceil(largest(courses.expected_error) * 10) / 10, 0.1, 1.0);
    const struct {
        std::string_view title;
        const Course& course;
        Scale scale;
    } charts[]{{words.paper_chart, courses.paper, {darkest(courses.paper), 255, "", false}},
               {words.edge_width_chart, courses.edge_width, {0, edge, "", false}},
               {words.skew_chart, courses.skew, {-tilt, tilt, "°", false}},
               {words.confidence_chart, courses.confidence, {0, 1, "", true}},
               {words.error_chart, courses.expected_error, {0, error, "", true}}};
    std::string drawn;
    for (const auto& chart : charts)
        if (chart.course.measured() > 0)
            drawn +=
                fmt::format("<figure><h3>{}</h3>\n<div class=\"scroll\">{}</div></figure>\n",
                            escaped(chart.title),
                            Drawing(courses, chart.course, chart.scale, words).svg(chart.title));
    if (drawn.empty()) return {};
    const bool points = courses.names.size() <= most_points;
    return fmt::format(
        "<section aria-labelledby=\"courses\">\n<h2 id=\"courses\">{}</h2>\n<p "
        "class=\"aside\">{} {}</p>\n<div class=\"courses\">\n{}</div>\n</section>\n",
        escaped(words.courses), escaped(points ? words.a_point_a_page : words.a_bar_a_bucket),
        escaped(words.courses_legend), drawn);
}

}  // namespace nuskha::report
