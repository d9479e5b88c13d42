#include "models/evaluation/score.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace nuskha;

namespace {

PageScore scored(const char* truth, const char* read, const Leniency& leniency = {}) {
    Confusions ignored;
    return score_page(truth, read, leniency, ignored);
}

}  // namespace

TEST_CASE("letters are grapheme clusters of composed text, white space is one blank") {
    CHECK(scored("и\u0306 e\u0301", "й é").letter_edits == 0);
    CHECK(scored("  a \n\t b\n", "a b").letter_edits == 0);
    CHECK(scored("a b", "ab").letter_edits == 1);
    CHECK(scored("بَ", "ب").letters == 1);                     // letter and vowel mark
    CHECK(scored("بَ", "ب").letter_edits == 1);                // are one letter, misread
    CHECK(scored("می\u200cشود", "میشود").letter_edits == 0);  // a joiner is not seen on paper
    CHECK(scored("", "abc").letter_edits == 3);
    CHECK(scored("abc", "").letter_edits == 3);
    CHECK(scored("", "").letters == 0);
}

TEST_CASE("what is not told apart is told by options alone") {
    CHECK(scored("Əsas", "əsas").letter_edits == 1);
    CHECK(scored("Əsas", "əsas", {.letter_case = true}).letter_edits == 0);
    CHECK(scored("Iİ", "ıi", {.letter_case = true}).letter_edits == 2);
    CHECK(scored("Iİ", "ıi", {.letter_case = true, .dotted_i = true}).letter_edits == 0);
    CHECK(scored("Bəli, «bəli»!", "Bəli bəli").letter_edits == 4);
    CHECK(scored("Bəli, «bəli»!", "Bəli bəli", {.punctuation = true}).letter_edits == 0);
    CHECK(scored("ſo", "so").letter_edits == 1);
    CHECK(scored("ſo", "so", {.long_s = true}).letter_edits == 0);
    CHECK(scored("بَـب", "بب", {.marks = true}).letter_edits == 0);
    CHECK(scored("й", "и", {.marks = true}).letter_edits == 1);  // a letter of its own
}

TEST_CASE("words are counted in order, and as often as they are found in any") {
    const PageScore moved = scored("one two three, four", "three four one two");
    CHECK(moved.words == 4);
    CHECK(moved.words_found == 4);
    CHECK(moved.word_edits == 4);
    const PageScore twice = scored("the cat the dog", "the the the cat");
    CHECK(twice.words_found == 3);
    CHECK(twice.words_read == 4);
    CHECK(scored("a — b", "a b").word_edits == 0);  // a dash is no word
}

TEST_CASE("confusions name what was read for what") {
    Confusions confusions;
    score_page("şəhər ş", "sehər", {}, confusions);
    CHECK(confusions[{"ş", "s"}] == 1);
    CHECK(confusions[{"ə", "e"}] == 1);
    CHECK(confusions[{"ə", "ə"}] == 1);
    CHECK(confusions[{"ş", ""}] == 1);
    const auto letters = letter_scores(confusions);
    CHECK(letters.front().letter == "ş");
    CHECK(letters.front().truth == 2);
    CHECK(letters.front().wrong == 2);
}

TEST_CASE("intervals lie around the rate, shrink with pages and repeat with the seed") {
    std::vector<PageScore> pages;
    for (std::size_t i = 0; i < 400; ++i)
        pages.push_back({"p", "en", 1000, i % 20, 100, i % 10, 100 - i % 10, 100});
    const Summary all = summarise(pages), few = summarise(std::span(pages).first(20));
    CHECK(all.letter_error.value == Approx(0.0095));
    CHECK(*all.letter_error.low < 0.0095);
    CHECK(*all.letter_error.high > 0.0095);
    CHECK(*few.letter_error.high - *few.letter_error.low >
          3 * (*all.letter_error.high - *all.letter_error.low));
    CHECK(*summarise(pages).letter_error.low == *all.letter_error.low);
    // Mean 9.5 and deviation 5.77 over 400 pages: 1.96 x 5.77 / 20 = 0.57 of 1000.
    CHECK(*all.letter_error.high - 0.0095 == Approx(0.00057).margin(0.0001));
    CHECK_FALSE(summarise(std::span(pages).first(1)).letter_error.low);
    CHECK(summarise({}).letters == 0);
}

TEST_CASE("a text beyond all pages is refused") {
    Confusions ignored;
    CHECK_THROWS_AS(score_page(std::string(1'000'001, 'a'), "a", {}, ignored), std::length_error);
}

TEST_CASE("text that is not UTF-8 is compared all the same") {
    CHECK(scored("a\xff", "a").letter_edits == 1);
}
