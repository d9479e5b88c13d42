// Alphabets: the letters of a language in one script. A language is declared as one of these.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/document/text.hpp"

namespace nuskha {

enum class Script { latin, cyrillic, arabic };
std::string_view word(Script script);  // ISO 15924: "Latn", "Cyrl", "Arab"

// How capitals are made. dotted: i has the capital İ, and ı has I (SpecialCasing.txt of Unicode: tr, az).
enum class Casing { none, plain, dotted };

struct Alphabet {
    std::string_view code;  // BCP 47; the script is named where the language has several, and the
                            // orthography by its registered variant where it is not today's
    std::string_view name;  // in English
    Script script;
    std::string_view
        letters;  // UTF-8, NFC, one code point each: small letters, for Arabic script its
                  // letters
    // Letters of the same alphabet that running text can nearly do without: of loan words and names, or
    // given up while the alphabet was in force. Trained data that lacks only these still reads it.
    std::string_view rare;
    std::string_view digits, punctuation;
    Casing casing;
    std::string_view capitals;  // pairs of capital and small letter beyond Unicode's: "Bʙ"
    std::string_view aliases;   // other names that are understood, lower case, between spaces
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

// The letters one by one, the rare ones last.
std::vector<std::string> letters_of(const Alphabet& alphabet);

// Text in small or in capital letters by the rules of the alphabet: "Iİ" is "ıi" in az-Latn and "ii̇" in en.
std::string small(std::string_view text, const Alphabet& alphabet);
std::string capital(std::string_view text, const Alphabet& alphabet);

// Share of the text's letters that are of the script, 0..1; 0 where it has none.
double share_of_script(std::string_view text, Script script);

// Whether two letters are one shape on paper though they are two characters: Latin a and Cyrillic а,
// Arabic ك and Persian ک (UTS #39, section 4: the same skeleton).
bool look_alike(std::string_view one, std::string_view other);

// The letters of one alphabet, small or capital, that look like one of another, with that one:
// {"a", "а"}, ...; letters that are the same character in both are left out.
std::vector<std::pair<std::string, std::string>> look_alikes(const Alphabet& one,
                                                             const Alphabet& other);

// The characters of a text one by one (code points of NFC, as UTF-8).
std::vector<std::string> characters(std::string_view text);

}  // namespace nuskha
