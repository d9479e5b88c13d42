// Any two texts, parted at the first zero byte, compared with each other.
#include <algorithm>

#include "models/evaluation/score.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace nuskha;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view both = fuzz::text(data + 1, size - 1),
                           truth = both.substr(0, both.find('\0')),
                           read = both.substr(std::min(both.size(), truth.size() + 1));
    const Leniency leniency{(*data & 1) != 0, (*data & 2) != 0, (*data & 4) != 0, (*data & 8) != 0,
                            (*data & 16) != 0};
    Confusions confusions, back, same;
    const PageScore score = score_page(truth, read, leniency, confusions);
    fuzz::insist(score.letter_edits == score_page(read, truth, leniency, back).letter_edits,
                 "what is missed one way is too much the other way");
    fuzz::insist(score_page(truth, truth, leniency, same).letter_edits == 0,
                 "a text is like itself");
    fuzz::insist(score.words_found <= std::min(score.words, score.words_read),
                 "no word is found twice");
    std::size_t letters = 0;
    for (const auto& [pair, count] : confusions)
        if (!pair.first.empty()) letters += count;
    fuzz::insist(letters == score.letters, "every letter of the truth is accounted for");
    return 0;
}
