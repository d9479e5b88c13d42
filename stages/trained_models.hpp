// The trained data that is found on this machine, and the choice among it.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "models/document/text.hpp"
#include "models/language/trained_data.hpp"

namespace nuskha {

// $TESSDATA_PREFIX, else Debian's folder.
std::filesystem::path trained_data_folder();

// File of a model, here or in the folder's script/; an empty path where it is not installed.
std::filesystem::path trained_data_file(const std::string& model);

// All trained data of the folder and its script/, by name; what each can write is read once for the process,
// some 100 kB of each file. Empty where there is no folder.
std::span<const TrainedData> installed_data();

// That data; nullptr where it is not installed or reads nothing.
const TrainedData* find_data(std::string_view name);

// SHA-256 of a model's file, lower-case hex. Kept for the process as long as path, size and time of change
// stay. Throws Failure(engine) where it cannot be read.
std::string trained_data_digest(const std::string& model);

// Name and digest of each model of the set. Throws Failure(engine) naming what is missing and the Debian
// package.
std::vector<Model> models_of(const TrainedSet& set);

// As in models/language, of what is installed.
TrainedSet trained_set_for(const std::vector<std::string>& languages);
std::string language_read_by(std::string_view model, const std::vector<std::string>& languages);

struct Shortcoming {
    bool rare;             // only rare letters are meant
    std::string sentence;  // names language, data and letters, and what helps
};

// Letters that the data chosen for each language cannot write. Empty where all are covered or data is not
// installed.
std::vector<Shortcoming> missing_letters(const std::vector<std::string>& languages);

}  // namespace nuskha
