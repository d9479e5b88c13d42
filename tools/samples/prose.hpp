// The text that the samples are set from: one file a language in tools/samples/texts, written for
// this project. A file starts with lines "key: value" and goes on with paragraphs between blank
// lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/samples/dice.hpp"

namespace nuskha {

struct Prose {
    std::string language;  // alphabet code: "az-Latn"
    std::string title, author, chapter, running, periodical;
    std::vector<std::string> places;  // names for a map: a sea, a lake, a plain, a river, ...
    std::vector<std::vector<std::string>> paragraphs;  // each a row of sentences
};

// What the sample scans are set in. There are texts in fa, ar, kk-Latn and kk-Arab besides.
inline constexpr std::string_view sample_languages[] = {"en",      "ru",      "az-Latn",
                                                        "az-Cyrl", "kk-Cyrl", "az-Arab"};

// Throws Failure (input) where the file is missing or has no paragraphs.
Prose load_prose(const std::string& language);

// The paragraphs as they stand, beginning with paragraph `first` and going round three times.
std::vector<std::string> paragraphs_from(const Prose& prose, int first);

// At least `letters` bytes of paragraphs of three to five sentences drawn in a new order, so that
// two pages differ.
std::vector<std::string> shuffled_paragraphs(const Prose& prose, std::size_t letters, Dice& dice);

bool is_right_to_left(std::string_view language);

// What Tesseract calls the trained data that can write this language.
std::string tesseract_language(std::string_view language);

}  // namespace nuskha
