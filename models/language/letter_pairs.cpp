#include "models/language/letter_pairs.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "models/language/alphabet.hpp"

namespace nuskha {
namespace {

constexpr double step = 1.0 / 3, foreign = -10;

struct Table {
    const LetterPairs* pairs;
    std::unordered_map<char32_t, std::size_t> places;  // of a letter in its rows
    bool dotted;

    explicit Table(const LetterPairs& p) : pairs(&p) {
        const icu::UnicodeString letters =
            icu::UnicodeString::fromUTF8({p.letters.data(), static_cast<int>(p.letters.size())});
        for (int i = 0; i < letters.length(); i = letters.moveIndex32(i, 1))
            places.emplace(static_cast<char32_t>(letters.char32At(i)), places.size());
        const Alphabet* alphabet = find_alphabet(p.language);
        dotted = alphabet && alphabet->casing == Casing::dotted;
    }

    char32_t small(char32_t letter) const {
        if (dotted && letter == U'I') return U'ı';
        if (letter == U'İ') return U'i';
        return static_cast<char32_t>(u_tolower(static_cast<UChar32>(letter)));
    }

    double log_likelihood(std::u32string_view words) const {
        double sum = 0;
        std::size_t before = 0;  // the edge of a word
        for (const char32_t letter : words) {
            const auto at = places.find(small(letter));
            if (at == places.end()) {
                sum += foreign;
                before = 0;
                continue;
            }
            sum -= step * (pairs->levels[before * places.size() + at->second] - '@');
            before = at->second;
        }
        return sum;
    }
};

const Table* table_of(const std::string& language) {
    static const std::map<std::string, Table, std::less<>> tables = [] {
        std::map<std::string, Table, std::less<>> all;
        for (const LetterPairs& pairs : letter_pairs())
            all.emplace(pairs.language, Table(pairs));
        return all;
    }();
    const auto at = tables.find(language);
    return at == tables.end() ? nullptr : &at->second;
}

// Letters, and one space after each word.
std::u32string words_of(std::string_view text) {
    const icu::UnicodeString all =
        icu::UnicodeString::fromUTF8({text.data(), static_cast<int>(text.size())});
    std::u32string words;
    for (int i = 0; i < all.length(); i = all.moveIndex32(i, 1)) {
        const UChar32 c = all.char32At(i);
        if (u_isalpha(c))
            words += static_cast<char32_t>(c);
        else if (!u_isIDIgnorable(c) && u_charType(c) != U_NON_SPACING_MARK && !words.empty() &&
                 words.back() != U' ')
            words += U' ';
    }
    if (!words.empty() && words.back() != U' ') words += U' ';
    return words;
}

}  // namespace

double Likely::lead() const {
    if (languages.empty()) return 0;
    if (languages.size() == 1) return double(letters);
    return languages[0].log_likelihood - languages[1].log_likelihood;
}

double Likely::per_letter(std::string_view language) const {
    for (const Likeness& one : languages)
        if (one.language == language && letters > 0) return one.log_likelihood / double(letters);
    return 0;
}

Likely likely_languages(std::string_view text, std::span<const std::string> among) {
    Likely likely;
    const std::u32string words = words_of(text);
    likely.letters = words.size();
    for (const std::string& language : among)
        if (const Table* table = table_of(language))
            likely.languages.push_back({language, table->log_likelihood(words)});
    std::stable_sort(
        likely.languages.begin(), likely.languages.end(),
        [](const Likeness& a, const Likeness& b) { return a.log_likelihood > b.log_likelihood; });
    return likely;
}

}  // namespace nuskha
