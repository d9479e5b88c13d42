#include "pipeline/natural_order.hpp"

#include <unicode/coll.h>

#include <memory>
#include <stdexcept>

namespace nuskha {
namespace {

std::unique_ptr<const icu::Collator> root_collator() {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Collator> collator(
        icu::Collator::createInstance(icu::Locale::getRoot(), status));
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no root collation");
    collator->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, status);
    collator->setAttribute(UCOL_NORMALIZATION_MODE, UCOL_ON, status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU cannot compare numbers");
    return collator;
}

// ICU's key ends in a zero byte and holds no other, so keys may simply follow one another.
void append_key(std::string& key, std::string_view part) {
    static const std::unique_ptr<const icu::Collator> collator = root_collator();
    const icu::UnicodeString text =
        icu::UnicodeString::fromUTF8({part.data(), static_cast<std::int32_t>(part.size())});
    std::uint8_t room[512];
    std::int32_t length = collator->getSortKey(text, room, sizeof room);
    if (length <= static_cast<std::int32_t>(sizeof room)) {
        key.append(reinterpret_cast<const char*>(room), static_cast<std::size_t>(length));
        return;
    }
    const std::size_t before = key.size();
    key.resize(before + static_cast<std::size_t>(length));
    collator->getSortKey(text, reinterpret_cast<std::uint8_t*>(key.data() + before), length);
}

}  // namespace

std::string natural_key(std::string_view path) {
    std::string key;
    std::string_view rest = path;
    for (auto slash = rest.find('/'); slash != rest.npos; slash = rest.find('/')) {
        append_key(key, rest.substr(0, slash));
        rest.remove_prefix(slash + 1);
    }
    const auto dot = rest.rfind('.');
    const bool has_ending = dot != rest.npos && dot > 0;
    append_key(key, has_ending ? rest.substr(0, dot) : rest);
    append_key(key, has_ending ? rest.substr(dot) : std::string_view());
    return key.append(path);
}

bool natural_less(std::string_view a, std::string_view b) {
    return natural_key(a) < natural_key(b);
}

}  // namespace nuskha
