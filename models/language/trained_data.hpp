// Tesseract's trained data: what each can write, and which of it reads which alphabets.
//
// What data can write is read out of the data itself, never asserted here; only the order in which data is
// tried for a language is stated.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/language/alphabet.hpp"

namespace nuskha {

struct TrainedData {
    std::string name;  // without .traineddata and folder: "Cyrillic"
    std::set<std::string>
        characters;  // all that it can write, NFC; several code points are one mark
    std::vector<std::string> sublanguages;  // that its configuration would load besides
    std::string version;                    // as it calls itself; may be empty
    std::string fault;                      // why it reads nothing; empty where it does

    // Whether it writes a letter: as one character, or letter and marks one by one.
    bool writes(std::string_view letter) const;
    // The script that most of its characters are of; nothing where that is none of ours.
    std::optional<Script> script() const;
};

// So many bytes of the file from a place on; fewer where it ends or cannot be read.
using ReadAt = std::function<std::string(std::uint64_t offset, std::size_t bytes)>;

// Reads a .traineddata container of `size` bytes: its list of components, and of them the
// configuration, the character list of the LSTM recogniser and the version. At most 5 MB are asked for. What cannot
// be understood, or holds no LSTM recogniser, is told in `fault`; never throws.
// Source: Tesseract 5, src/ccutil/tessdatamanager.h (components) and unicharset.cpp (list of characters).
TrainedData read_trained_data(const std::string& name, std::uint64_t size, const ReadAt& read);

std::string_view script_data(Script script);  // the name of data for all its languages: "Cyrillic"

struct Coverage {
    std::vector<std::string> missing,
        rare;  // letters that cannot be written; a capital only where its
               // small letter can be
    bool whole() const { return missing.empty(); }
};
Coverage coverage(const Alphabet& alphabet, const TrainedData& data);

// Digits and punctuation of the alphabet that the data cannot write.
std::vector<std::string> missing_signs(const Alphabet& alphabet, const TrainedData& data);

struct DataChoice {
    std::string model;  // read with this; where `installed` is false, what should be installed
    bool installed = false;
    Coverage coverage;  // nothing is missing where the language is no known alphabet
};

// The data for a language, an alphabet's code or the name of data itself. Data in stated order is asked, then
// data that is the language's own by its name ("kaz_1929"): the first that writes all letters is taken, else
// that which lacks fewest. Data that lacks more than half of them is of another script.
DataChoice choose_data(std::string_view language, std::span<const TrainedData> found);

// Names in stated order, the one to install first: "az-Latn" -> "aze", "Latin".
std::vector<std::string> stated_data(std::string_view language);

struct TrainedSet {
    std::vector<std::string> models;    // names without .traineddata, the leading one first
    std::vector<std::string> excluded;  // that a model would load by itself and must not
    bool operator==(const TrainedSet&) const = default;

    // As Tesseract takes it: "aze+~aze_cyrl". Also the key under which an engine is kept.
    std::string argument() const;
};

// The smallest set that reads all of `languages`: data of a whole script stands for that of its
// languages whose letters it writes, and each is named once. The order is that of the languages, because
// Tesseract tries the first data first and keeps its reading where it is sure of it.
TrainedSet trained_set_for(const std::vector<std::string>& languages,
                           std::span<const TrainedData> found);

// Which of `languages` a word read with `model` counts as: the first that the model was chosen for.
std::string language_read_by(std::string_view model, const std::vector<std::string>& languages,
                             std::span<const TrainedData> found);

// The Debian 12 package that brings it: "Cyrillic" -> "tesseract-ocr-script-cyrl".
std::string debian_package_of(std::string_view model);

}  // namespace nuskha
