#include "stages/arabic_marks.hpp"

#include <catch2/catch.hpp>
#include <sstream>

using namespace nuskha;

namespace {

std::vector<Block> block_of(const std::string& words) {
    Line line;
    std::istringstream in(words);
    for (std::string word; in >> word;)
        line.words.push_back({word, {}, 0.9, "fa", Direction::right_to_left});
    return {{{}, {line}}};
}

std::string marked(const std::string& words) {
    std::vector<Block> blocks = block_of(words);
    set_arabic_marks(blocks);
    std::string text;
    for (const Word& word : blocks[0].lines[0].words)
        text += (text.empty() ? "" : " ") + word.text;
    return text;
}

}  // namespace

TEST_CASE("marks in words of Arabic script are those of the script, others stay") {
    CHECK(marked("کاغذ, کتاب; چرا? one, two? 1,5") == "کاغذ، کتاب؛ چرا؟ one, two? 1,5");
}

TEST_CASE("guillemets that close nothing are commas where the data wrote none") {
    CHECK(marked("کاغذ» کتاب» نامه") == "کاغذ، کتاب، نامه");
    CHECK(marked("«کاغذ» کتاب» «نامه»") == "«کاغذ» کتاب» «نامه»");  // one may close the page before
    CHECK(marked("«کاغذ» کتاب» نامه» دفتر") == "«کاغذ» کتاب، نامه، دفتر");
    CHECK(marked("«کاغذ» «کتاب» نامه» دفتر»") ==
          "«کاغذ» «کتاب» نامه» دفتر»");  // a page of quotations
    CHECK(marked("کاغذ» کتاب» نامه، دفتر") == "کاغذ» کتاب» نامه، دفتر");
}
