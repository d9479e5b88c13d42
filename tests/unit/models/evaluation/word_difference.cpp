#include "models/evaluation/word_difference.hpp"

#include <catch2/catch.hpp>

using namespace nuskha;

namespace {

Text text(const std::vector<std::string>& words) {
    Line line;
    for (const std::string& word : words)
        line.words.push_back({word, {}, 0, "", Direction::left_to_right});
    return {{{{}, {line}}}, {}, {}, ""};
}

}  // namespace

TEST_CASE("words that are new, gone and others are told apart") {
    const WordDifference d =
        word_difference(text({"bir", "iki", "uc", "beş"}), text({"sıfır", "bir", "iki", "üç"}));
    CHECK(d.before == 4);
    CHECK(d.after == 4);
    CHECK(d.added == 1);
    CHECK(d.removed == 1);
    CHECK(d.changed == 1);
    CHECK(word_difference(text({"a", "b"}), text({"a", "b"})).none());
    CHECK(word_difference(text({}), text({"a"})).added == 1);
    CHECK(word_difference(text({}), text({})).none());
}
