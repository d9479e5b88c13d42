#include "models/language/alphabet.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <memory>

namespace nuskha {
namespace {

std::string folded(std::string_view declared) {  // lower case, '-' between parts, trimmed
    std::string out;
    for (char c : declared) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        if (c == '_' || c == ' ') c = '-';
        out += c;
    }
    const auto first = out.find_first_not_of('-'), last = out.find_last_not_of('-');
    return first == std::string::npos ? "" : out.substr(first, last - first + 1);
}

icu::UnicodeString from_utf8(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<int>(text.size())});
}

std::string to_utf8(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

icu::Locale locale_of(const Alphabet& alphabet) {
    return alphabet.casing == Casing::dotted ? icu::Locale("tr") : icu::Locale::getRoot();
}

// Each capital of the alphabet's own pairs by its small letter, or the other way.
void replace_pairs(icu::UnicodeString& text, const Alphabet& alphabet, bool by_small) {
    const icu::UnicodeString pairs = from_utf8(alphabet.capitals);
    for (int i = 0; i + 1 < pairs.length(); i += 2)
        text.findAndReplace(icu::UnicodeString(pairs[i + (by_small ? 0 : 1)]),
                            icu::UnicodeString(pairs[i + (by_small ? 1 : 0)]));
}

icu::UnicodeString skeleton(std::string_view letter) {
    UErrorCode status = U_ZERO_ERROR;
    static const std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> checker(
        uspoof_open(&status), uspoof_close);
    icu::UnicodeString out;
    uspoof_getSkeletonUnicodeString(checker.get(), 0, from_utf8(letter), out, &status);
    return U_SUCCESS(status) ? out : from_utf8(letter);
}

}  // namespace

std::string_view word(Script script) {
    switch (script) {
        case Script::latin:
            return "Latn";
        case Script::cyrillic:
            return "Cyrl";
        case Script::arabic:
            return "Arab";
    }
    return "Latn";
}

Direction direction(Script script) {
    return script == Script::arabic ? Direction::right_to_left : Direction::left_to_right;
}

const Alphabet* find_alphabet(std::string_view code) {
    const auto all = alphabets();
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const Alphabet& a) { return a.code == code; });
    return at == all.end() ? nullptr : &*at;
}

std::optional<std::string> canonical_language(std::string_view declared) {
    const std::string name = folded(declared);
    if (name.empty()) return {};
    for (const Alphabet& alphabet : alphabets())
        if (folded(alphabet.code) == name ||
            alphabet.aliases.find(" " + name + " ") != std::string_view::npos)
            return std::string(alphabet.code);
    return {};
}

std::vector<std::string> characters(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString all =
        icu::Normalizer2::getNFCInstance(status)->normalize(from_utf8(text), status);
    std::vector<std::string> each;
    for (int i = 0; i < all.length(); i = all.moveIndex32(i, 1))
        each.push_back(to_utf8(icu::UnicodeString(all.char32At(i))));
    return each;
}

std::vector<std::string> letters_of(const Alphabet& alphabet) {
    return characters(std::string(alphabet.letters) + std::string(alphabet.rare));
}

std::string small(std::string_view text, const Alphabet& alphabet) {
    icu::UnicodeString all = from_utf8(text);
    replace_pairs(all, alphabet, true);
    return to_utf8(all.toLower(locale_of(alphabet)));
}

std::string capital(std::string_view text, const Alphabet& alphabet) {
    icu::UnicodeString all = from_utf8(text);
    replace_pairs(all, alphabet, false);
    return to_utf8(all.toUpper(locale_of(alphabet)));
}

bool look_alike(std::string_view one, std::string_view other) {
    return skeleton(one) == skeleton(other);
}

std::vector<std::pair<std::string, std::string>> look_alikes(const Alphabet& one,
                                                             const Alphabet& other) {
    const auto both_cases = [](const Alphabet& alphabet) {
        std::vector<std::string> all = letters_of(alphabet);
        const std::size_t small_ones = all.size();
        for (std::size_t i = 0; i < small_ones && alphabet.casing != Casing::none; ++i)
            all.push_back(capital(all[i], alphabet));
        return all;
    };
    std::vector<std::pair<std::string, std::string>> pairs;
    const std::vector<std::string> others = both_cases(other);
    for (const std::string& letter : both_cases(one))
        for (const std::string& like : others)
            if (letter != like && look_alike(letter, like)) pairs.emplace_back(letter, like);
    return pairs;
}

double share_of_script(std::string_view text, Script script) {
    const UScriptCode wanted = script == Script::latin      ? USCRIPT_LATIN
                               : script == Script::cyrillic ? USCRIPT_CYRILLIC
                                                            : USCRIPT_ARABIC;
    const icu::UnicodeString all = from_utf8(text);
    int letters = 0, of_script = 0;
    for (int i = 0; i < all.length(); i = all.moveIndex32(i, 1)) {
        if (!u_isalpha(all.char32At(i))) continue;
        UErrorCode status = U_ZERO_ERROR;
        ++letters;
        of_script += uscript_getScript(all.char32At(i), &status) == wanted;
    }
    return letters > 0 ? double(of_script) / letters : 0;
}

}  // namespace nuskha
