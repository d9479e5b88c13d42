#include "models/preservation/colour_checker.hpp"

#include <array>

namespace nuskha {
namespace {

constexpr int columns = 6, rows = 4;
constexpr double gap = 0.1;  // of a patch
constexpr double wide = columns + (columns - 1) * gap, high = rows + (rows - 1) * gap;

constexpr std::array<Lab, columns * rows> aims{{
    {37.54, 14.37, 14.92},  {64.66, 19.27, 17.50},   {49.32, -3.82, -22.54}, {43.46, -12.74, 22.72},
    {54.94, 9.61, -24.79},  {70.48, -32.26, -0.37},  {62.73, 35.83, 56.50},  {39.43, 10.75, -45.17},
    {50.57, 48.64, 16.67},  {30.10, 22.54, -20.87},  {71.77, -24.13, 58.19}, {71.51, 18.24, 67.37},
    {28.37, 15.42, -49.80}, {54.38, -39.72, 32.27},  {42.43, 51.05, 28.62},  {81.80, 2.67, 80.41},
    {50.63, 51.28, -14.12}, {49.57, -29.71, -28.32}, {95.19, -1.03, 2.93},   {81.29, -0.57, 0.44},
    {66.89, -0.75, -0.06},  {50.76, -0.13, 0.14},    {35.63, -0.46, -0.48},  {20.64, 0.07, -0.46},
}};

constexpr auto patches = [] {
    std::array<ReferencePatch, columns * rows> all{};
    for (int i = 0; i < columns * rows; ++i)
        all[i] = {{(i % columns * (1 + gap) + 0.5) / wide, (i / columns * (1 + gap) + 0.5) / high},
                  aims[i]};
    return all;
}();

}  // namespace

std::span<const ReferencePatch> colour_checker() {
    return patches;
}

Size colour_checker_patch() {
    return {1 / wide, 1 / high};
}

}  // namespace nuskha
