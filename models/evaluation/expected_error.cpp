#include "models/evaluation/expected_error.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/language/alphabet.hpp"
#include "models/language/letter_pairs.hpp"

namespace nuskha {

ReadingSigns signs_of(const Text& text, const std::string& language, double unread) {
    constexpr double low = 0.7, usual = 2.6;
    ReadingSigns signs;
    signs.confidence = text.mean_confidence();
    signs.words = double(text.word_count());
    signs.unread = unread;
    double all = 0, doubtful = 0;
    std::string words;
    for (const Block& block : text.blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words) {
                const double weight = double(characters(word.text).size());
                all += weight;
                if (word.confidence < low) doubtful += weight;
                words += word.text + ' ';
            }
    if (all > 0) signs.doubtful = doubtful / all;
    const double per_letter = likely_languages(words, std::array{language}).per_letter(language);
    signs.unlikely = per_letter < 0 ? -per_letter : usual;
    return signs;
}

double expected_error(const ReadingSigns& signs) {
    if (signs.words <= 0) return 1;
    const double fitted = -0.94 + 1.22 * std::log(std::max(0.005, 1 - signs.confidence)) +
                          0.12 * std::log(signs.doubtful + 0.005) + 0.42 * signs.unlikely +
                          0.27 * std::log(std::max(0.002, signs.unread));
    // What was not read is missing; a tenth may be marks and ornaments.
    const double missing = std::max(0.0, signs.unread - 0.1);
    return std::clamp(std::exp(fitted) - 0.002 + missing, 0.0, 1.0);
}

}  // namespace nuskha
