// Columns, the alleys between them and lines that keep to them, on boxes alone.
#include "stages/column_alleys.hpp"

#include <catch2/catch.hpp>

#include "stages/reading_order.hpp"

using namespace nuskha;

namespace {

constexpr double height = 20, pitch = 30;

// Justified: words of unlike widths from x to x + width, as wide apart as that makes them.
Line justified(const std::string& letter, double x, double y, double width, int row,
               int words = 4) {
    double letters = 0;
    const auto wide = [&](int i) { return 40.0 + (row * 37 + i * 53) % 31; };
    for (int i = 0; i < words; ++i)
        letters += wide(i);
    const double space = (width - letters) / (words - 1);
    Line line{{x, y, width, height}, {x, y + height}, {x + width, y + height}, {}, {}};
    double at = x;
    for (int i = 0; i < words; ++i) {
        line.words.push_back({letter, {at, y, wide(i), height}, 0.9, "en", {}});
        at += wide(i) + space;
    }
    return line;
}

Block column(const std::string& letter, double x, double y, int lines, double width = 290,
             int words = 4) {
    Block block;
    for (int i = 0; i < lines; ++i)
        block.lines.push_back(justified(letter, x, y + i * pitch, width, i, words));
    block.box = {x, y, width, (lines - 1) * pitch + height};
    return block;
}

Line over(Line left, const Line& right) {
    left.words.insert(left.words.end(), right.words.begin(), right.words.end());
    left.box = united(left.box, right.box);
    return left;
}

// The letters of the words of each block, once where they follow each other.
std::string letters(const std::vector<Block>& blocks) {
    std::string all;
    for (const Block& block : blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words)
                if (all.empty() || all.back() != word.text[0]) all += word.text[0];
    return all;
}

// The end of a line from its word `from` on, as a block of its own.
Block torn_off(Line& line, std::size_t from) {
    Line end = line;
    end.words.erase(end.words.begin(), end.words.begin() + static_cast<std::ptrdiff_t>(from));
    line.words.resize(from);
    for (Line* part : {&line, &end}) {
        part->box = {};
        for (const Word& word : part->words)
            part->box = united(part->box, word.box);
    }
    return {end.box, {end}};
}

}  // namespace

TEST_CASE("An alley is found between columns, none in white that lies over white by chance") {
    std::vector<Rect> alleys = column_alleys({column("a", 0, 0, 12), column("b", 330, 0, 12)});
    REQUIRE(alleys.size() == 1);
    CHECK(alleys[0].x == Approx(290));
    CHECK(alleys[0].right() == Approx(330));
    CHECK(alleys[0].y == Approx(0));
    CHECK(alleys[0].bottom() == Approx(11 * pitch + height));
    CHECK(column_alleys({column("a", 0, 0, 12, 600, 8)}).empty());
    CHECK(column_alleys({}).empty());
}

TEST_CASE("A word whose box reaches into the alley joins no lines over it") {
    Block left = column("a", 0, 0, 12), right = column("b", 330, 0, 12);
    right.lines[6].words.front().box = {295, 6 * pitch, 100, height};
    right.lines[6].box = united(right.lines[6].box, right.lines[6].words.front().box);
    CHECK(letters(in_reading_order({left, right})) == "ab");
}

TEST_CASE("A word that reaches far down joins no lines over an alley") {
    Block left = column("a", 0, 0, 12), right = column("b", 322, 0, 12);
    for (Block* block : {&left, &right}) {
        Line& line = block->lines[6];
        line.words[1].box.height = 1.8 * height;
        line.box.height = 1.8 * height;
    }
    CHECK(letters(in_reading_order({left, right})) == "ab");
}

TEST_CASE(
    "Lines of one block over columns whose words are as far apart as the columns are parted") {
    Block both;
    for (int i = 0; i < 16; ++i)
        both.lines.push_back(over(justified("a", 0, i * pitch, 290, i, 3 + i % 2),
                                  justified("b", 330, i * pitch, 290, i + 5, 4 - i % 2)));
    both.box = {0, 0, 620, 15 * pitch + height};
    CHECK(letters(in_reading_order({both})) == "ab");
}

TEST_CASE("Lines that were all torn at one place come together where the column runs on over it") {
    Block right = column("b", 330, 0, 12);
    std::vector<Block> blocks{column("a", 0, 0, 12)};
    for (const std::size_t row : {0, 1, 2}) {  // a wide space after the second word
        std::vector<Word>& words = right.lines[row].words;
        for (std::size_t i = 0; i < 4; ++i)
            words[i].box = {330 + std::vector{0., 50., 130., 210.}[i], words[i].box.y,
                            i < 2 ? 45. : 75., height};
        blocks.push_back(torn_off(right.lines[row], 2));
    }
    blocks.push_back(right);
    const std::vector<Block> ordered = in_reading_order(blocks);
    REQUIRE(letters(ordered) == "ab");
    std::size_t lines = 0;
    for (const Block& block : ordered)
        for (const Line& line : block.lines) {
            ++lines;
            CHECK(line.words.size() == 4);
        }
    CHECK(lines == 24);
}

TEST_CASE("A column's last line stays with it though the line above was not read") {
    Block left = column("a", 0, 0, 12);
    Block foot{{0, 13 * pitch, 290, height}, {justified("f", 0, 13 * pitch, 290, 3)}};
    CHECK(letters(in_reading_order({left, foot, column("b", 330, 0, 9)})) == "afb");
}

TEST_CASE("A note below an alley stays whole where a space of its own lies under the alley") {
    Block note;
    Line first = over(justified("n", 0, 420, 295, 1, 4), justified("n", 318, 420, 240, 2, 4));
    for (Word& word : first.words)
        word.box.height = 16;
    note.lines = {first, justified("n", 0, 444, 560, 3, 8)};
    note.box = {0, 420, 560, 40};
    const auto ordered = in_reading_order({column("a", 0, 0, 12), note, column("b", 330, 0, 12)});
    CHECK(letters(ordered) == "abn");
}

TEST_CASE("A head in large letters that stands over an alley between two articles stays whole") {
    Line head = justified("h", 120, 390, 380, 1, 4);  // a space of it lies over the alley
    head.words[0].box = {120, 390, 80, 30}, head.words[1].box = {215, 390, 85, 30};
    head.words[2].box = {335, 390, 70, 30}, head.words[3].box = {415, 390, 85, 30};
    head.box = {120, 390, 380, 30};
    Block first{{}, {head}};
    const Block second = torn_off(first.lines[0], 2);
    first.box = first.lines[0].box;
    const auto ordered =
        in_reading_order({column("a", 0, 0, 12), column("b", 330, 0, 12), first, second,
                          column("c", 0, 450, 12), column("d", 330, 450, 12)});
    CHECK(letters(ordered) == "abhcd");
}

TEST_CASE("An alley begins at a short line where the lines below it fill their column") {
    Block left = column("a", 0, 0, 6);
    left.lines[0] = justified("a", 0, 0, 120, 0, 2);
    const std::vector<Rect> alleys = column_alleys({left, column("b", 330, 0, 6)});
    REQUIRE(alleys.size() == 1);
    CHECK(alleys[0].y == Approx(0));
}

TEST_CASE(
    "White over the whole width parts what is above from what is below as an unread head would") {
    CHECK(letters(in_reading_order({column("a", 0, 0, 8), column("b", 330, 0, 8),
                                    column("c", 0, 320, 8), column("d", 330, 320, 8)})) == "abcd");
    CHECK(letters(in_reading_order({column("a", 0, 0, 8), column("c", 330, 0, 8),
                                    column("b", 0, 240, 8), column("d", 330, 240, 8)})) == "abcd");
}

TEST_CASE("Strokes read out of a rule in an alley do not keep a line whole") {
    Block both;
    for (int i = 0; i < 12; ++i)
        both.lines.push_back(
            over(justified("a", 0, i * pitch, 290, i), justified("b", 330, i * pitch, 290, i + 5)));
    both.lines[4].words.push_back({"|}", {304, 4 * pitch, 14, height}, 0.3, "en", {}});
    both.box = {0, 0, 620, 11 * pitch + height};
    CHECK(letters(in_reading_order({both})) == "ab");
}
