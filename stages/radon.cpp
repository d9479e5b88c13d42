#include "stages/radon.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>

namespace nuskha {
namespace {

// to[y] = left[y] + right[y + fall], nothing beyond the end.
void add_fallen(std::uint16_t* __restrict to, const std::uint16_t* __restrict left,
                const std::uint16_t* __restrict right, int rows, int fall) {
    const int both = rows - fall, eights = both / 8 * 8;
    for (int y = 0; y < eights; y += 8)  // compilers turn eights into vectors
        for (int k = 0; k < 8; ++k)
            to[y + k] = static_cast<std::uint16_t>(left[y + k] + right[y + k + fall]);
    for (int y = eights; y < both; ++y)
        to[y] = static_cast<std::uint16_t>(left[y] + right[y + fall]);
    std::copy(left + both, left + rows, to + both);
}

}  // namespace

Radon::Radon(const Raster& picture, bool climbing)
    : columns_(static_cast<int>(std::bit_ceil(static_cast<unsigned>(std::max(2, picture.width))))),
      rows_(picture.height + columns_),
      climbing_(climbing) {
    const auto rows = static_cast<std::size_t>(rows_);
    sums_.assign(static_cast<std::size_t>(columns_) * rows, 0);
    for (int y = 0; y < picture.height; ++y) {
        const std::uint8_t* row = picture.row(climbing ? picture.height - 1 - y : y);
        for (int x = 0; x < picture.width; ++x)
            sums_[static_cast<std::size_t>(x) * rows + static_cast<std::size_t>(y + columns_)] =
                row[x];
    }
    std::vector<std::uint16_t> next(sums_.size());
    for (int width = 2; width <= columns_; width *= 2) {
        for (int first = 0; first < columns_; first += width)
            for (int slope = 0; slope < width; ++slope) {
                const auto line = [&](int at) {
                    return static_cast<std::size_t>(first + at) * rows;
                };
                add_fallen(&next[line(slope)], &sums_[line(slope / 2)],
                           &sums_[line(width / 2 + slope / 2)], rows_, (slope + 1) / 2);
            }
        sums_.swap(next);
    }
}

double Radon::degrees(int slope) const {
    const double angle = std::atan(double(slope) / (columns_ - 1)) * 180 / std::numbers::pi;
    return climbing_ ? -angle : angle;
}

const std::uint16_t* Radon::sums(int slope) const {
    return &sums_[static_cast<std::size_t>(slope) * static_cast<std::size_t>(rows_)];
}

double Radon::sharpness(int slope) const {
    const std::uint16_t* line = sums(slope);
    // In eights, which compilers turn into vectors.
    float sums[8] = {};
    int y = 1;
    for (; y + 8 <= rows_; y += 8)
        for (int k = 0; k < 8; ++k) {
            const auto step = static_cast<float>(line[y + k] - line[y + k - 1]);
            sums[k] += step * step;
        }
    double sum = std::accumulate(sums, sums + 8, 0.0);
    for (; y < rows_; ++y)
        sum += std::pow(double(line[y]) - line[y - 1], 2);
    return sum;
}

double Radon::loneliness(int slope) const {
    const std::uint16_t* line = sums(slope);
    std::vector<double> squares;
    for (int y = 1; y < rows_; ++y)
        squares.push_back(std::pow(double(line[y]) - line[y - 1], 2));
    std::partial_sort(squares.begin(), squares.begin() + 4, squares.end(), std::greater<>());
    const double all = std::accumulate(squares.begin(), squares.end(), 0.0);
    return all > 0 ? std::accumulate(squares.begin(), squares.begin() + 4, 0.0) / all : 0;
}

}  // namespace nuskha
