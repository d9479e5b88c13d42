// Tables, told from boxes and digits.
#include "stages/tables.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "stages/block_roles.hpp"
#include "stages/reading_order.hpp"

using namespace nuskha;

namespace {

constexpr double height = 20, pitch = 40;

struct Set {
    std::string text;
    double x = 0;
};

// Words as wide as they have letters.
Line row(double y, const std::vector<Set>& words, Direction direction = Direction::left_to_right) {
    Line line;
    line.direction = direction;
    for (const Set& word : words) {
        line.words.push_back({word.text,
                              {word.x, y, 10.0 * static_cast<double>(word.text.size()), height},
                              0.9,
                              "en",
                              direction});
        line.box = united(line.box, line.words.back().box);
    }
    line.baseline_start = {line.box.x, y + height};
    line.baseline_end = {line.box.right(), y + height};
    if (direction == Direction::right_to_left) std::reverse(line.words.begin(), line.words.end());
    return line;
}

Block block_of(std::vector<Line> lines) {
    Block block{{}, std::move(lines)};
    for (const Line& line : block.lines)
        block.box = united(block.box, line.box);
    return block;
}

Block running_text(double x, double y, int lines) {
    Block block;
    for (int i = 0; i < lines; ++i)
        block.lines.push_back(row(y + 30 * i, {{"paper", x},
                                               {"is", x + 60},
                                               {"made", x + 90},
                                               {"from", x + 140},
                                               {"old", x + 190},
                                               {"linen", x + 230}}));
    return block_of(block.lines);
}

std::vector<std::string> texts(const Block& block) {
    std::vector<std::string> rows;
    for (const Line& line : block.lines) {
        rows.emplace_back();
        for (const Word& word : line.words)
            rows.back() += (rows.back().empty() ? "" : " ") + word.text;
    }
    return rows;
}

const Block* table_in(const std::vector<Block>& blocks) {
    const auto at = std::find_if(blocks.begin(), blocks.end(),
                                 [](const Block& block) { return block.role == Role::table; });
    return at == blocks.end() ? nullptr : &*at;
}

}  // namespace

TEST_CASE("A table whose columns the engine found for themselves is read row by row") {
    std::vector<Line> names, ones, twos;
    const std::vector<std::string> towns{"Shamakhy", "Ganja", "Baku", "Lankaran"};
    for (int i = 0; i < 4; ++i) {
        names.push_back(row(i * pitch, {{towns[static_cast<std::size_t>(i)], 0}}));
        ones.push_back(row(i * pitch, {{std::to_string(120 + i), 200}}));
        twos.push_back(row(i * pitch, {{std::to_string(340 + i), 320}}));
    }
    const auto ordered =
        with_roles(in_reading_order({block_of(twos), block_of(names), block_of(ones)}));
    REQUIRE(ordered.size() == 1);
    CHECK(ordered[0].role == Role::table);
    CHECK(texts(ordered[0]) == std::vector<std::string>{"Shamakhy 120 340", "Ganja 121 341",
                                                        "Baku 122 342", "Lankaran 123 343"});
    CHECK(ordered[0].lines[0].box.right() == Approx(350));
}

TEST_CASE("Rows of a table in Arabic script begin at the right") {
    const Direction back = Direction::right_to_left;
    std::vector<Line> rows;
    for (int i = 0; i < 4; ++i)
        rows.push_back(
            row(i * pitch, {{"12" + std::to_string(i), 0}, {"old", 240}, {"name", 280}}, back));
    std::vector<Block> blocks{block_of(rows)};
    set_tables_apart(blocks, true);
    REQUIRE(blocks.size() == 1);
    CHECK(texts(blocks[0])[0] == "name old 120");
    CHECK(blocks[0].lines[0].direction == back);
}

TEST_CASE("A table within a column is read where it stands, empty cells and all") {
    std::vector<Line> rows;
    for (int i = 0; i < 6; ++i) {
        std::vector<Set> cells{{"Gazakh", 0}};
        if (i != 2 && i != 5) cells.push_back({std::to_string(500 + i), 250});
        rows.push_back(row(200 + i * pitch, cells));
    }
    const auto ordered = in_reading_order(
        {running_text(0, 0, 6), block_of(rows), running_text(0, 460, 6), running_text(330, 0, 21)});
    REQUIRE(ordered.size() == 4);
    CHECK(ordered[1].role == Role::table);
    CHECK(texts(ordered[1]) == std::vector<std::string>{"Gazakh 500", "Gazakh 501", "Gazakh",
                                                        "Gazakh 503", "Gazakh 504", "Gazakh"});
    CHECK(ordered[3].box.x == Approx(330));
}

TEST_CASE("Columns of text with wide spaces are no table") {
    std::vector<Block> blocks{running_text(0, 0, 12), running_text(330, 0, 12)};
    set_tables_apart(blocks, false);
    CHECK(table_in(blocks) == nullptr);

    Block wide;  // two words in each line, at the step of the text around them
    for (int i = 0; i < 4; ++i)
        wide.lines.push_back(row(180 + 30 * i, {{"straight", 0}, {"ened", 240}}));
    blocks = {running_text(0, 0, 6), block_of(wide.lines), running_text(0, 300, 6)};
    set_tables_apart(blocks, false);
    CHECK(table_in(blocks) == nullptr);

    // the same words with white above and below
    blocks = {running_text(0, -40, 6), block_of(wide.lines), running_text(0, 340, 6)};
    set_tables_apart(blocks, false);
    CHECK(table_in(blocks) != nullptr);
}

TEST_CASE("No word is lost where a line runs from a table into the text beside it") {
    std::vector<Line> lines;
    for (int i = 0; i < 4; ++i)
        lines.push_back(row(i * 30, {{"Gazakh", 0}, {std::to_string(500 + i), 200}}));
    const Line text = running_text(300, 90, 1).lines[0];
    lines[3].words.insert(lines[3].words.end(), text.words.begin(), text.words.end());
    lines[3].box = united(lines[3].box, text.box);
    std::vector<Block> blocks{block_of(lines)};
    set_tables_apart(blocks, false);
    REQUIRE(blocks.size() == 2);
    REQUIRE(blocks[1].role == Role::table);
    CHECK(texts(blocks[1])[3] == "Gazakh 503");
    CHECK(texts(blocks[0])[0] == "paper is made from old linen");
    CHECK(blocks[0].box.x == Approx(300));
}
