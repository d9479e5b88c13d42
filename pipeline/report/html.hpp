// Text on its way into HTML. Nothing that came from a file, a name or a recogniser gets there
// otherwise.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/preservation/event.hpp"

namespace nuskha::report {

// For content and for attributes in double quotes. What HTML cannot hold (control characters,
// broken UTF-8) becomes U+FFFD.
std::string escaped(std::string_view text);
// The same; what stands between two ` is set as code.
std::string with_code(std::string_view text);
// A name from outside, set apart so that its writing direction cannot reorder what is around it.
std::string name(std::string_view text);
// One step of a relative address; '/' is encoded too.
std::string address(std::string_view step);
// ` lang="az-Latn" ` where the code is one, else nothing.
std::string language_attribute(std::string_view code);

std::string grouped(std::int64_t number, std::string_view thousands);  // "12,345"
std::string percent(double ratio);       // "87 %"; "–" if not finite
std::string short_number(double value);  // at most four significant digits; a true minus sign
std::string number_list(const std::vector<Number>& numbers);  // "skew −1.2 degree, ...", escaped
std::string day_and_time(Timestamp time);                     // "2026-11-22 22:15 UTC"; "–" for 0

}  // namespace nuskha::report
