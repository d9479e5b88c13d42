#include "stages/reading_language.hpp"

#include <catch2/catch.hpp>
#include <sstream>

using namespace nuskha;

namespace {

Line line_of(const std::string& words, const std::string& data) {
    Line line;
    std::istringstream in(words);
    for (std::string word; in >> word;)
        line.words.push_back({word, {}, 0.9, data, Direction::left_to_right});
    return line;
}

const std::string english = "the reading room below was quiet and the lamps were being lit",
                  kazakh = "ауылдың шетіндегі ескі диірменнің қасында балалар ойнайтын еді";

}  // namespace

TEST_CASE("words that other data read have the language of that, as the text tells") {
    const ReadingChoice latin{{"en"}, {{"eng"}, {}}};
    const std::vector<ReadingChoice> others{{{"az-Cyrl", "kk-Cyrl", "ru"}, {{"Cyrillic"}, {}}},
                                            {{"fa"}, {{"fas"}, {}}}};
    std::vector<Block> blocks{{{}, {line_of(english, "eng"), line_of(kazakh, "script/Cyrillic")}}};
    const auto languages =
        name_languages(blocks, latin, others, {"en", "az-Cyrl", "kk-Cyrl", "fa"});
    CHECK(languages == std::vector<std::string>{"en", "kk-Cyrl"});
    CHECK(blocks[0].lines[0].words[0].language == "en");
    CHECK(blocks[0].lines[1].words[0].language == "kk-Cyrl");
    CHECK_FALSE(has_words_of(others[0].set, blocks));  // they have a language's name now
}

TEST_CASE("a language that sample lines did not tell is told by the whole text") {
    const ReadingChoice any{{"az-Latn", "en", "kk-Latn"}, {{"Latin"}, {}}};
    std::vector<Block> blocks{{{}, {line_of(english, "script/Latin")}}};
    CHECK(name_languages(blocks, any, {}, any.languages) == std::vector<std::string>{"en"});
    CHECK(blocks[0].lines[0].words[0].language == "en");
    std::vector<Block> nothing{{{}, {line_of("1931", "script/Latin")}}};
    CHECK(name_languages(nothing, any, {}, any.languages) == std::vector<std::string>{"az-Latn"});
}

TEST_CASE("a passage may be in the page's other scripts, not in what reads already") {
    const std::vector<std::string> page{"en", "ru", "fa"};
    const auto others = other_readings(page, {{"en"}, {{"eng"}, {}}});
    REQUIRE(others.size() == 2);
    CHECK(others[0].set.models == std::vector<std::string>{"rus"});
    CHECK(others[1].languages == std::vector<std::string>{"fa"});
    CHECK(other_readings(page, {page, {{"eng", "rus", "fas"}, {}}}).empty());
    CHECK(other_readings({"en"}, {{"en"}, {{"eng"}, {}}}).empty());
}

TEST_CASE("models that read together keep the languages that were asked for") {
    const ReadingChoice both{{"en", "ru"}, {{"eng", "rus"}, {}}};
    std::vector<Block> blocks{{{}, {line_of("the", "eng"), line_of("дом", "rus")}}};
    CHECK(name_languages(blocks, both, {}, both.languages) == both.languages);
    CHECK(blocks[0].lines[1].words[0].language == "ru");
}
