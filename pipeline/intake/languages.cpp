#include "pipeline/intake/languages.hpp"

#include <algorithm>

#include "models/language/alphabet.hpp"
#include "pipeline/intake/names.hpp"

namespace nuskha::intake {
namespace {

bool letters(std::string_view text, std::size_t least, std::size_t most) {
    return text.size() >= least && text.size() <= most &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

std::optional<std::string> parse_language(std::string_view declared) {
    const std::string_view text = trimmed(declared);
    if (auto code = canonical_language(text)) return code;
    const std::string lower = lower_ascii(text);
    const auto mark = lower.find_first_of("-_");
    if (!letters(std::string_view(lower).substr(0, mark), 2, 3)) return {};
    if (mark == lower.npos) return lower;
    if (!letters(std::string_view(lower).substr(mark + 1), 2, 8)) return {};
    if (lower[mark] == '_' || lower.size() - mark != 5) return lower;
    return lower.substr(0, mark + 1) + static_cast<char>(lower[mark + 1] - 32) +
           lower.substr(mark + 2);  // a script of BCP 47: "uz-cyrl" -> "uz-Cyrl"
}

}  // namespace nuskha::intake
