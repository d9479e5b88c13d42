#include "stages/reading_findings.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "stages/recognise.hpp"

using namespace nuskha;

namespace {

constexpr auto russian =
    "в начале июля под вечер один молодой человек вышел из своей каморки на улицу и медленно как "
    "бы "
    "в нерешимости отправился к мосту он благополучно избегнул встречи с своею хозяйкой на "
    "лестнице "
    "каморка его приходилась под самою кровлей высокого пятиэтажного дома и походила более на шкаф "
    "чем на квартиру хозяйка же у которой он нанимал эту каморку с обедом и прислугой помещалась "
    "одною лестницей ниже в отдельной квартире";
constexpr auto english =
    "the keeper of the library went from room to room and counted the books on every shelf because "
    "nobody had written down which of them had been lent and which were only put in a wrong place "
    "when he came to the last room the light was already failing and he had to stop for the day";

Text text_in(const std::string& language, const char* words, double confidence = 0.95) {
    Text text;
    text.languages = {language};
    Line line;
    std::istringstream all(words);
    for (std::string word; all >> word;)
        line.words.push_back({word, {}, confidence, language});
    text.blocks = {{{}, {line}}};
    text.expected_error = 0.01;
    return text;
}

std::vector<Finding> findings(const Text& text, const std::vector<std::string>& asked) {
    Page page;
    page.id = {"I", "1.tif", 0, 0};
    page.languages = asked;
    return reading_findings(page, text, Event(), false, Options(recognise_stage.options));
}

}  // namespace

TEST_CASE("a page read in the language it was declared in, and is in, has no finding") {
    CHECK(findings(text_in("ru", russian), {"ru"}).empty());
    CHECK(findings(text_in("en", english), {"en"}).empty());
    CHECK(findings(text_in("en", english), {"az-Latn", "ru", "en"}).empty());
}

TEST_CASE("a text whose letters speak for another language names both") {
    const auto told = findings(text_in("az-Latn", english), {"az-Latn"});
    REQUIRE(told.size() == 1);
    CHECK(told[0].code == "ocr.other-language");
    CHECK(told[0].level == Level::warning);
    CHECK(told[0].sentence.find("(az-Latn)") != std::string::npos);
    CHECK(told[0].sentence.find("English (en)") != std::string::npos);
    const auto cyrillic = findings(text_in("kk-Cyrl", russian), {"kk-Cyrl"});
    REQUIRE(cyrillic.size() == 1);
    CHECK(cyrillic[0].sentence.find("Russian (ru)") != std::string::npos);
    CHECK(findings(text_in("az-Latn", "the keeper of the library"), {"az-Latn"})
              .empty());  // too short
}

TEST_CASE("a page read in a language that was not asked for says so") {
    const auto told = findings(text_in("ru", russian), {"az-Latn", "en"});
    REQUIRE(told.size() == 1);
    CHECK(told[0].code == "ocr.undeclared-language");
    CHECK(told[0].sentence.find("Russian (ru)") != std::string::npos);
    CHECK(told[0].sentence.find("English (en)") != std::string::npos);
}

TEST_CASE("what was probably misread, or is no text, is told") {
    Text text = text_in("en", english);
    text.expected_error = 0.25;
    REQUIRE(findings(text, {"en"}).size() == 1);
    CHECK(findings(text, {"en"})[0].code == "ocr.high-error");
    CHECK(findings(text_in("en", english, 0.5), {"en"})[0].code == "ocr.low-confidence");
    Text unread;
    unread.languages = {"en"};
    CHECK(findings(unread, {"en"})[0].code == "ocr.no-text");
    unread.not_read = true;
    REQUIRE(findings(unread, {"en"}).size() == 1);
    CHECK(findings(unread, {"en"})[0].code == "ocr.not-read");
    CHECK(findings(unread, {"en"})[0].sentence.find("nuskha import-text") != std::string::npos);
}
