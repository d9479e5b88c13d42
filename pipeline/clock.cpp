#include "pipeline/clock.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <string_view>

#include "models/failure.hpp"

namespace nuskha {

Timestamp now() {
    const char* set = std::getenv("SOURCE_DATE_EPOCH");
    if (!set) {
        using namespace std::chrono;
        return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
    }
    constexpr Timestamp end_of_9999 = 253'402'300'799;
    const std::string_view text(set);
    Timestamp value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || value < 0 ||
        value > end_of_9999)
        throw Failure(Exit::usage,
                      fmt::format("SOURCE_DATE_EPOCH: '{}' is not a number of seconds since 1970; "
                                  "correct it or unset it",
                                  text));
    return value;
}

}  // namespace nuskha
