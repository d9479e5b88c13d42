// What `nuskha evaluate` found: pages of a truth and of a result, compared.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "models/evaluation/score.hpp"

namespace nuskha {

struct Evaluation {
    std::string truth, result;  // folders
    Leniency leniency;
    std::vector<PageScore> pages;                  // in the order of their names
    std::map<std::string, Confusions> confusions;  // by alphabet
    std::vector<std::string> missing;  // pages of the truth without a result: read as empty
    std::vector<std::string> faults;   // "where: what is wrong; what to do"

    std::vector<PageScore> pages_of(const std::string& alphabet) const;
    Confusions all_confusions() const;
};

struct EvaluationWishes {
    std::filesystem::path truth, result;
    std::string language;  // of pages that tell none; may be empty
    Leniency leniency;
};

// Pairs the files of two folders by name (STEM.txt, .gt.txt, .xml, .alto.xml; folders below too) and compares
// them. Throws Failure(input) where a folder cannot be read or nothing can be compared.
Evaluation evaluate(const EvaluationWishes& wishes);

// Writes folder/index.html and its style. Throws Failure(store).
void write_evaluation_sheet(const Evaluation& evaluation, const std::filesystem::path& folder);

std::string percent_of(double ratio);      // "1.23 %"
std::string percent_of(const Rate& rate);  // "1.23 % (1.01 to 1.52)"

}  // namespace nuskha
