#include "stages/second_look.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "stages/arabic_scale.hpp"
#include "tests/unit/stages/pictures.hpp"

using namespace nuskha;

namespace {

std::string text_of(const std::vector<Block>& blocks) {
    std::string all;
    for (const Block& block : blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words)
                all += word.text + ' ';
    return all;
}

std::vector<Rect> boxes_of(const std::vector<Block>& blocks) {
    std::vector<Rect> boxes;
    for (const Block& block : blocks)
        for (const Line& line : block.lines)
            boxes.push_back(line.box);
    return boxes;
}

const ReadingChoice english{{"en"}, {{"eng"}, {}}};

}  // namespace

TEST_CASE(
    "lines that the first reading lost are read where they lie, and others are not read again") {
    const Raster picture = written_page(1240, 1754, english_lines());
    EngineBench bench;
    std::vector<Block> blocks =
        bench.engine(english.set).read(picture, 150, Layout::automatic).blocks;
    const std::vector<Rect> lines = boxes_of(blocks);
    REQUIRE(lines.size() > 10);
    std::vector<Block> whole = blocks;
    CHECK(read_lost_lines(whole, lines, {picture, 150, 27, bench}, {&english, 1}) == 0);
    CHECK(text_of(whole) == text_of(blocks));

    const Rect lost = blocks.front().lines[3].box;
    std::erase_if(blocks.front().lines, [&](const Line& line) { return line.box == lost; });
    CHECK(read_lost_lines(blocks, lines, {picture, 150, 27, bench}, {&english, 1}) == 1);
    REQUIRE(blocks.front().lines.size() > 4);
    const Line& found = blocks.front().lines[3];  // between its neighbours
    CHECK(found.box.y == Approx(lost.y).margin(8));
    CHECK(found.words.size() == whole.front().lines[3].words.size());
    CHECK(found.words.front().text == whole.front().lines[3].words.front().text);
}

TEST_CASE("noise is not read into lost lines") {
    const Raster grey = grained(written_page(600, 400, {}), 40);
    EngineBench bench;
    std::vector<Block> blocks;
    const std::vector<Rect> lines{{50, 50, 400, 30}, {0, 380, 600, 20}};
    CHECK(read_lost_lines(blocks, lines, {grey, 150, 27, bench}, {&english, 1}) == 0);
    CHECK(blocks.empty());
}

TEST_CASE("lines that were misread in one script are read again in another of the page's") {
    const Raster picture = written_page(1240, 1754, english_lines());
    EngineBench bench;
    const ReadingChoice russian{{"ru"}, {{"rus"}, {}}};
    std::vector<Block> blocks =
        bench.engine(russian.set).read(picture, 150, Layout::automatic).blocks;
    const OtherScripts found =
        read_other_scripts(blocks, {picture, 150, 27, bench}, russian, std::vector{english});
    REQUIRE(found.most);  // to be read anew: no more than a few lines are read twice
    CHECK(found.most->set == english.set);
    CHECK(found.changed < 6);

    std::vector<Block> right =
        bench.engine(english.set).read(picture, 150, Layout::automatic).blocks;
    const std::string before = text_of(right);
    CHECK(read_other_scripts(right, {picture, 150, 27, bench}, english, std::vector{russian})
              .changed == 0);
    CHECK(text_of(right) == before);
    for (Block& block : right)  // short words in good lines are doubtful
        for (Line& line : block.lines)
            for (Word& word : line.words)
                if (word.text.size() <= 3) word.confidence = 0.1;
    CHECK(read_other_scripts(right, {picture, 150, 27, bench}, english, std::vector{russian})
              .changed == 0);
    CHECK(text_of(right) == before);
}

TEST_CASE("a line that was misread on a page that reads well is read again alone, and no other") {
    const Raster picture = written_page(1240, 1754, english_lines());
    EngineBench bench;
    std::vector<Block> blocks =
        bench.engine(english.set).read(picture, 150, Layout::automatic).blocks;
    const std::string before = text_of(blocks);
    CHECK(read_misread_lines(blocks, {picture, 150, 27, bench}, english) == 0);
    for (Word& word : blocks.front().lines[3].words) {
        word.text = "xqzj";
        word.confidence = 0.3;
    }
    CHECK(read_misread_lines(blocks, {picture, 150, 27, bench}, english) == 1);
    CHECK(text_of(blocks) == before);
}

TEST_CASE("the share of ink that was read falls with every line that is lost") {
    const Raster picture = written_page(1240, 1754, english_lines());
    EngineBench bench;
    std::vector<Block> blocks =
        bench.engine(english.set).read(picture, 150, Layout::automatic).blocks;
    const Ink ink = find_ink(picture);
    const double all = share_read(ink, blocks, 1);
    CHECK(all > 0.97);
    blocks.front().lines.resize(blocks.front().lines.size() / 2);
    CHECK(share_read(ink, blocks, 1) < 0.8 * all);
    CHECK(sure_characters(blocks) > 0);
}

TEST_CASE("Arabic script is read smaller, never larger than it is") {
    const Ink ink = find_ink(written_page(1240, 1754, english_lines()));
    const std::vector<double> factors = arabic_factors(ink, 2, 27);
    REQUIRE(factors.size() == 3);
    CHECK(factors.front() < 1);
    CHECK(factors.back() == Approx(std::min(1.0, factors.front() * 5 / 3)));
    CHECK(arabic_factors(ink, 0.1, 27) == std::vector<double>{1});
    CHECK(arabic_factors(find_ink(written_page(1240, 1754, {})), 2, 27) == std::vector<double>{1});
    CHECK(all_in_arabic_script({"fa", "az-Arab"}));
    CHECK_FALSE(all_in_arabic_script({"fa", "en"}));
    CHECK_FALSE(all_in_arabic_script({}));
}
