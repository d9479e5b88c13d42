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

namespace {

Block block_of(Line one) {
    return {one.box, {one}};
}

Line with(Line line, double x, double wide, const std::string& text) {
    const Rect& last = line.words.back().box;
    line.words.push_back({text, {x, last.y, wide, last.height}, 0.9, "en", {}});
    line.box = united(line.box, line.words.back().box);
    return line;
}

}  // namespace

TEST_CASE("A number in one row with the running head is told from it") {
    const auto named =
        with_roles({block_of(with(line(100, 0, 20, 2), 300, 30, "41")), text(60, 9)});
    REQUIRE(named.size() == 3);
    CHECK(named[0].role == Role::running_head);
    CHECK(named[1].role == Role::page_number);
    CHECK(named[1].lines.front().words.front().text == "41");
    // words that are as far apart as all others are one head
    const auto whole =
        with_roles({block_of(with(line(100, 0, 20, 2), 220, 30, "41")), text(60, 9)});
    REQUIRE(whole.size() == 2);
    CHECK(whole[0].role == Role::running_head);
}

TEST_CASE("A number from right to left comes after the head to the right of it") {
    Line head = line(100, 0, 20, 2);
    std::swap(head.words[0], head.words[1]);
    head.direction = Direction::right_to_left;
    head.words.push_back({"41", {0, 0, 30, 20}, 0.9, "fa", Direction::right_to_left});
    head.box = united(head.box, head.words.back().box);
    const auto named = with_roles({block_of(head), text(60, 9)});
    REQUIRE(named.size() == 3);
    CHECK(named[0].role == Role::running_head);
    CHECK(named[1].role == Role::page_number);
}

TEST_CASE("Digits lower than the page's letters that were read for letters are a page number") {
    Line number = line(150, 0, 14, 1, 8.5);
    number.words[0].text = "TAF";
    const auto named = with_roles({block_of(number), text(60, 9)});
    CHECK(named[0].role == Role::page_number);
}

TEST_CASE("A large line at the step of the text around it is no heading") {
    const auto named =
        with_roles({text(0, 9), block_of(line(0, 9 * 30 - 3, 26, 4, 14)), text(10 * 30, 9)});
    REQUIRE(named.size() == 3);
    CHECK(named[1].role == Role::paragraph);
    const auto apart =
        with_roles({text(0, 9), block_of(line(0, 9 * 30 + 20, 26, 4, 14)), text(12 * 30, 9)});
    CHECK(apart[1].role == Role::heading);
}

TEST_CASE("The second line of a caption that was found apart is of the caption") {
    const Block picture{{0, 100, 350, 200}, {}, Role::picture};
    const auto named = with_roles({text(-200, 9), picture, block_of(line(40, 335, 16, 5, 8)),
                                   block_of(line(112, 359, 16, 2, 8)), text(400, 9)});
    REQUIRE(named.size() == 5);
    CHECK(named[3].role == Role::caption);
    CHECK(named[4].role == Role::paragraph);
}

TEST_CASE("A caption is told from text that follows it after a wider step") {
    const Block picture{{0, 100, 350, 200}, {}, Role::picture};
    Block below = text(365, 6);
    below.lines.insert(below.lines.begin(), line(60, 315, 18, 4, 8));
    below.box = united(below.box, below.lines.front().box);
    const auto named = with_roles({text(-200, 9), picture, below});
    REQUIRE(named.size() == 4);
    CHECK(named[2].role == Role::caption);
    CHECK(named[2].lines.size() == 1);
    CHECK(named[3].role == Role::paragraph);
}

TEST_CASE("A caption may be wider than the picture that it is set below the middle of") {
    const Block picture{{60, 100, 240, 200}, {}, Role::picture};
    const auto named =
        with_roles({text(-200, 9), picture, block_of(line(22, 320, 16, 7, 8)), text(400, 9)});
    CHECK(named[2].role == Role::caption);
}
