// What blocks are, told from boxes and letters alone.
#include "stages/block_roles.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace nuskha;

namespace {

// A line of words of five letters, each `wide` wide, from (x, y).
Line line(double x, double y, double height, int words, double wide = 10) {
    Line line;
    for (int i = 0; i < words; ++i)
        line.words.push_back({"words",
                              {x + 6 * wide * i, y, 5 * wide, height},
                              0.9,
                              "en",
                              Direction::left_to_right});
    line.box = united(line.words.front().box, line.words.back().box);
    return line;
}

Block text(double y, int lines) {
    Block block;
    for (int i = 0; i < lines; ++i)
        block.lines.push_back(line(0, y + 30 * i, 20, 6));
    block.box = united(block.lines.front().box, block.lines.back().box);
    return block;
}

}  // namespace

TEST_CASE("A line whose letters reach higher is no heading unless they are wider too") {
    Block body = text(0, 9);
    body.lines[4] = line(0, 116, 28, 6);  // all of its words have letters that reach up and down
    const auto whole = with_roles({body});
    REQUIRE(whole.size() == 1);
    CHECK(whole[0].role == Role::paragraph);

    body.lines[4] = line(0, 118, 28, 4, 14);
    body.lines.erase(body.lines.begin() + 5);
    const auto parted = with_roles({body});
    REQUIRE(parted.size() == 3);
    CHECK(parted[1].role == Role::heading);
}

TEST_CASE("Lines under a picture are its caption") {
    const Block picture{{0, 100, 350, 200}, {}, Role::picture};
    const Line below = line(40, 315, 16, 5, 8);
    const auto named = with_roles({text(-200, 9), picture, {below.box, {below}}, text(400, 9)});
    REQUIRE(named.size() == 4);
    CHECK(named[2].role == Role::caption);
    CHECK(named[3].role == Role::paragraph);
}
