#include "stages/page_number.hpp"

#include <catch2/catch.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "stages/workbench.hpp"
#include "tests/unit/stages/pictures.hpp"

using namespace nuskha;

namespace {

Word word(const std::string& text, double confidence, const Rect& box) {
    return {text, box, confidence, "en", Direction::left_to_right};
}

// A page of lines with something written alone at its foot, and blocks in which that was read as
// `read` with `confidence`.
struct Leaf {
    Raster picture;
    std::vector<Block> blocks;

    Leaf(const std::string& printed, const std::string& read, double confidence)
        : picture(written_page(1240, 1754, english_lines())) {
        cv::Mat mat(picture.height, picture.width, CV_8UC1, picture.pixels.data());
        int base = 0;
        const cv::Size size = cv::getTextSize(printed, cv::FONT_HERSHEY_COMPLEX, 1.1, 2, &base);
        cv::putText(mat, printed, {600, 1150}, cv::FONT_HERSHEY_COMPLEX, 1.1, cv::Scalar(40), 2,
                    cv::LINE_AA);
        const Rect box{600, 1150.0 - size.height, double(size.width), double(size.height)};
        Block block;
        for (int i = 0; i < 18; ++i) {
            Line line;
            line.box = {124, 150.0 + 52 * i, 900, 34};
            line.words = {word("the", 0.95, {124, line.box.y, 60, 34}),
                          word("quiet", 0.95, {200, line.box.y, 100, 34}),
                          word("room", 0.95, {320, line.box.y, 704, 34})};
            block.lines.push_back(line);
        }
        Line last;
        last.box = box;
        last.words = {word(read, confidence, box)};
        block.lines.push_back(last);
        blocks.push_back(block);
    }
    SecondLook look(Engine& engine, const std::vector<std::string>& languages = {"en"}) {
        return read_page_number(blocks, picture, languages, engine);
    }
    const std::vector<Word>& last() const { return blocks.back().lines.back().words; }
};

}  // namespace

TEST_CASE("a number taken for letters is read again", "[page_number]") {
    EngineBench bench;
    Engine& engine = bench.engine(trained_set_for({"en"}));
    for (const char* number : {"4", "59", "292", "354", "1271"}) {
        Leaf leaf(number, "REP", 0.2);
        const Rect box = leaf.last().front().box;
        const SecondLook look = leaf.look(engine);
        CHECK(look.looked_at == 1);
        CHECK(look.found);
        REQUIRE(leaf.last().size() == 1);
        CHECK(leaf.last().front().text == number);
        CHECK(leaf.last().front().confidence >= 0.9);
        CHECK(leaf.last().front().box.x == Approx(box.x).margin(6));
        CHECK(leaf.last().front().box.width == Approx(box.width).margin(10));
        CHECK(leaf.last().front().language == "en");
    }
}

TEST_CASE("a number in another one's place is put right where it was no certain one",
          "[page_number]") {
    EngineBench bench;
    Engine& engine = bench.engine(trained_set_for({"en"}));
    Leaf doubtful("352", "992", 0.8), certain("352", "992", 0.95);
    CHECK(doubtful.look(engine).found);
    CHECK(doubtful.last().front().text == "352");
    CHECK(certain.look(engine).looked_at == 0);
    CHECK(certain.last().front().text == "992");
}

TEST_CASE("a number that no line was made of is read, and one of which a digit was",
          "[page_number]") {
    EngineBench bench;
    Engine& engine = bench.engine(trained_set_for({"en"}));
    Leaf dropped("308", "", 0);
    const Rect box = dropped.last().front().box;
    dropped.blocks.back().lines.pop_back();
    REQUIRE(dropped.look(engine).found);
    REQUIRE(dropped.blocks.size() == 2);
    CHECK(dropped.last().front().text == "308");
    CHECK(dropped.last().front().box.x == Approx(box.x).margin(6));
    CHECK(dropped.last().front().box.bottom() == Approx(box.bottom()).margin(6));
    Leaf broken("308", "I", 0.4);
    broken.blocks.back().lines.back().words[0].box.width = 8;
    broken.blocks.back().lines.back().box.width = 8;
    REQUIRE(broken.look(engine).found);
    CHECK(broken.last().front().text == "308");
    CHECK(broken.last().front().box.width == Approx(box.width).margin(10));
}

TEST_CASE("marks alone at the foot that are no digits add nothing", "[page_number]") {
    EngineBench bench;
    Engine& engine = bench.engine(trained_set_for({"en"}));
    for (const char* printed : {"*", "A", "the", "-", "~"}) {
        Leaf leaf(printed, "", 0);
        leaf.blocks.back().lines.pop_back();
        leaf.look(engine);
        CHECK(leaf.blocks.size() == 1);
    }
}

TEST_CASE("dashes around a number stay", "[page_number]") {
    EngineBench bench;
    Leaf leaf("- 127 -", "", 0);
    const Rect box = leaf.last().front().box;
    const double third = box.width / 5;
    leaf.blocks.back().lines.back().words = {
        word("-", 0.4, {box.x, box.y, third, box.height}),
        word("IZT", 0.3, {box.x + 1.3 * third, box.y, 2.4 * third, box.height}),
        word("-", 0.4, {box.x + 4 * third, box.y, third, box.height})};
    CHECK(leaf.look(bench.engine(trained_set_for({"en"}))).found);
    REQUIRE(leaf.last().size() == 3);
    CHECK(leaf.last()[1].text == "127");
}

TEST_CASE("words, numerals and ornaments are not made numbers", "[page_number]") {
    EngineBench bench;
    Engine& engine = bench.engine(trained_set_for({"en"}));
    for (const char* printed : {"end", "of", "So", "him", "A", "see"}) {
        Leaf leaf(printed, "x?y", 0.3);  // read badly, whatever it says
        leaf.look(engine);
        CHECK(leaf.last().front().text == "x?y");
    }
    Leaf numeral("xii", "xii", 0.7);
    CHECK(numeral.look(engine).looked_at == 0);
    Leaf ornament("***", "***", 0.3);
    CHECK(ornament.look(engine).looked_at == 0);
}

TEST_CASE("nothing is looked at again in a running head, in Arabic script, on an empty page",
          "[page_number]") {
    EngineBench bench;
    Engine& engine = bench.engine(trained_set_for({"en"}));
    Leaf leaf("127", "IZT", 0.3);
    CHECK(leaf.look(engine, {"az-Arab"}).looked_at == 0);
    leaf.blocks.back().lines.back().words.insert(leaf.blocks.back().lines.back().words.begin(),
                                                 word("the", 0.95, {530, 1126, 60, 24}));
    CHECK(leaf.look(engine).looked_at == 0);
    std::vector<Block> none;
    CHECK(read_page_number(none, leaf.picture, {"en"}, engine).looked_at == 0);
}

TEST_CASE("an engine that read digits alone reads words as before", "[page_number]") {
    EngineBench bench;
    Engine& engine = bench.engine(trained_set_for({"en"}));
    const Raster picture = written_page(1240, 1754, english_lines());
    const auto before = engine.read(picture, 150, Layout::automatic).blocks;
    Leaf leaf("127", "IZT", 0.3);
    REQUIRE(leaf.look(engine).found);
    CHECK(engine.read(picture, 150, Layout::automatic).blocks == before);
}
