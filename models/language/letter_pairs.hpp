// In which language a text is written, by how often its letters follow one another.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nuskha {

// Of one language. letters: a space for the edge of a word, then its letters, commonest first (small, NFC, one code
// point each). levels: for each letter a row of one sign for each letter, how unlikely that one comes next:
// -ln p = (sign - '@') / 3.
struct LetterPairs {
    std::string_view language, letters, levels;
};

std::span<const LetterPairs> letter_pairs();  // made by tools/letter_pairs

struct Likeness {
    std::string language;
    double log_likelihood = 0;  // natural logarithm, of the whole text; 0 or below
};

struct Likely {
    std::vector<Likeness> languages;  // most likely first; those without letter pairs are left out
    std::size_t letters = 0;          // that were judged, edges of words included

    // By how much the first is likelier than the second, natural logarithm; 0 where there is none of them, and
    // as much as there are letters where it is alone.
    double lead() const;
    // ln p for a letter of the language; 0 where it is not among them. About -2.5 for running text, -4 and less
    // for what is none.
    double per_letter(std::string_view language) const;
};

// How likely the text is in each of `among`. Letters alone count: digits, punctuation and vowel marks do not. A
// letter that the language does not have is taken for as unlikely as e^-10.
// Source: Cavnar and Trenkle 1994, Dunning 1994 (letter pairs instead of longer strings, which short lists of
// words cannot fill).
Likely likely_languages(std::string_view text, std::span<const std::string> among);

}  // namespace nuskha
