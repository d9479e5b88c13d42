#include "stages/reading_findings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "models/language/alphabet.hpp"
#include "models/language/letter_pairs.hpp"

namespace nuskha {
namespace {

std::string named(const std::string& code) {
    const Alphabet* alphabet = find_alphabet(code);
    return alphabet ? fmt::format("{} ({})", alphabet->name, code) : code;
}

std::string named(const std::vector<std::string>& codes) {
    std::vector<std::string> names;
    for (const std::string& code : codes)
        names.push_back(named(code));
    return fmt::format("{}", fmt::join(names, ", "));
}

bool holds(const std::vector<std::string>& codes, const std::string& code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

std::string words_in(const Text& text, const std::string& language) {
    std::string words;
    for (const Block& block : text.blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words)
                if (word.language == language) words += word.text + ' ';
    return words;
}

class Findings {
  public:
    Findings(const Page& page, const std::vector<Number>& numbers)
        : place_(place_of(page.id)), numbers_(numbers) {}
    void add(std::string_view code, std::string sentence) {
        all.push_back(make_finding(code, place_, std::move(sentence), numbers_));
    }
    std::vector<Finding> all;

  private:
    std::string place_;
    const std::vector<Number>& numbers_;
};

void speak_of_language(const Page& page, const Text& text, Findings& findings) {
    if (text.languages.empty() || page.languages.empty()) return;
    const std::string& read = text.languages.front();
    if (!holds(page.languages, read)) {
        findings.add("ocr.undeclared-language",
                     fmt::format("read in {}, but it was to be read in {}; if the page is so, "
                                 "declare {}",
                                 named(read), named(page.languages), read));
    } else if (const std::string other = other_language(text, page.languages); !other.empty()) {
        findings.add("ocr.other-language",
                     fmt::format("read in {}, but its letters follow one another as in {}; if the "
                                 "page is so, declare {} and run again",
                                 named(read), named(other), other));
    }
}

}  // namespace

std::string other_language(const Text& text, const std::vector<std::string>& asked) {
    // Natural logarithm, by how much it must be likelier than all that were asked for, over the whole text and a
    // letter; how likely a letter must be in it, and how sure the reading: a bad one is like no language.
    constexpr double clear = 60, clear_per_letter = 0.12, like_language = -2.9, sure = 0.7;
    if (text.languages.empty() || text.mean_confidence() < sure) return "";
    const Alphabet* read = find_alphabet(text.languages.front());
    if (!read) return "";
    std::vector<std::string> among = asked;
    for (const Alphabet& alphabet : alphabets())
        if (alphabet.script == read->script && !holds(among, std::string(alphabet.code)))
            among.emplace_back(alphabet.code);
    const Likely likely = likely_languages(words_in(text, text.languages.front()), among);
    if (likely.languages.empty() || holds(asked, likely.languages.front().language)) return "";
    const auto best_asked =
        std::find_if(likely.languages.begin(), likely.languages.end(),
                     [&](const Likeness& one) { return holds(asked, one.language); });
    if (best_asked == likely.languages.end()) return "";
    const Likeness& other = likely.languages.front();
    const double lead = other.log_likelihood - best_asked->log_likelihood;
    const bool told = lead > clear && lead > clear_per_letter * double(likely.letters) &&
                      likely.per_letter(other.language) > like_language;
    return told ? other.language : "";
}

std::vector<Finding> reading_findings(const Page& page, const Text& text, const Event& reading,
                                      bool cut_short, const Options& limits) {
    Findings findings(page, reading.numbers);
    const double confidence = text.mean_confidence();
    if (cut_short)
        findings.add("ocr.cut-short",
                     fmt::format("reading was stopped after {:g} s with {} words; raise "
                                 "recognise.timeout",
                                 limits.number("timeout"), text.word_count()));
    if (text.not_read) {
        findings.add("ocr.not-read",
                     fmt::format("lines were found, but read with {} they are no text; they are "
                                 "kept without words; bring a transcription in with nuskha "
                                 "import-text",
                                 fmt::join(text.languages, ", ")));
        return findings.all;
    }
    if (text.word_count() == 0) {
        findings.add("ocr.no-text",
                     "there are marks on the page but no text was found; look whether it is a "
                     "picture");
        return findings.all;
    }
    if (confidence < limits.number("low_confidence"))
        findings.add("ocr.low-confidence",
                     fmt::format("mean confidence is {:.0f} of 100 with {}; check the language and "
                                 "the picture",
                                 confidence * 100, fmt::join(text.languages, ", ")));
    if (text.expected_error > limits.number("high_error"))
        findings.add("ocr.high-error",
                     fmt::format("{:.0f} % of the characters are probably wrong or missing, {:.0f} "
                                 "% is the most; look at the page beside its text",
                                 text.expected_error * 100, limits.number("high_error") * 100));
    speak_of_language(page, text, findings);
    return findings.all;
}

}  // namespace nuskha
