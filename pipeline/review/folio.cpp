#include "pipeline/review/folio.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <string>

namespace nuskha::review {
namespace {

constexpr int longest_roman = 8;

// Letters that roman numerals are made of, also Cyrillic ones that look alike; 0 = none.
char roman_letter(UChar32 c) {
    switch (u_tolower(c)) {
        case 'i':
        case 0x456:  // Cyrillic i
        case 0x131:  // dotless
            return 'i';
        case 'v':
        case 0x475:
            return 'v';
        case 'x':
        case 0x445:
            return 'x';
        case 'l':
            return 'l';
        case 'c':
        case 0x441:
            return 'c';
        default:
            return 0;
    }
}

std::string roman(int number) {
    constexpr std::array<std::pair<int, const char*>, 9> parts{{{100, "c"},
                                                                {90, "xc"},
                                                                {50, "l"},
                                                                {40, "xl"},
                                                                {10, "x"},
                                                                {9, "ix"},
                                                                {5, "v"},
                                                                {4, "iv"},
                                                                {1, "i"}}};
    std::string text;
    for (const auto& [value, letters] : parts)
        for (; number >= value; number -= value)
            text += letters;
    return text;
}

int roman_value(const std::string& letters) {  // 0 where it is none
    int value = 0, before = 0;
    for (auto at = letters.rbegin(); at != letters.rend(); ++at) {
        const int one = *at == 'i' ? 1 : *at == 'v' ? 5 : *at == 'x' ? 10 : *at == 'l' ? 50 : 100;
        value += one < before ? -one : one;
        before = std::max(before, one);
    }
    return value > 0 && value < 400 && roman(value) == letters ? value : 0;
}

// A digit, also one that was taken for the letter that looks like it; negative where neither.
int digit_of(UChar32 c) {
    if (const int digit = u_charDigitValue(c); digit >= 0) return digit;
    switch (c) {
        case 'O':
        case 'o':
        case 0x41e:  // Cyrillic O
        case 0x43e:
            return 0;
        case 'I':
        case 'l':
        case 0x406:  // Cyrillic I
        case 0x41f:  // Cyrillic Pe
            return 1;
        case 'Z':
            return 2;
        case 0x417:  // Cyrillic Ze
        case 0x437:
            return 3;
        case 'S':
            return 5;
        case 0x431:  // Cyrillic be
            return 6;
        case 'B':
        case 0x412:  // Cyrillic Ve
            return 8;
        default:
            return -1;
    }
}

std::vector<UChar32> letters_and_digits(std::string_view token) {
    std::vector<UChar32> core;
    bool inside_broken = false;
    std::size_t pending = 0;
    const auto length = static_cast<std::int32_t>(token.size());
    for (std::int32_t at = 0; at < length;) {
        UChar32 c;
        U8_NEXT(token.data(), at, length, c);
        if (c < 0) return {};
        if (u_isalnum(c)) {
            inside_broken = inside_broken || (pending > 0 && !core.empty());
            core.push_back(c);
        } else if (u_charType(c) != U_FORMAT_CHAR) {  // direction marks are no letters
            ++pending;
            continue;
        }
        pending = 0;
    }
    if (inside_broken) core.clear();  // "12-13", "3.5": no page number
    return core;
}

}  // namespace

std::optional<Folio> folio_of(std::string_view token) {
    const std::vector<UChar32> core = letters_and_digits(token);
    if (core.empty()) return {};
    int value = 0;
    const auto digits =
        std::count_if(core.begin(), core.end(), [](UChar32 c) { return u_charDigitValue(c) >= 0; });
    const auto all = static_cast<std::ptrdiff_t>(core.size());
    if (all <= 4 && 2 * digits >= all &&
        std::all_of(core.begin(), core.end(), [](UChar32 c) { return digit_of(c) >= 0; })) {
        for (const UChar32 c : core)
            value = value * 10 + digit_of(c);
        if (value == 0) return {};
        return Folio{value, Folio::Kind::arabic, digits == all ? 1 : 0.8};
    }
    if (core.size() > longest_roman) return {};
    std::string letters;
    for (const UChar32 c : core)
        if (const char letter = roman_letter(c))
            letters += letter;
        else
            return {};
    value = roman_value(letters);
    if (value == 0) return {};
    return Folio{value, Folio::Kind::roman, letters.size() == 1 ? 0.7 : 0.9};
}

bool has_letters_or_digits(std::string_view token) {
    const auto length = static_cast<std::int32_t>(token.size());
    for (std::int32_t at = 0; at < length;) {
        UChar32 c;
        U8_NEXT(token.data(), at, length, c);
        if (c >= 0 && u_isalnum(c)) return true;
    }
    return false;
}

std::vector<Folio> folios_of(const Text& text) {
    std::vector<Folio> found;
    for (const Line* line : lines_at_ends(text.blocks)) {
        std::vector<const Word*> words;  // "- 12 -" is one, the dashes are none
        for (const Word& word : line->words)
            if (!letters_and_digits(word.text).empty()) words.push_back(&word);
        if (words.empty()) continue;
        for (const Word* word : {words.front(), words.back()}) {
            auto folio = folio_of(word->text);
            if (!folio) continue;
            if (words.size() > 1) folio->weight *= 0.8;
            folio->certain = word->confidence >= certain_number && folio->weight >= 0.8;
            if (std::find(found.begin(), found.end(), *folio) == found.end())
                found.push_back(*folio);
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Folio& a, const Folio& b) { return a.weight > b.weight; });
    return found;
}

}  // namespace nuskha::review
