#include "models/evaluation/expected_error.hpp"

#include <catch2/catch.hpp>
#include <sstream>

using namespace nuskha;

namespace {

Text text_of(const std::string& words, double confidence) {
    Text text;
    Line line;
    std::istringstream in(words);
    for (std::string word; in >> word;)
        line.words.push_back({word, {}, confidence, "en", Direction::left_to_right});
    text.blocks = {{{}, {line}}};
    return text;
}

const std::string prose =
    "the reading room below was quiet and the lamps were being lit one by one";
const std::string garbage = "thc rcqdjng rqqm bclqw wqs qvjct qnd thz lqmps wzrc bzjng ljt qnz bx";

double error_of(const std::string& words, double confidence, double unread) {
    return expected_error(signs_of(text_of(words, confidence), "en", unread));
}

}  // namespace

TEST_CASE("the expected error grows with doubt, with unlikely letters and with ink left unread") {
    CHECK(error_of(prose, 0.96, 0.02) < 0.02);
    CHECK(error_of(prose, 0.7, 0.02) > error_of(prose, 0.96, 0.02));
    CHECK(error_of(garbage, 0.96, 0.02) > error_of(prose, 0.96, 0.02));
    CHECK(error_of(prose, 0.96, 0.6) > 0.3);
    CHECK(error_of(garbage, 0.3, 0.5) > 0.5);
}

TEST_CASE("the expected error is a share, whatever the reading") {
    CHECK(error_of("", 0, 0) == 1);
    for (const double confidence : {0.0, 0.5, 1.0})
        for (const double unread : {0.0, 0.5, 1.0}) {
            const double error = error_of(garbage, confidence, unread);
            CHECK(error >= 0);
            CHECK(error <= 1);
        }
}

TEST_CASE("signs of a reading count characters, not words") {
    Text text = text_of("incomprehensibilities", 0.95);
    text.blocks[0].lines[0].words.push_back({"a", {}, 0.1, "en", Direction::left_to_right});
    const ReadingSigns signs = signs_of(text, "en", 0);
    CHECK(signs.doubtful == Approx(1.0 / 22));
    CHECK(signs.words == 2);
    CHECK(signs_of(text, "xx", 0).unlikely == Approx(2.6));  // no letter pairs: taken to be usual
}
