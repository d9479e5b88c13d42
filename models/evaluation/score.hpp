// How well pages were read: errors in letters and words against a truth, with how far they can be trusted.
//
// Error rates are edits divided by what the truth has: they can pass 1 where much is read that is not there.
// Definitions and their sources: docs/evaluation.md.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/evaluation/written.hpp"

namespace nuskha {

struct PageScore {
    std::string name, alphabet;
    std::size_t letters = 0,
                letter_edits = 0;  // of the truth; insertions, deletions, substitutions
    std::size_t words = 0, word_edits = 0;
    std::size_t words_found = 0;  // that were read anywhere on the page, each as often as it was
    std::size_t words_read = 0;
};

// {truth, read} -> how often; an empty text = nothing: a letter that was missed or made up. Right ones too.
using Confusions = std::map<std::pair<std::string, std::string>, std::size_t>;

// Throws std::length_error where a text has more than a million letters.
PageScore score_page(std::string_view truth, std::string_view read, const Leniency& leniency,
                     Confusions& confusions);

struct Rate {
    double value = 0;  // edits over truth, or found over truth; 0 where there is no truth
    std::optional<double> low, high;  // 95 %; nothing for fewer than two pages
};

struct Summary {
    std::size_t pages = 0, letters = 0, words = 0;
    Rate letter_error, word_error, words_found,
        words_right;  // words_right: found over all that were read
};

// Rates over all the pages together. Intervals are percentiles of 2,000 draws of as many pages with putting
// back (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13); pages, not letters, are drawn since
// errors of a page hang together. The same pages and seed give the same interval.
Summary summarise(std::span<const PageScore> pages, unsigned seed = 1);

struct LetterScore {
    std::string letter;
    std::size_t truth = 0, wrong = 0;  // wrong: misread or missed
    std::string most_as;               // what it was most often misread as; empty = nothing
    std::size_t most = 0;
};

// Each letter of the truth that was not always right, the one with most errors first.
std::vector<LetterScore> letter_scores(const Confusions& confusions);

}  // namespace nuskha
