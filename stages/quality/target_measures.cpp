#include "stages/quality/target_measures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "stages/quality/lab.hpp"

namespace nuskha {
namespace {

constexpr double measured_part = 0.5;  // of a patch's width and height, in its middle
constexpr double most_pixels = 512;    // of a patch's side; a larger one shows no more
constexpr double edge_side = 800;      // of what is looked at of an edge at most, page pixels
constexpr double even_side = 256;      // of each place in an even area at most, page pixels
constexpr double neutral_chroma = 5;   // below it a patch is grey
constexpr double half_sampling = 0.5;  // cycles a pixel

double chroma(const Lab& lab) {
    return std::hypot(lab.a, lab.b);
}

Rect around(Point middle, double wide, double high) {
    return {std::round(middle.x - wide / 2), std::round(middle.y - high / 2), std::round(wide),
            std::round(high)};
}

// Mean and deviation of numbers that come one by one.
class Spread {
  public:
    void add(double v) {
        ++count_;
        const double before = v - mean_;
        mean_ += before / count_;
        squares_ += before * (v - mean_);
    }
    double mean() const { return mean_; }
    double deviation() const { return count_ > 1 ? std::sqrt(squares_ / (count_ - 1)) : 0; }

  private:
    double count_ = 0, mean_ = 0, squares_ = 0;
};

struct Toned {
    Lab mean;
    double noise = 0, noise_levels = 0;
};

Toned tone_of(const Raster& area) {
    std::array<double, 256> light{};
    for (int i = 0; i < 256; ++i)
        light[static_cast<std::size_t>(i)] = linear(i);
    std::array<Spread, 3> levels;
    Spread lightnesses, luminances;
    for (int y = 0; y < area.height; ++y)
        for (int x = 0; x < area.width; ++x) {
            const std::uint8_t* p = area.row(y) + x * area.channels;
            const bool grey = area.channels == 1;
            const std::uint8_t rgb[3] = {p[0], p[grey ? 0 : 1], p[grey ? 0 : 2]};
            for (std::size_t c = 0; c < 3; ++c)
                levels[c].add(rgb[c]);
            const double shine = luminance(light[rgb[0]], light[rgb[1]], light[rgb[2]]);
            lightnesses.add(lightness(shine));
            luminances.add(level_of_linear(shine));
        }
    return {lab_of({levels[0].mean(), levels[1].mean(), levels[2].mean()}), lightnesses.deviation(),
            luminances.deviation()};
}

PatchSeen see_patch(const ReferencePatch& patch, const TargetPlan& plan, const TargetFit& fit,
                    bool grey, const View& view) {
    const Affine& a = fit.to_page;
    const double wide = plan.patch.width * std::hypot(a.xx, a.yx) * measured_part;
    const double high = plan.patch.height * std::hypot(a.xy, a.yy) * measured_part;
    const Rect area =
        around(a(patch.middle), std::min(wide, most_pixels), std::min(high, most_pixels));
    const Toned toned = tone_of(view.render(area, 1, Tone::colour));
    PatchSeen seen;
    seen.aim = grey ? Lab{patch.aim.lightness, 0, 0} : lab_of(levels_of(patch.aim));
    seen.beyond = !grey && difference_2000(seen.aim, patch.aim) > 0.05;
    if (!seen.beyond && !grey) seen.aim = patch.aim;
    seen.neutral = chroma(patch.aim) < neutral_chroma;
    seen.mean = toned.mean;
    seen.noise = toned.noise;
    seen.noise_levels = toned.noise_levels;
    return seen;
}

void see_edges(TargetMeasures& measures, const TargetPlan& plan, const Page& page,
               const View& view) {
    const Size size = page.geometry.page();
    for (std::size_t i = 0; i < plan.edges.size(); ++i) {
        const Rect area = measures.fit.area(plan.edges[i]);
        const Rect whole = around({area.x + area.width / 2, area.y + area.height / 2},
                                  std::min(std::floor(area.width), edge_side),
                                  std::min(std::floor(area.height), edge_side));
        EdgeResult result;
        if (whole.x < 0 || whole.y < 0 || whole.right() > size.width ||
            whole.bottom() > size.height)
            result.fault = "lies outside the picture";
        else
            result = measure_edge(view.render(whole, 1, Tone::colour));
        if (result.edge)
            measures.edges.push_back({i + 1, std::move(*result.edge)});
        else
            measures.edge_faults.push_back(fmt::format("edge {} {}", i + 1, result.fault));
    }
}

std::vector<double> see_even(const TargetPlan& plan, Size page, const View& view) {
    std::vector<double> seen;
    for (const Rect& shares : plan.even)
        for (int place = 0; place < 9; ++place) {
            const double wide = shares.width * page.width / 3,
                         high = shares.height * page.height / 3;
            const Point middle{shares.x * page.width + (place % 3 + 0.5) * wide,
                               shares.y * page.height + (place / 3 + 0.5) * high};
            const Rect area =
                intersected(around(middle, std::min(wide, even_side), std::min(high, even_side)),
                            {0, 0, page.width, page.height});
            if (!area.empty())
                seen.push_back(tone_of(view.render(area, 1, Tone::colour)).mean.lightness);
        }
    return seen;
}

// Counts values and keeps the largest.
class Worst {
  public:
    void add(double v) { value_ = std::max(value_.value_or(v), v); }
    void put(std::map<Figure, double>& figures, Figure figure) const {
        if (value_) figures[figure] = *value_;
    }

  private:
    std::optional<double> value_;
};

void put_greys(std::map<Figure, double>& figures, const TargetMeasures& measures, double darkest) {
    Worst tone, white_balance, cast, noise, noise_levels;
    std::vector<const PatchSeen*> greys;
    for (const PatchSeen& patch : measures.patches) {
        if (!patch.neutral || patch.aim.lightness < darkest) continue;
        greys.push_back(&patch);
        tone.add(std::abs(patch.mean.lightness - patch.aim.lightness));
        noise.add(patch.noise);
        noise_levels.add(patch.noise_levels);
        if (measures.grey) continue;
        Lab tint = patch.mean;
        tint.lightness = patch.aim.lightness;
        white_balance.add(difference_2000(tint, patch.aim));
        cast.add(std::abs(chroma(patch.mean) - chroma(patch.aim)));
    }
    tone.put(figures, Figure::tone);
    noise.put(figures, Figure::noise);
    noise_levels.put(figures, Figure::noise_levels);
    white_balance.put(figures, Figure::white_balance);
    cast.put(figures, Figure::cast);
    if (greys.size() < 2) return;
    std::partial_sort(
        greys.begin(), greys.begin() + 2, greys.end(),
        [](const auto* a, const auto* b) { return a->aim.lightness > b->aim.lightness; });
    const double step = greys[0]->aim.lightness - greys[1]->aim.lightness;
    if (step > 1)
        figures[Figure::gain] = (greys[0]->mean.lightness - greys[1]->mean.lightness) / step;
}

void put_colours(std::map<Figure, double>& figures, const TargetMeasures& measures) {
    if (measures.grey || measures.patches.empty()) return;
    std::vector<double> off;
    double sum = 0, sum_76 = 0, worst_76 = 0;
    for (const PatchSeen& patch : measures.patches) {
        off.push_back(difference_2000(patch.mean, patch.aim));
        const double off_76 = difference_1976(patch.mean, patch.aim);
        sum += off.back();
        sum_76 += off_76;
        worst_76 = std::max(worst_76, off_76);
    }
    std::sort(off.begin(), off.end());
    const double n = double(off.size());
    figures[Figure::colour] = sum / n;
    figures[Figure::colour_90] = off[static_cast<std::size_t>(std::ceil(0.9 * n)) - 1];
    figures[Figure::colour_76] = sum_76 / n;
    figures[Figure::colour_76_worst] = worst_76;
}

// The worst of all edges. MTF50 has a limit on either side, so the one farthest from the middle of
// half sampling is told.
void put_edges(std::map<Figure, double>& figures, const TargetMeasures& measures) {
    if (measures.edges.empty()) return;
    Worst half, peak, apart;
    const EdgeResponse& first = measures.edges.front().response;
    double mtf50 = first.mtf50, mtf10 = first.mtf10;
    for (const auto& [number, edge] : measures.edges) {
        half.add(edge.at_half_sampling);
        peak.add(std::round(edge.peak * 100) / 100);  // guidelines tell it in tenths
        apart.add(edge.misregistration);
        mtf10 = std::min(mtf10, edge.mtf10);
        if (std::abs(edge.mtf50 - half_sampling / 2) > std::abs(mtf50 - half_sampling / 2))
            mtf50 = edge.mtf50;
    }
    figures[Figure::efficiency] = 100 * mtf10 / half_sampling;
    figures[Figure::mtf50] = 100 * mtf50 / half_sampling;
    half.put(figures, Figure::half_sampling);
    peak.put(figures, Figure::sharpening);
    if (!measures.grey) apart.put(figures, Figure::misregistration);
}

void put_light(std::map<Figure, double>& figures, const TargetMeasures& measures) {
    if (measures.even.size() < 2) return;
    Spread spread;
    for (const double l : measures.even)
        spread.add(l);
    const auto [low, high] = std::minmax_element(measures.even.begin(), measures.even.end());
    figures[Figure::light_spread] = *high - *low;
    if (spread.mean() > 1) figures[Figure::unevenness] = 100 * spread.deviation() / spread.mean();
}

void put_sampling(std::map<Figure, double>& figures, const TargetMeasures& measures) {
    const double claimed = measures.claimed_ppi;
    const double least = std::min(measures.ppi_x, measures.ppi_y);
    if (least > 0)
        figures[Figure::ppi] = least;
    else if (claimed > 0 && !measures.size_told)
        figures[Figure::ppi] = claimed;
    if (!(least > 0 && claimed > 0)) return;
    const auto off = [&](double ppi) { return 100 * (claimed / ppi - 1); };
    const double x = off(measures.ppi_x), y = off(measures.ppi_y);
    figures[Figure::scale] = std::abs(x) > std::abs(y) ? x : y;
}

int level_reached(const Guideline& guideline, Figure figure, const TargetMeasures& measures) {
    int reached = 0;
    for (std::size_t i = 0; i < guideline.levels.size(); ++i) {
        const QualityLevel& level = guideline.levels[i];
        const Limit* limit = level.of(figure);
        const auto figures = measures.figures(level.darkest);
        const auto value = figures.find(figure);
        if (limit && value != figures.end() && !limit->kept_by(value->second)) break;
        reached = static_cast<int>(i) + 1;
    }
    return reached;
}

}  // namespace

std::map<Figure, double> TargetMeasures::figures(double darkest) const {
    std::map<Figure, double> all;
    put_greys(all, *this, darkest);
    put_colours(all, *this);
    put_edges(all, *this);
    put_light(all, *this);
    put_sampling(all, *this);
    return all;
}

TargetMeasures measure_target(const TargetPlan& plan, const TargetFit& fit, const Page& page,
                              const View& view) {
    TargetMeasures measures;
    measures.fit = fit;
    measures.grey = view.render({0, 0, 1, 1}, 1, Tone::colour).channels == 1;
    for (const ReferencePatch& patch : plan.patches)
        measures.patches.push_back(see_patch(patch, plan, fit, measures.grey, view));
    see_edges(measures, plan, page, view);
    measures.even = see_even(plan, page.geometry.page(), view);
    measures.claimed_ppi = page.ppi_or(0);
    measures.size_told = plan.size_mm.width > 0;
    if (measures.size_told && fit.sides > 0) {
        const Affine& a = fit.to_page;
        measures.ppi_x = std::hypot(a.xx, a.yx) / plan.size_mm.width * 25.4;
        measures.ppi_y = std::hypot(a.xy, a.yy) / plan.size_mm.height * 25.4;
    }
    return measures;
}

Verdict judge(const TargetPlan& plan, const TargetMeasures& measures) {
    Verdict verdict;
    const auto figures = measures.figures(plan.wanted().darkest);
    verdict.level = static_cast<int>(plan.guideline->levels.size());
    for (const Limit& limit : plan.wanted().limits) {
        const auto value = figures.find(limit.figure);
        if (value == figures.end()) {
            verdict.unmeasured.push_back(limit.figure);
            continue;
        }
        const int level = level_reached(*plan.guideline, limit.figure, measures);
        verdict.figures.push_back(
            {limit.figure, value->second, limit, level, limit.kept_by(value->second)});
        verdict.level = std::min(verdict.level, level);
    }
    if (verdict.figures.empty()) verdict.level = 0;
    verdict.passes = !verdict.figures.empty() && verdict.level > static_cast<int>(plan.level);
    return verdict;
}

}  // namespace nuskha
