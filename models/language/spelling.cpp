#include "models/language/spelling.hpp"

#include <algorithm>
#include <limits>

#include "models/language/alphabet.hpp"
#include "models/language/letter_pairs.hpp"

namespace nuskha {
namespace {

double likelihood(const std::string& text, const std::string& language) {
    const Likely likely = likely_languages(text, {&language, 1});
    return likely.languages.empty() ? 0 : likely.languages.front().log_likelihood;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> own_letters(std::string_view text,
                                                             const std::string& language) {
    std::vector<std::pair<std::string, std::string>> found;
    const Alphabet* alphabet = find_alphabet(language);
    if (!alphabet || alphabet->script != Script::arabic) return found;
    const std::vector<std::string> own = letters_of(*alphabet);
    for (const std::string& letter : characters(text)) {
        const auto is_letter = [&](const auto& one) { return one.first == letter; };
        if (std::find(own.begin(), own.end(), letter) != own.end() ||
            share_of_script(letter, Script::arabic) == 0 ||
            std::any_of(found.begin(), found.end(), is_letter))
            continue;
        std::string best;
        double most = -std::numeric_limits<double>::infinity();
        for (const std::string& one : own) {
            if (!look_alike(letter, one)) continue;
            const double likely = likelihood(changed(text, {{letter, one}}), language);
            if (best.empty() || likely > most) best = one;
            most = std::max(most, likely);
        }
        if (!best.empty()) found.emplace_back(letter, best);
    }
    return found;
}

std::string spelt(std::string_view text, const std::string& language) {
    return changed(text, own_letters(text, language));
}

std::string changed(std::string_view text,
                    const std::vector<std::pair<std::string, std::string>>& letters) {
    if (letters.empty()) return std::string(text);
    std::string all;
    for (const std::string& character : characters(text)) {
        const auto at = std::find_if(letters.begin(), letters.end(),
                                     [&](const auto& one) { return one.first == character; });
        all += at == letters.end() ? character : at->second;
    }
    return all;
}

}  // namespace nuskha
