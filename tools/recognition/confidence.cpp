#include "tools/recognition/confidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>

#include "tools/evaluate/distance.hpp"
#include "tools/recognition/readers.hpp"
#include "tools/recognition/typed_pages.hpp"

namespace nuskha {
namespace {

double number_of(const Event& event, const char* name, double otherwise) {
    const double* number = event.number(name);
    return number ? *number : otherwise;
}

// Ranks from 0, equal values sharing the mean of theirs.
std::vector<double> ranks(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> out(values.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i;
        while (end < order.size() && values[order[end]] == values[order[i]])
            ++end;
        for (std::size_t k = i; k < end; ++k)
            out[order[k]] = double(i + end - 1) / 2;
        i = end;
    }
    return out;
}

// Spearman's.
double rank_correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const std::vector<double> x = ranks(a), y = ranks(b);
    const double mean = (double(x.size()) - 1) / 2;
    double xy = 0, xx = 0, yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mean) * (y[i] - mean);
        xx += (x[i] - mean) * (x[i] - mean);
        yy += (y[i] - mean) * (y[i] - mean);
    }
    return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

// Share of the tenth that is expected to be worst that is in the tenth that is.
double worst_tenth(const std::vector<double>& expected, const std::vector<double>& measured) {
    const std::vector<double> e = ranks(expected), m = ranks(measured);
    const double from = 0.9 * double(e.size());
    int told = 0, right = 0;
    for (std::size_t i = 0; i < e.size(); ++i) {
        if (e[i] < from) continue;
        ++told;
        right += m[i] >= from;
    }
    return told > 0 ? double(right) / told : 0;
}

void plot(const std::filesystem::path& file, const std::vector<double>& expected,
          const std::vector<double>& measured) {
    constexpr double side = 400, rim = 40;
    const auto at = [&](double error) { return side * std::sqrt(std::clamp(error, 0.0, 1.0)); };
    std::ofstream svg(file);
    svg << fmt::format(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {0} {0}' font-family='sans-serif' "
        "font-size='11'>\n<rect width='{0}' height='{0}' fill='white'/>\n"
        "<path d='M{1} {2}L{2} {1}' stroke='#999'/>\n",
        side + 2 * rim, rim, side + rim);
    for (const double tick : {0.0, 0.01, 0.05, 0.1, 0.2, 0.5, 1.0})
        svg << fmt::format(
            "<text x='{}' y='{}' text-anchor='middle'>{:g}</text><text x='{}' "
            "y='{}' text-anchor='end'>{:g}</text>\n",
            rim + at(tick), side + rim + 16, 100 * tick, rim - 6, side + rim - at(tick) + 4,
            100 * tick);
    for (std::size_t i = 0; i < expected.size(); ++i)
        svg << fmt::format(
            "<circle cx='{:.1f}' cy='{:.1f}' r='3' fill='#1f6f8b' "
            "fill-opacity='0.5'/>\n",
            rim + at(expected[i]), side + rim - at(measured[i]));
    svg << fmt::format(
        "<text x='{}' y='{}' text-anchor='middle'>expected error, %</text>\n<text "
        "x='14' y='{}' transform='rotate(-90 14 {})' text-anchor='middle'>measured "
        "error, %</text>\n</svg>\n",
        rim + side / 2, side + 2 * rim - 6, rim + side / 2, rim + side / 2);
}

}  // namespace

bool measure_confidence(const PartPlan& plan) {
    const int pages = plan.count ? plan.count : 200;
    OurReader ours;
    std::ofstream csv(plan.out / "confidence.csv");
    csv << "number,language,face,wear,measured,expected,confidence,doubtful,unlikely,unread\n";
    std::vector<double> expected, measured;
    for (int number = 0; number < pages; ++number) {
        Dice dice = Dice(plan.seed).named(fmt::format("confidence {}", number));
        const auto languages = typed_languages();
        const std::string language(languages[static_cast<std::size_t>(number) % languages.size()]);
        const double wear = std::pow(dice.uniform(0, 1), 1.5);
        const TypedPage page = worn_page(language, wear, dice);
        const ReadBy read = ours.read(page.scan, {language});
        measured.push_back(std::min(1.0, character_distance(read.text, page.truth).rate()));
        expected.push_back(number_of(read.event, "expected_error", 1));
        csv << fmt::format("{},{},{},{:.3f},{:.5f},{:.5f},{:.4f},{:.4f},{:.4f},{:.4f}\n", number,
                           language, page.face, wear, measured.back(), expected.back(),
                           number_of(read.event, "mean_confidence", 0),
                           number_of(read.event, "doubtful", 0),
                           number_of(read.event, "unlikely", 0), number_of(read.event, "unread", 0))
            << std::flush;
    }
    plot(plan.out / "confidence.svg", expected, measured);
    const double correlation = rank_correlation(expected, measured),
                 precision = worst_tenth(expected, measured);
    double mean_expected = 0, mean_measured = 0, off = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        mean_expected += expected[i] / double(expected.size());
        mean_measured += measured[i] / double(expected.size());
        off += std::abs(expected[i] - measured[i]) / double(expected.size());
    }
    fmt::print(
        "{} pages: rank correlation {:.3f}, of the worst tenth told {:.0f} % right; mean "
        "error expected {:.2f} %, measured {:.2f} %, off by {:.2f} points in the mean\n",
        pages, correlation, 100 * precision, 100 * mean_expected, 100 * mean_measured, 100 * off);
    return correlation >= 0.8 && precision >= 0.8;
}

}  // namespace nuskha
