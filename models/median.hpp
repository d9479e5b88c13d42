// The value in the middle of some.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace nuskha {

// Of an even number the upper of the two in the middle; of none T{}.
template <typename T>
T median(std::vector<T> values) {
    if (values.empty()) return T{};
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace nuskha
