// Which of Tesseract's trained data reads which alphabets.
//
// The table is about what the data can write, measured on its list of characters: `aze_cyrl` has no
// ч ш ғ ө ү and is never used; `kaz` has no ё щ ъ; the script data `Cyrillic` writes them all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nuskha {

struct TrainedSet {
    std::vector<std::string> models;    // names without .traineddata, the leading one first
    std::vector<std::string> excluded;  // that a model would load by itself and must not
    bool operator==(const TrainedSet&) const = default;

    // As Tesseract takes it: "aze+~aze_cyrl". Also the key under which an engine is kept.
    std::string argument() const;
};

// The one trained data for a language: an alphabet's code, or else the name of trained data itself.
std::string trained_data_for(std::string_view language);

// The smallest set that reads all of `languages`: data of a whole script stands for that of its
// languages, and each is named once. The order is that of the languages, because Tesseract tries
// the first data first and keeps its reading where it is sure of it.
TrainedSet trained_set_for(const std::vector<std::string>& languages);

// Which of `languages` a word read with `model` counts as: the first that the model was chosen for.
std::string language_read_by(std::string_view model, const std::vector<std::string>& languages);

// The Debian 12 package that brings it: "Cyrillic" -> "tesseract-ocr-script-cyrl".
std::string debian_package_of(std::string_view model);

}  // namespace nuskha
