#include "pipeline/intake/names.hpp"

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <vector>

#include "pipeline/imaging/decode.hpp"

namespace nuskha::intake {
namespace {

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

icu::UnicodeString wide(std::string_view utf8) {
    return icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
}

const icu::Normalizer2* composer() {
    static const icu::Normalizer2* const instance = [] {
        UErrorCode status = U_ZERO_ERROR;
        return icu::Normalizer2::getNFCInstance(status);
    }();
    return instance;
}

std::string composed(const icu::UnicodeString& text) {
    UErrorCode status = U_ZERO_ERROR;
    std::string utf8;
    composer()->normalize(text, status).toUTF8String(utf8);
    return utf8;
}

}  // namespace

bool is_plain_utf8(std::string_view name) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(name.data());
    const auto size = static_cast<std::int32_t>(name.size());
    for (std::int32_t i = 0; i < size;) {
        UChar32 c;
        U8_NEXT(bytes, i, size, c);
        if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029) return false;
    }
    return true;
}

std::string printable(std::string_view name) {
    std::string shown;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(name.data());
    const auto size = static_cast<std::int32_t>(name.size());
    for (std::int32_t i = 0; i < size;) {
        const std::int32_t start = i;
        UChar32 c;
        U8_NEXT(bytes, i, size, c);
        if (c >= 0x20 && !(c >= 0x7F && c < 0xA0) && c != 0x2028 && c != 0x2029)
            shown +=
                name.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(i - start));
        else
            for (std::int32_t k = start; k < i; ++k)
                shown += fmt::format("\\x{:02X}", bytes[k]);
    }
    return shown;
}

std::string nfc(std::string_view utf8) {
    return is_ascii(utf8) ? std::string(utf8) : composed(wide(utf8));
}

std::string folded(std::string_view utf8) {
    return is_ascii(utf8) ? lower_ascii(utf8) : composed(wide(nfc(utf8)).foldCase());
}

std::string lower_ascii(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return lower;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == text.npos ? std::string_view()
                              : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string_view file_name(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == path.npos ? path : path.substr(slash + 1);
}

std::string_view folder_of(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == path.npos ? std::string_view() : path.substr(0, slash);
}

std::string_view ending_of(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == name.npos || dot == 0 ? std::string_view() : name.substr(dot);
}

std::string_view stem_of(std::string_view name) {
    return name.substr(0, name.size() - ending_of(name).size());
}

std::string joined(std::string_view folder, std::string_view name) {
    return folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name);
}

std::optional<std::string> lexical_path(std::string_view path) {
    std::vector<std::string_view> parts;
    for (std::size_t start = 0; start <= path.size();) {
        const std::size_t slash = std::min(path.find('/', start), path.size());
        const std::string_view part = path.substr(start, slash - start);
        start = slash + 1;
        if (part.empty() || part == ".") continue;
        if (part != "..") {
            parts.push_back(part);
            continue;
        }
        if (parts.empty()) return {};
        parts.pop_back();
    }
    return fmt::format("{}", fmt::join(parts, "/"));
}

bool is_system_name(std::string_view name) {
    constexpr std::array<std::string_view, 10> names = {
        "thumbs.db",  "ehthumbs.db",  "ehthumbs_vista.db",         "desktop.ini",
        "__macosx",   "$recycle.bin", "system volume information", "@eadir",
        "lost+found", "icon\r"};
    const std::string lower = lower_ascii(name);
    return lower.starts_with('.') || lower.ends_with(".nuskha") ||
           std::find(names.begin(), names.end(), lower) != names.end();
}

bool has_scan_ending(std::string_view name) {
    return has_image_extension(name);
}

bool has_image_magic(std::string_view bytes) {
    using namespace std::string_view_literals;
    constexpr std::array magics = {"II*\0"sv,
                                   "MM\0*"sv,
                                   "II+\0"sv,
                                   "MM\0+"sv,
                                   "\xFF\xD8\xFF"sv,
                                   "\x89PNG\r\n\x1A\n"sv,
                                   "\0\0\0\x0CjP  \r\n\x87\n"sv,
                                   "\xFF\x4F\xFF\x51"sv};
    return std::any_of(magics.begin(), magics.end(),
                       [&](std::string_view magic) { return bytes.starts_with(magic); });
}

NumberedName numbered(std::string_view stem) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(stem.data());
    const auto size = static_cast<std::int32_t>(stem.size());
    // The last run of digits: [first, last)
    std::int32_t first = -1, last = -1, value_start = -1;
    std::uint64_t value = 0, kept_value = 0;
    int digits = 0, kept_digits = 0;
    for (std::int32_t i = 0; i < size;) {
        const std::int32_t start = i;
        UChar32 c;
        U8_NEXT(bytes, i, size, c);
        const std::int32_t digit = c >= 0 ? u_charDigitValue(c) : -1;
        if (digit < 0) {
            digits = 0;
            continue;
        }
        if (digits == 0) {
            value = 0;
            value_start = start;
        }
        value = value * 10 + static_cast<std::uint64_t>(digit);
        ++digits;
        first = value_start;
        last = i;
        kept_value = value;
        kept_digits = digits;
    }
    if (first < 0) return {std::string(stem), {}, false, {}};
    NumberedName name;
    const std::string_view before = stem.substr(0, static_cast<std::size_t>(first));
    const auto end = before.find_last_not_of("_-. ");
    name.prefix = end == before.npos ? "" : std::string(before.substr(0, end + 1));
    name.has_digits = true;
    if (kept_digits <= 18) name.number = kept_value;
    name.take = std::string(stem.substr(static_cast<std::size_t>(last)));
    return name;
}

}  // namespace nuskha::intake
