#include "stages/quality/blocks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>

namespace nuskha {
namespace {

constexpr int side = 8;
constexpr std::array<std::pair<int, int>, 5> lowest{{{1, 0}, {0, 1}, {0, 2}, {1, 1}, {2, 0}}};
constexpr int largest_step = 100, smallest_step = 5;
constexpr float nothing = 2.5;  // rounding to levels makes less than this out of nothing
constexpr int enough_values = 64;
constexpr float multiples =
    0.6F;  // mean of how near values are to multiples of a step: 1 = on them

const std::array<const std::vector<Patch> Sight::*, 3> kinds{&Sight::written, &Sight::bare,
                                                             &Sight::toned};

// Where lines between blocks run, as x of the page modulo 8: differences are greatest across them.
struct Seams {
    std::array<double, side> sum{}, count{};
    void add(int at, int difference) {
        constexpr int edge = 14;  // a greater difference is an edge of something
        if (difference > edge) return;
        sum[static_cast<std::size_t>(at % side)] += difference;
        ++count[static_cast<std::size_t>(at % side)];
    }
    int offset() const {
        std::array<double, side> mean{};
        for (std::size_t i = 0; i < mean.size(); ++i)
            mean[i] = count[i] > 0 ? sum[i] / count[i] : 0;
        return static_cast<int>(std::max_element(mean.begin(), mean.end()) - mean.begin());
    }
};

struct Grid {
    int x = 0, y = 0;
};

Grid find_grid(const Sight& sight) {
    Seams across, down;
    for (const auto kind : kinds)
        for (const Patch& patch : sight.*kind)
            for (int y = 0; y + 1 < patch.grey.height; ++y) {
                const std::uint8_t *row = patch.grey.row(y), *below = patch.grey.row(y + 1);
                for (int x = 0; x + 1 < patch.grey.width; ++x) {
                    across.add(patch.x + x + 1, std::abs(row[x + 1] - row[x]));
                    down.add(patch.y + y + 1, std::abs(below[x] - row[x]));
                }
            }
    return {across.offset(), down.offset()};
}

// One frequency of the transform: u cycles across, v down.
class Frequency {
  public:
    Frequency(int u, int v) {
        const auto wave = [](int k, int at) {
            return (k ? 0.5 : std::sqrt(0.125)) *
                   std::cos((2 * at + 1) * k * std::numbers::pi / (2 * side));
        };
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x)
                weights_[static_cast<std::size_t>(y * side + x)] =
                    static_cast<float>(wave(u, x) * wave(v, y));
    }
    float of(const Raster& grey, int left, int top) const {
        float sum = 0;
        const float* weight = weights_.data();
        for (int y = 0; y < side; ++y, weight += side) {
            const std::uint8_t* row = grey.row(top + y) + left;
            for (int x = 0; x < side; ++x)
                sum += weight[x] * static_cast<float>(row[x]);
        }
        return sum;
    }

  private:
    std::array<float, side * side> weights_{};
};

// Sizes of one frequency in all blocks of the grid, as far as they are not nothing.
std::vector<float> sizes_of(const Frequency& frequency, const Sight& sight, const Grid& grid) {
    std::vector<float> sizes;
    for (const auto kind : kinds)
        for (const Patch& patch : sight.*kind) {
            const int left = (grid.x - patch.x % side + side) % side;
            const int top = (grid.y - patch.y % side + side) % side;
            for (int y = top; y + side <= patch.grey.height; y += side)
                for (int x = left; x + side <= patch.grey.width; x += side)
                    if (const float size = std::abs(frequency.of(patch.grey, x, y)); size > nothing)
                        sizes.push_back(size);
        }
    return sizes;
}

// 1 for a multiple of the step, -1 half way between two.
float nearness(float size, float step) {
    const float times = size / step;
    return 1 - 4 * std::abs(times - static_cast<float>(static_cast<int>(times + 0.5F)));
}

// The largest step that the values are multiples of; 0 where there is none. Values are nothing or
// a step at least: what lies between speaks against it.
double step_of(const std::vector<float>& sizes) {
    for (int step = largest_step; step >= smallest_step; --step) {
        float sum = 0;
        int steps_or_more = 0;
        for (const float size : sizes) {
            const bool counts = size > static_cast<float>(step) / 2;
            sum += counts ? nearness(size, static_cast<float>(step)) : -1;
            steps_or_more += counts;
        }
        if (steps_or_more >= enough_values && sum >= multiples * static_cast<float>(sizes.size()))
            return step;
    }
    return 0;
}

}  // namespace

Blocks measure_blocks(const Sight& sight) {
    const Grid grid = find_grid(sight);
    std::array<double, lowest.size()> steps{};
    for (std::size_t i = 0; i < lowest.size(); ++i)
        steps[i] = step_of(sizes_of(Frequency(lowest[i].first, lowest[i].second), sight, grid));
    std::nth_element(steps.begin(), steps.begin() + steps.size() / 2, steps.end());
    return {steps[steps.size() / 2]};
}

}  // namespace nuskha
