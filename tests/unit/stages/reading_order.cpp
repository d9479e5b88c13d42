// The order of blocks and the mending of lines, on boxes alone.
#include "stages/reading_order.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace nuskha;

namespace {

constexpr double height = 20, pitch = 30;

// Words of 50 with gaps of 10 from x to at most x + width; text is a letter and the word's number.
Line line(const std::string& letter, double x, double y, double width,
          Direction direction = Direction::left_to_right) {
    Line line{{x, y, width, height}, {x, y + height}, {x + width, y + height}, {}, direction};
    for (double at = x; at + 50 <= x + width; at += 60)
        line.words.push_back({letter + std::to_string(line.words.size()),
                              {at, y, 50, height},
                              0.9,
                              "en",
                              direction});
    if (direction == Direction::right_to_left) std::reverse(line.words.begin(), line.words.end());
    line.box = united(line.words.front().box, line.words.back().box);
    return line;
}

Block column(const std::string& letter, double x, double y, int lines,
             Direction direction = Direction::left_to_right) {
    Block block;
    for (int i = 0; i < lines; ++i)
        block.lines.push_back(line(letter, x, y + i * pitch, 290, direction));
    for (const Line& one : block.lines)
        block.box = united(block.box, one.box);
    return block;
}

std::string letters(const std::vector<Block>& blocks) {  // of the first words of blocks
    std::string all;
    for (const Block& block : blocks)
        all += block.lines.empty() ? '_' : block.lines.front().words.front().text[0];
    return all;
}

}  // namespace

TEST_CASE("Columns are read one after the other, from the side that the script begins at") {
    const std::vector<Block> lying{column("b", 340, 0, 9), column("c", 680, 5, 8),
                                   column("a", 0, 10, 10)};
    CHECK(letters(in_reading_order(lying)) == "abc");
    const Direction back = Direction::right_to_left;
    CHECK(letters(in_reading_order({column("c", 0, 0, 9, back), column("a", 680, 5, 8, back),
                                    column("b", 340, 10, 10, back)})) == "abc");
}

TEST_CASE("What stands over two columns parts what is above from what is below") {
    CHECK(letters(in_reading_order({column("a", 0, 0, 6),
                                    column("d", 0, 250, 6),
                                    {{150, 200, 290, 20}, {line("c", 150, 200, 290)}},
                                    column("b", 340, 0, 6),
                                    column("e", 340, 250, 6)})) == "abcde");
    Block picture{{10, 190, 600, 50}, {}, Role::picture};
    CHECK(letters(in_reading_order({column("a", 0, 0, 6), column("d", 0, 250, 6), picture,
                                    column("b", 340, 0, 6), column("e", 340, 250, 6)})) == "ab_de");
}

TEST_CASE("A running head comes first, a number at the foot last") {
    const Block number{{300, 400, 50, 20}, {line("9", 300, 400, 50)}};
    const Block corner{{580, 0, 50, 20}, {line("8", 580, 0, 50)}};
    const Block head{{150, 0, 290, 20}, {line("h", 150, 0, 290)}};
    CHECK(letters(in_reading_order({corner, number, column("b", 340, 60, 10), head,
                                    column("a", 0, 60, 10)})) == "h8ab9");
}

TEST_CASE("Lines that run over two columns are parted, rows of a table are not") {
    Block mixed;
    for (int i = 0; i < 8; ++i) {
        Line both = line("a", 0, i * pitch, 290), right = line("b", 340, i * pitch, 290);
        both.words.insert(both.words.end(), right.words.begin(), right.words.end());
        both.box = united(both.box, right.box);
        mixed.lines.push_back(both);
    }
    mixed.box = {0, 0, 630, 230};
    const auto parted = in_reading_order({mixed});
    REQUIRE(letters(parted) == "ab");
    CHECK(parted[0].lines.size() == 8);
    Block table;
    for (int i = 0; i < 8; ++i) {
        Line row = line("a", 0, i * pitch, 110), cell = line("b", 340, i * pitch, 50);
        row.words.insert(row.words.end(), cell.words.begin(), cell.words.end());
        row.box = united(row.box, cell.box);
        table.lines.push_back(row);
    }
    table.box = {0, 0, 390, 230};
    CHECK(letters(in_reading_order({table})) == "a");
}

TEST_CASE("White between words that lies below white by chance parts no lines") {
    Block block{{0, 0, 620, 200}, {}};
    for (int i = 0; i < 9; ++i) {  // eight words of 60, 18 between them, as a typewriter sets them
        Line line{{0, i * 25.0, 620, 20}, {0, i * 25.0 + 20}, {620, i * 25.0 + 20}, {}, {}};
        for (int word = 0; word < 8; ++word)
            line.words.push_back({"typed", {word * 78.0 + i % 3, i * 25.0, 60, 20}, 0.9, "en", {}});
        block.lines.push_back(line);
    }
    const std::vector<Block> ordered = in_reading_order({block});
    REQUIRE(ordered.size() == 1);
    CHECK(ordered[0].lines.size() == 9);
}

TEST_CASE("The end of a line that was found apart comes back to it") {
    Block body = column("a", 0, 0, 9);
    Line& torn = body.lines[4];
    Block end{{}, {torn}};
    torn.words.resize(3);
    torn.box = united(torn.words[0].box, torn.words[2].box);
    end.lines[0].words.erase(end.lines[0].words.begin(), end.lines[0].words.begin() + 3);
    end.lines[0].box = united(end.lines[0].words.front().box, end.lines[0].words.back().box);
    end.box = end.lines[0].box;
    const auto whole = in_reading_order({end, body});
    REQUIRE(whole.size() == 1);
    REQUIRE(whole[0].lines.size() == 9);
    CHECK(whole[0].lines[4].words.size() == 5);
    CHECK(whole[0].lines[4].words[3].text == "a3");
}

namespace {

// A line of one word.
Block lone(const std::string& letter, const Rect& box) {
    return {box,
            {{box,
              {box.x, box.bottom()},
              {box.right(), box.bottom()},
              {{letter, box, 0.9, "en", Direction::left_to_right}},
              Direction::left_to_right}}};
}

// The words of a line from which the engine took some for a line of their own.
Block taken_out(Line& from, const std::vector<std::size_t>& which) {
    Line apart = from;
    apart.words.clear();
    std::vector<Word> rest;
    for (std::size_t i = 0; i < from.words.size(); ++i)
        (std::count(which.begin(), which.end(), i) ? apart.words : rest).push_back(from.words[i]);
    from.words = rest;
    for (Line* part : {&from, &apart}) {
        part->box = {};
        for (const Word& word : part->words)
            part->box = united(part->box, word.box);
    }
    return {apart.box, {apart}};
}

}  // namespace

TEST_CASE("A column that the engine found in many pieces is read to its end") {
    // beside the middle of the three columns lines were not read: nothing stands beside a line there
    std::vector<Block> pieces;
    for (const char letter : {'a', 'b', 'c'})
        for (int i = 0; i < 12; ++i)
            if (letter == 'b' || i != 5)
                pieces.push_back(column(std::string{letter}, 340 * (letter - 'a'), i * pitch, 1));
    CHECK(letters(in_reading_order(pieces)).substr(0, 3) == "aab");
    const auto ordered = in_reading_order(pieces);
    CHECK(letters(ordered) == "aabcc");  // white in a column parts its blocks
    CHECK(ordered[2].lines.size() == 12);
}

TEST_CASE("Notes below all columns are read after them, a dateline above all else before") {
    Block note = lone("n", {0, 430, 180, 16});
    CHECK(letters(in_reading_order({column("a", 0, 0, 12), note, column("b", 340, 0, 12)})) ==
          "abn");
    const Block date = lone("d", {500, 0, 150, 20});
    Block address = lone("s", {0, 60, 200, 20}), body;
    for (int i = 0; i < 6; ++i)
        body.lines.push_back(line("t", 0, 150 + i * pitch, 640));
    body.box = {0, 150, 640, 170};
    CHECK(letters(in_reading_order({address, date, body})) == "dst");
}

TEST_CASE("Words that stand among those of another line are of that line") {
    Block body = column("a", 0, 0, 9);
    const Block among = taken_out(body.lines[4], {1, 4});
    const auto whole = in_reading_order({among, body});
    REQUIRE(whole.size() == 1);
    REQUIRE(whole[0].lines.size() == 9);
    REQUIRE(whole[0].lines[4].words.size() == 5);
    for (std::size_t i = 0; i < 5; ++i)
        CHECK(whole[0].lines[4].words[i].text == "a" + std::to_string(i));
}

TEST_CASE("A dot that the other part of a torn line lost does not keep the parts asunder") {
    Block body = column("a", 0, 0, 9);
    const Block end = taken_out(body.lines[4], {3, 4});
    Line& rest = body.lines[4];
    rest.words.push_back({".", {200, rest.box.y + 17, 3, 3}, 0.4, "en", Direction::left_to_right});
    rest.box = united(rest.box, rest.words.back().box);
    const auto whole = in_reading_order({end, body});
    REQUIRE(whole.size() == 1);
    CHECK(whole[0].lines.size() == 9);
}

TEST_CASE("Torn lines at a column's foot are joined where the text above runs on") {
    Block body = column("a", 0, 0, 9);
    body.lines[8].words[2].box.x += 30;  // a justified line with few words
    body.lines[8].words.erase(body.lines[8].words.begin() + 1);
    const Block last = taken_out(body.lines[8], {1, 2, 3});
    Block above = taken_out(body.lines[7], {2, 3, 4});
    above.lines.push_back(last.lines[0]);
    above.box = united(above.box, last.box);
    const auto whole = in_reading_order({body, above});
    REQUIRE(whole.size() == 1);
    CHECK(whole[0].lines.size() == 9);
}

TEST_CASE("A rule between columns parts lines, and parts no column") {
    // too few lines run over the alley for the white to tell
    Block both;
    for (int i = 0; i < 3; ++i) {
        Line over = line("a", 0, i * pitch, 290), right = line("b", 320, i * pitch, 290);
        over.words.insert(over.words.end(), right.words.begin(), right.words.end());
        over.box = united(over.box, right.box);
        both.lines.push_back(over);
        both.box = united(both.box, over.box);
    }
    const Block rule{{304, 0, 2, 90}, {}, Role::ornament};
    CHECK(letters(in_reading_order({both})) == "a");
    CHECK(letters(in_reading_order({rule, both})) == "ab_");
}

TEST_CASE("A running head above an alley stays whole") {
    std::vector<Block> blocks{column("a", 0, 60, 9), column("b", 340, 60, 9)};
    blocks.push_back({{90, 0, 410, 20}, {line("h", 90, 0, 200)}});
    for (double x = 345; x < 480; x += 60)
        blocks[2].lines[0].words.push_back(
            {"h", {x, 0, 50, height}, 0.9, "en", Direction::left_to_right});
    blocks[2].lines[0].box =
        united(blocks[2].lines[0].words.front().box, blocks[2].lines[0].words.back().box);
    CHECK(letters(in_reading_order(blocks)) == "hab");
}

TEST_CASE("Two lines with much white between them are not held together") {
    Block both = lone("d", {500, 0, 150, 20});
    both.lines.push_back(lone("t", {0, 100, 640, 20}).lines[0]);
    both.box = {0, 0, 650, 120};
    CHECK(letters(in_reading_order({both, lone("s", {0, 40, 200, 20})})) == "ds");
    CHECK(letters(in_reading_order({both})) == "dt");
}

TEST_CASE(
    "A drawing read for a word that is as high as several lines draws none of them to itself") {
    Block text = column("a", 0, 0, 6);
    Block drawn{{300, 0, 60, 5 * pitch}, {}};
    drawn.lines.push_back({drawn.box, {300, 5 * pitch}, {360, 5 * pitch}, {}, {}});
    drawn.lines[0].words.push_back({"x", drawn.box, 0.4, "en", {}});
    std::size_t lines = 0;
    for (const Block& block : in_reading_order({text, drawn}))
        for (const Line& one : block.lines) {
            ++lines;
            CHECK(one.box.height <= (one.words.front().text == "x" ? 5 * pitch : height));
        }
    CHECK(lines == 7);
}
