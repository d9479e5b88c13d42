// The one place of intake where a declared language becomes an alphabet's code.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nuskha::intake {

// What models/language knows becomes its canonical code ("aze" -> "az-Latn", "rus" -> "ru").
// Another code of two or three letters, with a script or not, or a name of trained data
// ("chi_sim"), is passed through. Nothing for what is no code at all.
std::optional<std::string> parse_language(std::string_view declared);

}  // namespace nuskha::intake
