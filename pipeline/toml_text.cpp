#include "pipeline/toml_text.hpp"

#include <algorithm>

namespace nuskha {
namespace {

// The place after a string that begins at `at`; of one that never ends, where the parser gives up.
std::size_t after_string(std::string_view text, std::size_t at) {
    const char quote = text[at];
    const bool escapes = quote == '"';
    const bool multi_line = at + 2 < text.size() && text[at + 1] == quote && text[at + 2] == quote;
    for (std::size_t i = at + (multi_line ? 3 : 1); i < text.size(); ++i) {
        if (escapes && text[i] == '\\') {
            ++i;
        } else if (!multi_line && (text[i] == quote || text[i] == '\n')) {
            return text[i] == quote ? i + 1 : i;
        } else if (multi_line && text.substr(i, 3) == text.substr(at, 3)) {
            i += 3;  // up to two quotes more belong to the content
            for (int more = 0; more < 2 && i < text.size() && text[i] == quote; ++more)
                ++i;
            return i;
        }
    }
    return text.size();
}

}  // namespace

std::size_t line_of_stray_letter(std::string_view toml) {
    for (std::size_t i = 0; i < toml.size();) {
        if (toml[i] & 0x80)
            return 1 + static_cast<std::size_t>(std::count(
                           toml.begin(), toml.begin() + static_cast<std::ptrdiff_t>(i), '\n'));
        if (toml[i] == '"' || toml[i] == '\'')
            i = after_string(toml, i);
        else if (toml[i] == '#')
            i = std::min(toml.find('\n', i), toml.size());
        else
            ++i;
    }
    return 0;
}

}  // namespace nuskha
