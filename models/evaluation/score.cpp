#include "models/evaluation/score.hpp"

#include <algorithm>
#include <random>
#include <stdexcept>
#include <unordered_map>

namespace nuskha {
namespace {

constexpr std::size_t most_letters = 1'000'000;
constexpr int draws = 2000;

std::size_t common_words(Symbols truth, Symbols read) {
    std::unordered_map<Symbol, std::size_t> there;
    for (const Symbol word : read)
        ++there[word];
    std::size_t found = 0;
    for (const Symbol word : truth)
        if (const auto at = there.find(word); at != there.end() && at->second > 0)
            --at->second, ++found;
    return found;
}

using Part = std::size_t PageScore::*;

double ratio(std::span<const PageScore> pages, std::span<const std::size_t> drawn, Part above,
             Part below) {
    double over = 0, under = 0;
    for (const std::size_t page : drawn) {
        over += double(pages[page].*above);
        under += double(pages[page].*below);
    }
    return under > 0 ? over / under : 0;
}

struct Wanted {
    Part above, below;
    Rate Summary::*rate;
};
constexpr Wanted wanted[] = {
    {&PageScore::letter_edits, &PageScore::letters, &Summary::letter_error},
    {&PageScore::word_edits, &PageScore::words, &Summary::word_error},
    {&PageScore::words_found, &PageScore::words, &Summary::words_found},
    {&PageScore::words_found, &PageScore::words_read, &Summary::words_right},
};

}  // namespace

PageScore score_page(std::string_view truth, std::string_view read, const Leniency& leniency,
                     Confusions& confusions) {
    Dictionary letters, words;
    const Written a = written(truth, leniency, letters, words),
                  b = written(read, leniency, letters, words);
    if (a.letters.size() > most_letters || b.letters.size() > most_letters)
        throw std::length_error("has more than a million letters");
    PageScore score;
    score.letters = a.letters.size();
    score.words = a.words.size();
    score.words_read = b.words.size();
    score.words_found = common_words(a.words, b.words);
    score.word_edits = edit_distance(a.words, b.words);
    std::map<std::pair<Symbol, Symbol>, std::size_t> pairs;
    const Symbol nothing = letters.symbol("");
    align(a.letters, b.letters, [&](Step step) {
        const Symbol one = step.truth == Step::none ? nothing : a.letters[step.truth],
                     other = step.read == Step::none ? nothing : b.letters[step.read];
        ++pairs[{one, other}];
        score.letter_edits += one != other;
    });
    for (const auto& [pair, count] : pairs)
        confusions[{letters.text(pair.first), letters.text(pair.second)}] += count;
    return score;
}

Summary summarise(std::span<const PageScore> pages, unsigned seed) {
    Summary summary;
    summary.pages = pages.size();
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        all.push_back(i);
        summary.letters += pages[i].letters;
        summary.words += pages[i].words;
    }
    for (const Wanted& want : wanted)
        (summary.*want.rate).value = ratio(pages, all, want.above, want.below);
    if (pages.size() < 2) return summary;
    std::mt19937_64 random(seed);
    std::vector<std::vector<double>> values(std::size(wanted));
    for (int draw = 0; draw < draws; ++draw) {
        for (std::size_t& page : all)
            page = random() % pages.size();
        for (std::size_t i = 0; i < std::size(wanted); ++i)
            values[i].push_back(ratio(pages, all, wanted[i].above, wanted[i].below));
    }
    for (std::size_t i = 0; i < std::size(wanted); ++i) {
        std::sort(values[i].begin(), values[i].end());
        (summary.*wanted[i].rate).low = values[i][draws / 40];
        (summary.*wanted[i].rate).high = values[i][draws - 1 - draws / 40];
    }
    return summary;
}

std::vector<LetterScore> letter_scores(const Confusions& confusions) {
    std::map<std::string, LetterScore> by_letter;
    for (const auto& [pair, count] : confusions) {
        const auto& [truth, read] = pair;
        if (truth.empty()) continue;
        LetterScore& score = by_letter[truth];
        score.letter = truth;
        score.truth += count;
        if (read == truth) continue;
        score.wrong += count;
        if (count > score.most) score.most = count, score.most_as = read;
    }
    std::vector<LetterScore> scores;
    for (auto& [letter, score] : by_letter)
        if (score.wrong > 0) scores.push_back(std::move(score));
    std::stable_sort(scores.begin(), scores.end(),
                     [](const LetterScore& a, const LetterScore& b) { return a.wrong > b.wrong; });
    return scores;
}

}  // namespace nuskha
