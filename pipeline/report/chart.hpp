// Distributions as inline SVG, drawn with classes of the style sheet so that they follow light,
// dark and print.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/report/words.hpp"

namespace nuskha::report {

struct Axis {
    double low, high;
    int bins;
    std::vector<double> ticks;
    bool as_percent = false;
};

// Values beyond the axis are counted in its first and last bin. Empty text where there are none.
std::string histogram(const std::vector<float>& values, const Axis& axis, std::string_view title,
                      const Words& words);
Axis confidence_axis();
Axis skew_axis(const std::vector<float>& values);        // symmetric, 1 to 10 degrees to a side
Axis edge_width_axis(const std::vector<float>& values);  // from 0 to a round number

// One bar, divided: [error, warning, note, nothing].
std::string status_bar(const std::array<std::int64_t, 4>& counts, const Words& words);

double quantile(std::vector<float> values, double part);  // 0 where there are none

}  // namespace nuskha::report
