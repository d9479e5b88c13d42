#include "models/preservation/event.hpp"

#include <fmt/chrono.h>

namespace nuskha {

std::string iso8601(Timestamp time) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(time)));
}

const double* Event::number(const std::string& name) const {
    for (const Number& n : numbers)
        if (n.name == name) return &n.value;
    return nullptr;
}

}  // namespace nuskha
