#include "tools/preparation/target_chart.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "stages/quality/lab.hpp"

namespace nuskha {
namespace {

using Light = std::array<double, 3>;  // linear

Light light_of(const Lab& lab) {
    const Levels levels = levels_of(lab);
    return {linear(levels[0]), linear(levels[1]), linear(levels[2])};
}

double step(double away, double sigma) {  // a step under a Gaussian
    return 0.5 * (1 + std::erf(away / (std::max(sigma, 1e-6) * std::numbers::sqrt2)));
}

// The chart in its own axes, lengths in pixels: turned, never sheared.
class Painter {
  public:
    Painter(const Chart& chart, const Shot& shot, double sigma)
        : chart_(chart),
          sigma_(sigma),
          wide_(std::hypot(shot.to_page.xx, shot.to_page.yx)),
          high_(std::hypot(shot.to_page.xy, shot.to_page.yy)),
          back_(*shot.to_page.inverse()),
          ground_(light_of(chart.ground)),
          bright_(light_of({88, 0, 0})),
          dark_(light_of({45, 0, 0})) {
        for (std::size_t i = 0; i < chart.patches.size(); ++i)
            painted_.push_back(
                light_of(shot.painted.empty() ? chart.patches[i].aim : shot.painted[i]));
    }

    double at(Point on_page, std::size_t channel) const {
        const Point p = back_(on_page);
        double light = ground_[channel];
        for (std::size_t i = 0; i < painted_.size(); ++i) {
            const Point m = chart_.patches[i].middle;
            const double cover =
                covered(p, {m.x - chart_.patch.width / 2, m.y - chart_.patch.height / 2,
                            chart_.patch.width, chart_.patch.height});
            light += cover * (painted_[i][channel] - ground_[channel]);
        }
        for (const ChartEdge& edge : chart_.edges) {
            const double cover = covered(p, edge.area);
            if (cover <= 0) continue;
            const double share = step(beyond(p, edge), sigma_);
            const double inside = bright_[channel] + share * (dark_[channel] - bright_[channel]);
            light += cover * (inside - ground_[channel]);
        }
        return light;
    }

  private:
    double covered(Point p, const Rect& r) const {
        const double left = (p.x - r.x) * wide_, right = (p.x - r.right()) * wide_;
        const double top = (p.y - r.y) * high_, bottom = (p.y - r.bottom()) * high_;
        const double far = 6 * sigma_;
        if (left < -far || right > far || top < -far || bottom > far) return 0;
        return (step(left, sigma_) - step(right, sigma_)) *
               (step(top, sigma_) - step(bottom, sigma_));
    }

    // Pixels from the edge towards its dark side.
    double beyond(Point p, const ChartEdge& edge) const {
        const double x = (p.x - edge.area.x - edge.area.width / 2) * wide_;
        const double y = (p.y - edge.area.y - edge.area.height / 2) * high_;
        const double turn = edge.slant / 180 * std::numbers::pi;
        return edge.upright ? x * std::cos(turn) - y * std::sin(turn)
                            : y * std::cos(turn) - x * std::sin(turn);
    }

    const Chart& chart_;
    double sigma_, wide_, high_;
    Affine back_;
    Light ground_, bright_, dark_;
    std::vector<Light> painted_;
};

double lit(const Shot& shot, double x) {
    return 1 - shot.falloff * x / shot.width;
}

// Mean of a level under noise that is cut off at 255 and, the same mirrored, at 0.
double cut_off(double level, double noise) {
    if (noise <= 0) return level;
    const auto below = [&](double v) {  // mean of min(v + noise, 255)
        const double t = (255 - v) / noise;
        return v * step(255 - v, noise) + 255 * (1 - step(255 - v, noise)) -
               noise * std::exp(-t * t / 2) / std::sqrt(2 * std::numbers::pi);
    };
    return level > 127 ? below(level) : 255 - below(255 - level);
}

double gaussian_falls_to(double share, double sigma) {
    return std::sqrt(-std::log(share) / 2) / (std::numbers::pi * sigma);
}

}  // namespace

NumberRows Chart::patch_rows() const {
    NumberRows rows;
    for (const auto& [middle, aim] : patches)
        rows.push_back({middle.x, middle.y, aim.lightness, aim.a, aim.b});
    return rows;
}

NumberRows Chart::edge_rows() const {
    NumberRows rows;
    for (const ChartEdge& edge : edges)
        rows.push_back({edge.area.x + 0.15 * edge.area.width, edge.area.y + 0.15 * edge.area.height,
                        0.7 * edge.area.width, 0.7 * edge.area.height});
    return rows;
}

Chart plain_chart() {
    Chart chart;
    chart.patches.assign(colour_checker().begin(), colour_checker().end());
    chart.patch = colour_checker_patch();
    return chart;
}

Chart chart_with_edges() {
    Chart chart = plain_chart();
    constexpr double part = 0.78;  // of the height, for the patches
    chart.patch.height *= part;
    for (ReferencePatch& patch : chart.patches)
        patch.middle.y *= part;
    chart.edges = {{{0.05, 0.81, 0.4, 0.19}, true}, {{0.55, 0.81, 0.4, 0.19}, false}};
    return chart;
}

Affine laid(const Rect& box, double degrees) {
    const Point middle{box.x + box.width / 2, box.y + box.height / 2};
    return Affine::rotation(degrees, middle).after({box.width, 0, box.x, 0, box.height, box.y});
}

Raster shoot(const Chart& chart, const Shot& shot, Dice dice) {
    const Painter painter(chart, shot, shot.sigma), wider(chart, shot, 3 * shot.sigma);
    const double more = shot.sharpened;
    Raster picture(shot.width, shot.height, shot.grey ? 1 : 3);
    for (int y = 0; y < shot.height; ++y)
        for (int x = 0; x < shot.width; ++x) {
            const double noise = shot.noise > 0 ? shot.noise * dice.normal() : 0;
            const double gain = lit(shot, x + 0.5);
            Light light{};
            for (std::size_t c = 0; c < 3; ++c) {
                const Point p{x + 0.5 - shot.shift[c].x, y + 0.5 - shot.shift[c].y};
                light[c] = gain * painter.at(p, c);
                if (more > 0)
                    light[c] = std::max(0.0, (1 + more) * light[c] - more * gain * wider.at(p, c));
            }
            if (shot.grey) light[0] = luminance(light[0], light[1], light[2]);
            for (int c = 0; c < picture.channels; ++c) {
                const double level = level_of_linear(light[static_cast<std::size_t>(c)]) + noise;
                picture.row(y)[x * picture.channels + c] =
                    static_cast<std::uint8_t>(std::lround(std::clamp(level, 0.0, 255.0)));
            }
        }
    return picture;
}

Lab seen_of(const Chart& chart, const Shot& shot, std::size_t patch) {
    const Lab painted = shot.painted.empty() ? chart.patches[patch].aim : shot.painted[patch];
    Levels levels = levels_of(painted);
    const double gain = lit(shot, shot.to_page(chart.patches[patch].middle).x);
    for (double& level : levels)
        level = cut_off(level_of_linear(gain * linear(level)), shot.noise);
    return lab_of(levels);
}

double noise_in_lightness(const Lab& seen, double levels) {
    const double level = levels_of({seen.lightness, 0, 0})[1];
    return levels * (lightness(linear(level + 0.5)) - lightness(linear(level - 0.5)));
}

double mtf50_of(double sigma) {
    return gaussian_falls_to(0.5, sigma);
}

double mtf10_of(double sigma) {
    return gaussian_falls_to(0.1, sigma);
}

}  // namespace nuskha
