#include "stages/sharpness.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace nuskha {
namespace {

constexpr int patch = 256, patches = 6;

// Where most ink is: the fullest cells of a grid, one patch in each.
std::vector<Rect> places_of(const Ink& ink, const Size& page) {
    constexpr int cells = 12;
    std::array<std::pair<int, int>, cells * cells> counts{};
    for (int i = 0; i < cells * cells; ++i)
        counts[static_cast<std::size_t>(i)].second = i;
    for (int y = 0; y < ink.mask.height; ++y)
        for (int x = 0; x < ink.mask.width; ++x)
            counts[static_cast<std::size_t>(y * cells / ink.mask.height * cells +
                                            x * cells / ink.mask.width)]
                .first += ink.mask.row(y)[x] != 0;
    std::stable_sort(counts.begin(), counts.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<Rect> places;
    for (int i = 0; i < patches && counts[static_cast<std::size_t>(i)].first > 0; ++i) {
        const int cell = counts[static_cast<std::size_t>(i)].second;
        const double x = (cell % cells + 0.5) * page.width / cells - patch / 2.0;
        const double y = (cell / cells + 0.5) * page.height / cells - patch / 2.0;
        places.push_back(intersected({std::floor(x), std::floor(y), patch, patch},
                                     {0, 0, page.width, page.height}));
    }
    return places;
}

// Where a run of levels that goes one way crosses `level`, between two samples.
double crossing(const std::uint8_t* row, int from, int to, double level) {
    for (int x = from; x < to; ++x) {
        const double a = row[x], b = row[x + 1];
        if ((a - level) * (b - level) <= 0 && a != b) return x + (level - a) / (b - a);
    }
    return to;
}

struct Edge {
    double width, middle;
    bool into_ink;
};

// Edges along a row: stretches over which brightness goes one way by at least `rise` levels.
void edges_of_row(const std::uint8_t* row, int width, int rise, std::vector<Edge>& edges) {
    int from = 0;
    while (from + 1 < width) {
        const int way = row[from + 1] < row[from] ? -1 : 1;
        int to = from + 1;
        while (to + 1 < width && (row[to + 1] - row[to]) * way > 0)
            ++to;
        const int height = std::abs(row[to] - row[from]);
        if (height >= rise) {
            const double low = std::min(row[from], row[to]);
            const double a = crossing(row, from, to, low + 0.2 * height),
                         b = crossing(row, from, to, low + 0.8 * height);
            edges.push_back({std::abs(a - b) / 0.6, (a + b) / 2, way < 0});
        }
        from = to;
    }
}

double median_of(std::vector<double>& values) {
    if (values.empty()) return 0;
    std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
    return values[values.size() / 2];
}

}  // namespace

Edges measure_edges(const Page& page, const View& view, const Ink& ink) {
    std::vector<double> widths, strokes;
    for (const Rect& place : places_of(ink, page.geometry.page())) {
        const Raster grey = view.render(place, 1, Tone::grey);
        std::vector<std::uint8_t> levels = grey.pixels;
        const auto at = [&](double share) {
            const auto n = static_cast<std::ptrdiff_t>(share * double(levels.size() - 1));
            std::nth_element(levels.begin(), levels.begin() + n, levels.end());
            return int{levels[static_cast<std::size_t>(n)]};
        };
        const int rise = std::max(25, (at(0.9) - at(0.02)) / 2);  // half of ink to paper
        for (int y = 0; y < grey.height; y += 2) {
            std::vector<Edge> edges;
            edges_of_row(grey.row(y), grey.width, rise, edges);
            for (std::size_t i = 0; i < edges.size(); ++i) {
                widths.push_back(edges[i].width);
                if (i > 0 && edges[i - 1].into_ink && !edges[i].into_ink)
                    strokes.push_back(edges[i].middle - edges[i - 1].middle);
            }
        }
    }
    Edges edges;
    edges.measured = static_cast<int>(widths.size());
    edges.width = median_of(widths);
    edges.stroke = median_of(strokes);
    return edges;
}

}  // namespace nuskha
