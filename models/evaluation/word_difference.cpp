#include "models/evaluation/word_difference.hpp"

#include <map>
#include <string>
#include <vector>

#include "models/evaluation/alignment.hpp"

namespace nuskha {
namespace {

std::vector<Symbol> symbols(const Text& text, std::map<std::string, Symbol>& known) {
    std::vector<Symbol> all;
    for (const Block& block : text.blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words)
                all.push_back(
                    known.try_emplace(word.text, static_cast<Symbol>(known.size())).first->second);
    return all;
}

}  // namespace

WordDifference& WordDifference::operator+=(const WordDifference& other) {
    before += other.before;
    after += other.after;
    added += other.added;
    removed += other.removed;
    changed += other.changed;
    return *this;
}

WordDifference word_difference(const Text& before, const Text& after) {
    std::map<std::string, Symbol> known;
    const std::vector<Symbol> old_words = symbols(before, known), words = symbols(after, known);
    WordDifference difference{old_words.size(), words.size(), 0, 0, 0};
    align(old_words, words, [&](Step step) {
        if (step.truth == Step::none)
            ++difference.added;
        else if (step.read == Step::none)
            ++difference.removed;
        else if (old_words[step.truth] != words[step.read])
            ++difference.changed;
    });
    return difference;
}

}  // namespace nuskha
