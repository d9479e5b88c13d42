#include "stages/second_reading.hpp"

#include <catch2/catch.hpp>

using namespace nuskha;

namespace {

struct Placed {
    std::string text;
    double left, right, confidence;
};

Line line_of(double top, const std::vector<Placed>& words,
             Direction direction = Direction::left_to_right) {
    Line line;
    line.direction = direction;
    for (const Placed& word : words) {
        const Rect box{word.left, top, word.right - word.left, 40};
        line.box = line.words.empty() ? box : united(line.box, box);
        line.words.push_back({word.text, box, word.confidence, "", direction});
    }
    return line;
}

std::string text_of(const Line& line) {
    return text_of(std::span(line.words));
}

const ReadIn english({"en"}), russian({"ru"}), persian({"fa"});

}  // namespace

TEST_CASE("a column in another script is taken from the other reading of the page, line by line") {
    std::vector<Block> page{{{0, 0, 400, 100},
                             {line_of(0, {{"карты", 0, 150, 0.96}, {"лежат", 170, 380, 0.95}}),
                              line_of(60, {{"отдельно", 0, 380, 0.96}})}},
                            {{500, 0, 400, 100},
                             {line_of(4, {{"Тһе", 500, 600, 0.5}, {"ІаѕЪ", 620, 800, 0.3}}),
                              line_of(64, {{"ууеге", 500, 700, 0.3}, {"Ң", 720, 800, 0.2}})}}};
    // the other engine has found one block, and lines over both columns
    const std::vector<Block> other{{{0, 0, 900, 100},
                                    {line_of(2, {{"kapTbI", 0, 150, 0.3},
                                                 {"nexat", 170, 380, 0.4},
                                                 {"The", 500, 600, 0.96},
                                                 {"lamps", 620, 800, 0.96}}),
                                     line_of(62, {{"oTgenbHo", 0, 380, 0.2},
                                                  {"were", 500, 700, 0.95},
                                                  {"lit", 720, 800, 0.95}})}}};
    std::vector<Line> apart;
    const auto pairs = paired(page, other, apart);
    CHECK(apart.empty());
    REQUIRE(pairs.size() == 4);
    const auto text = [&](int i) { return text_of(joined(pairs[i], russian, english)); };
    CHECK(text(0) == "карты лежат");
    CHECK(text(1) == "отдельно");
    CHECK(text(2) == "The lamps");
    CHECK(text(3) == "were lit");
}

TEST_CASE(
    "a phrase that the first reading lost at the end of its line is taken, and lines apart are "
    "told") {
    std::vector<Block> page{
        {{0, 0, 600, 40},
         {line_of(
             0, {{"the", 0, 100, 0.96}, {"reading", 120, 300, 0.96}, {"room", 320, 420, 0.96}})}}};
    const std::vector<Block> other{
        {{0, 0, 700, 200},
         {line_of(2, {{"صفحه", 560, 660, 0.92}, {"دیگر", 440, 540, 0.92}},
                  Direction::right_to_left),
          line_of(160, {{"کتاب", 560, 660, 0.92}, {"خواهد", 440, 540, 0.92}},
                  Direction::right_to_left)}}};
    std::vector<Line> apart;
    const auto pairs = paired(page, other, apart);
    REQUIRE(pairs.size() == 1);
    const Line line = joined(pairs[0], english, persian);
    CHECK(text_of(line) == "the reading room صفحه دیگر");
    CHECK(line.box.right() == 660);
    REQUIRE(apart.size() == 1);
    CHECK(text_of(apart[0]) == "کتاب خواهد");
}

TEST_CASE("a word counts by its length in the script in which it can be trusted") {
    const Line mixed = line_of(0, {{"the", 0, 100, 0.9}, {"صفحه", 120, 220, 0.9}});
    CHECK(believed(mixed, english, persian) > 150);
    CHECK(believed(mixed, english, english) < 100);
}

TEST_CASE("what neither reading made out is told by its place, with the gaps around it") {
    const Line line = line_of(0, {{"the", 0, 100, 0.96},
                                  {"vət,", 120, 180, 0.3},
                                  {".slə", 200, 290, 0.2},
                                  {"reading", 320, 480, 0.96},
                                  {"a", 500, 520, 0.2},  // too short for a passage
                                  {"room", 540, 640, 0.96}});
    const Line broken = line_of(0, {{"the", 0, 100, 0.96},
                                    {"z)55v", 120, 180, 0.2},
                                    {"ol", 200, 240, 0.96},  // by chance
                                    {"sə,b", 250, 290, 0.2},
                                    {"reading", 320, 480, 0.96}});
    CHECK(unclear(broken, english, persian, 0, 500) ==
          std::vector<Unclear>{{{100, 0, 220, 40}, false}});
    CHECK(unclear(line, english, persian, 0, 650) ==
          std::vector<Unclear>{{{100, 0, 220, 40}, false}});
    CHECK(unclear(line, english, persian, 0, 800) ==
          std::vector<Unclear>{{{100, 0, 220, 40}, false},
                               {{640, 0, 160, 40}, true}});  // a gap wide enough for words
}

TEST_CASE("a line reaches to its block's ends, and not over words of another line beside it") {
    std::vector<Block> blocks{
        {{0, 0, 900, 100},
         {line_of(0, {{"the", 100, 200, 0.9}}), line_of(4, {{"lamps", 500, 600, 0.9}}),
          line_of(60, {{"were", 300, 380, 0.9}})}}};
    std::vector<Line> apart;
    const auto pairs = paired(blocks, {}, apart);
    const auto reach = [&](int i) { return room(*pairs[i].line, blocks[0].box, pairs); };
    CHECK(reach(0) == std::pair{0.0, 500.0});
    CHECK(reach(1) == std::pair{200.0, 900.0});
    CHECK(reach(2) == std::pair{0.0, 900.0});
    CHECK(taken({400, 0, 300, 40}, *pairs[0].line, pairs));
    CHECK_FALSE(taken({400, 0, 300, 40}, *pairs[1].line, pairs));
}

TEST_CASE("a mark that is hardly more than noise does not stand in the alley of two columns") {
    std::vector<Block> blocks{{{0, 0, 900, 40},
                               {line_of(0, {{"the", 0, 100, 0.9},
                                            {".", 200, 220, 0.05},
                                            {"7", 240, 260, 0.1},
                                            {"lamps", 500, 600, 0.9}})}}};
    std::vector<Line> apart;
    CHECK(text_of(joined(paired(blocks, {}, apart)[0], english, persian)) == "the 7 lamps");
}
