#include "pipeline/report/html.hpp"

#include <fmt/format.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cmath>

namespace nuskha::report {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

bool in_html(UChar32 c) {  // HTML Living Standard, 13.2.3.5: what a document must not hold
    if (c < 0x20) return c == '\t' || c == '\n';
    if (c >= 0x7f && c <= 0x9f) return false;
    return (c & 0xfffe) != 0xfffe && !(c >= 0xfdd0 && c <= 0xfdef);
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    const auto length = static_cast<std::int32_t>(text.size());
    for (std::int32_t at = 0; at < length;) {
        const std::int32_t start = at;
        UChar32 c = 0;
        U8_NEXT(text.data(), at, length, c);
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\'')
            out += "&#39;";
        else if (c < 0 || !in_html(c))
            out += replacement;
        else
            out +=
                text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(at - start));
    }
    return out;
}

std::string with_code(std::string_view text) {
    std::string out;
    while (true) {
        const auto begin = text.find('`');
        const auto end = begin == text.npos ? begin : text.find('`', begin + 1);
        if (end == text.npos) return out + escaped(text);
        out += escaped(text.substr(0, begin)) + "<code>" +
               escaped(text.substr(begin + 1, end - begin - 1)) + "</code>";
        text.remove_prefix(end + 1);
    }
}

std::string name(std::string_view text) {
    return "<bdi>" + escaped(text) + "</bdi>";
}

std::string address(std::string_view step) {
    std::string out;
    for (const char c : step) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        if (plain)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string language_attribute(std::string_view code) {
    const bool sound =
        !code.empty() && code.size() <= 35 && std::all_of(code.begin(), code.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   c == '-';
        });
    return sound ? fmt::format(" lang=\"{}\"", code) : std::string();
}

std::string grouped(std::int64_t number, std::string_view thousands) {
    const std::string digits = fmt::format("{}", number < 0 ? -number : number);
    std::string out = number < 0 ? "\u2212" : "";
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) out += thousands;
        out += digits[i];
    }
    return out;
}

std::string percent(double ratio) {
    if (!std::isfinite(ratio)) return "–";
    return fmt::format("{}\u202f%", std::lround(std::clamp(ratio, -9.99, 9.99) * 100));
}

std::string short_number(double value) {
    if (!std::isfinite(value)) return "–";
    if (value == 0) return "0";
    const double size = std::abs(value);
    std::string text = size >= 1e7 || size < 1e-4 ? fmt::format("{:.3g}", size)
                       : size >= 1000             ? fmt::format("{:.0f}", size)
                                                  : fmt::format("{:.4g}", size);
    return value < 0 ? "\u2212" + text : text;
}

std::string number_list(const std::vector<Number>& numbers) {
    std::string out;
    for (const Number& n : numbers) {
        if (!out.empty()) out += ", ";
        out += fmt::format("{}\u00a0<b>{}</b>", escaped(n.name), short_number(n.value));
        if (!n.unit.empty()) out += "\u00a0" + escaped(n.unit);
    }
    return out;
}

std::string day_and_time(Timestamp time) {
    if (time == 0) return "–";
    std::string text = iso8601(time);  // 2026-11-22T22:15:31Z
    return text.substr(0, 10) + " " + text.substr(11, 5) + "\u00a0UTC";
}

}  // namespace nuskha::report
