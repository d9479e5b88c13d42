#include "stages/two_readings.hpp"

#include <catch2/catch.hpp>

using namespace nuskha;

namespace {

struct Placed {
    std::string text;
    double left, right, confidence;
};

// A line 40 pixels high, its words as they were read.
Line line_of(const std::vector<Placed>& words, Direction direction = Direction::left_to_right) {
    Line line;
    line.direction = direction;
    line.box = {0, 100, 1000, 40};
    for (const Placed& word : words)
        line.words.push_back({word.text,
                              {word.left, 100, word.right - word.left, 40},
                              word.confidence,
                              "",
                              direction});
    return line;
}

std::string text_of(const Line& line) {
    std::string text;
    for (const Word& word : line.words)
        text += (text.empty() ? "" : " ") + word.text;
    return text;
}

const ReadIn english({"en"}), russian({"ru"}), persian({"fa"});

}  // namespace

TEST_CASE("a name in another script is taken from the reading in that script, the rest is kept") {
    const Line cyrillic = line_of({{"карты", 0, 150, 0.96},
                                   {"Си${ютз", 170, 380, 0.3},
                                   {"Ноизе", 400, 560, 0.7},
                                   {"лежат", 580, 740, 0.95},
                                   {"отдельно", 760, 1000, 0.96}});
    const Line latin = line_of({{"kapTbI", 0, 150, 0.3},
                                {"Customs", 170, 380, 0.97},
                                {"House", 400, 560, 0.96},
                                {"nexat", 580, 740, 0.4},
                                {"oTgenbHo", 760, 1000, 0.2}});
    CHECK(doubt(cyrillic, russian) > 0);
    const auto both = best_of_both(cyrillic, russian, latin, english);
    REQUIRE(both);
    CHECK(text_of(*both) == "карты Customs House лежат отдельно");
    CHECK(both->direction == Direction::left_to_right);
}

TEST_CASE("a whole line in another script is taken as it is, with its direction") {
    const Line garbage =
        line_of({{".sll", 0, 300, 0.2}, {"öəyal", 320, 600, 0.1}, {"gəalA", 620, 1000, 0.3}});
    const Line arabic =
        line_of({{"کتاب", 620, 1000, 0.9}, {"خواهد", 320, 600, 0.92}, {"دید.", 0, 300, 0.9}},
                Direction::right_to_left);
    const auto whole = best_of_both(garbage, ReadIn({"az-Latn"}), arabic, persian);
    REQUIRE(whole);
    CHECK(text_of(*whole) == "کتاب خواهد دید.");
    CHECK(whole->direction == Direction::right_to_left);
}

TEST_CASE("in a line to the right, the mark after a phrase to the left stands after it") {
    const Line latin = line_of({{"the", 0, 100, 0.96},
                                {"quiet", 120, 300, 0.96},
                                {"öldi", 320, 460, 0.1},
                                {"acg.", 480, 640, 0.1},
                                {"reading", 660, 840, 0.96},
                                {"room", 860, 1000, 0.96}});
    const Line arabic =
        line_of({{".صفحه", 480, 640, 0.92}, {"دیگر", 320, 460, 0.92}}, Direction::right_to_left);
    const auto both = best_of_both(latin, english, arabic, persian);
    REQUIRE(both);
    CHECK(text_of(*both) == "the quiet صفحه دیگر. reading room");
}

TEST_CASE("what reads well is not doubted, and nothing is taken where the other reads no better") {
    const Line well = line_of({{"the", 0, 200, 0.96},
                               {"lamps", 220, 500, 0.95},
                               {"were", 520, 740, 0.96},
                               {"lit", 760, 1000, 0.96}});
    CHECK(doubt(well, english) == 0);
    const Line worse = line_of({{"Те", 0, 200, 0.6},
                                {"атрз", 220, 500, 0.3},
                                {"меге", 520, 740, 0.7},
                                {"ШЕ", 760, 1000, 0.1}});
    CHECK_FALSE(best_of_both(well, english, worse, russian));
    CHECK_FALSE(best_of_both(well, english, Line{}, russian));
}

TEST_CASE("letters that look alike are doubted where they follow one another as in no language") {
    const Line alike = line_of({{"геайег", 0, 200, 0.9},
                                {"мһо", 220, 400, 0.9},
                                {"һаѕ", 420, 600, 0.9},
                                {"пої", 620, 800, 0.9}});
    CHECK(doubt(alike, ReadIn({"kk-Cyrl"})) > 0);
    CHECK(trust(alike.words, ReadIn({"kk-Cyrl"})) < 0.5);
    CHECK(trust(alike.words, english) == 0);  // of another script
}
