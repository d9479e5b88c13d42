// Texts made comparable: as letters and words that two readings of a page can be compared by.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "models/evaluation/alignment.hpp"

namespace nuskha {

struct Leniency {              // what is not told apart
    bool letter_case = false;  // Ə is ə; by the alphabet's casing where i and ı are told apart
    bool punctuation = false;  // left out: general category P
    bool long_s = false;       // ſ is s
    bool marks = false;        // left out: marks that do not compose (Mn after NFC) and tatweel
    bool dotted_i = false;     // case by the rules of tr and az
};

// Letters and words as symbols, and back. Two texts are compared by one dictionary.
class Dictionary {
  public:
    Symbol symbol(const std::string& text);
    const std::string& text(Symbol symbol) const { return texts_[symbol]; }

  private:
    std::unordered_map<std::string, Symbol> symbols_;
    std::vector<std::string> texts_;
};

struct Written {
    std::vector<Symbol> letters;  // grapheme clusters, white space as one blank between words
    std::vector<Symbol> words;
};

// Letters are extended grapheme clusters (UAX #29, section 3) of the text in NFC; words are what UAX #29
// (section 4) parts, if there is a letter or digit in it. Invisible characters (joiners, direction marks, soft
// hyphen, byte order mark) are left out; all white space, line ends too, is one blank; none at the ends. Text
// that is not UTF-8 has U+FFFD.
Written written(std::string_view text, const Leniency& leniency, Dictionary& letters,
                Dictionary& words);

}  // namespace nuskha
