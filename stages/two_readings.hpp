// Two readings of one line, with data of two scripts, made into one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/document/text.hpp"
#include "models/language/alphabet.hpp"

namespace nuskha {

// In what a line was read: languages of one script.
struct ReadIn {
    explicit ReadIn(const std::vector<std::string>& languages);
    std::vector<std::string> languages;
    std::optional<Script> script;  // nothing where the alphabet is not known
};

// Mean confidence of the words' characters, 0..1; none is claimed counts as 0. 0 where there are no words.
double confidence(std::span<const Word> words);

std::string text_of(std::span<const Word> words);  // with spaces between them

// How far words can be trusted to be what stands there, 0..1: the mean confidence of their letters, less where the
// letters are of another script, or follow one another as in none of the languages. 0 where there are none.
double trust(std::span<const Word> words, const ReadIn& in);

// What of the line should be sought in another script: the lengths of its doubtful stretches in heights of the line,
// each times its doubt. 0 where all reads well, that is, every word can be trusted as far as `enough`.
double doubt(const Line& line, const ReadIn& in, double enough = 0.6);

// The line with those stretches taken from `other` that it reads clearly better; nothing where there are none. Both
// lie in the same place. Less is asked for where the other script is expected. The line keeps its direction unless nearly
// all of it is taken; stretches have their own.
std::optional<Line> best_of_both(const Line& line, const ReadIn& in, const Line& other,
                                 const ReadIn& other_in, bool is_expected = false);

}  // namespace nuskha
