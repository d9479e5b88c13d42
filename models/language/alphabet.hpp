// Alphabets: the letters of a language in one script. A language is declared as one of these.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "models/document/text.hpp"

namespace nuskha {

enum class Script { latin, cyrillic, arabic };
std::string_view word(Script script);  // ISO 15924: "Latn", "Cyrl", "Arab"

struct Alphabet {
    std::string_view code;  // BCP 47; the script is named where the language has several
    std::string_view name;  // in English
    Script script;
    std::string_view letters;  // UTF-8, NFC: small letters, for Arabic script its letters
    std::string_view aliases;  // other names that are understood, lower case, between spaces
};

std::span<const Alphabet> alphabets();  // in the order of the manual

Direction direction(Script script);

// The alphabet of that canonical code, nullptr where unknown.
const Alphabet* find_alphabet(std::string_view code);

// What a declared language means: "aze", "AZ", "az_Cyrl", "rus", "Kazakh" -> "az-Latn", "az-Latn",
// "az-Cyrl", "ru", "kk-Cyrl". ISO 639-1, 639-2 (both kinds), 639-3, BCP 47 with script, and English
// names. A language of several scripts without a script means the one that is official today (kk:
// Cyrillic, which most of its print is in). Nothing where the name is not known.
std::optional<std::string> canonical_language(std::string_view declared);

}  // namespace nuskha
