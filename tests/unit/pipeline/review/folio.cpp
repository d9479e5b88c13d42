#include "pipeline/review/folio.hpp"

#include <catch2/catch.hpp>

using namespace nuskha;
using namespace nuskha::review;

namespace {

Line line_of(double y, std::initializer_list<const char*> words) {
    Line line;
    line.box = {100, y, 800, 30};
    for (const char* text : words)
        line.words.push_back({text, {}, 0.95, "en", Direction::left_to_right});
    return line;
}

int value_of(const char* token) {
    const auto folio = folio_of(token);
    return folio ? folio->value : 0;
}

}  // namespace

TEST_CASE("numbers of every script are read", "[folio]") {
    CHECK(value_of("147") == 147);
    CHECK(value_of("١٤٧") == 147);
    CHECK(value_of("۱۴۷") == 147);
    CHECK(value_of("[12]") == 12);
    CHECK(value_of("—12—") == 12);
    CHECK(value_of("12.") == 12);
    CHECK(value_of("\u200f١٢\u200f") == 12);
}

TEST_CASE("letters that were read for digits are digits, where half of the others are", "[folio]") {
    CHECK(folio_of("П92") == Folio{192, Folio::Kind::arabic, 0.8});
    CHECK(value_of("l4O") == 0);
    CHECK(value_of("14O") == 140);
    CHECK(value_of("З8") == 38);
}

TEST_CASE("roman numerals are read in their usual form only", "[folio]") {
    CHECK(folio_of("xiv") == Folio{14, Folio::Kind::roman, 0.9});
    CHECK(value_of("XXIX") == 29);
    CHECK(value_of("хіv") == 14);  // Cyrillic letters that look alike
    CHECK(value_of("v") == 5);
    CHECK(value_of("iiii") == 0);
    CHECK(value_of("ic") == 0);
    CHECK(value_of("mix") == 0);
}

TEST_CASE("what is no page number is none", "[folio]") {
    for (const char* token : {"", "—", "12-13", "3.5", "0", "12345", "p12", "1-ci", "word", "\xff"})
        CHECK_FALSE(folio_of(token));
}

TEST_CASE("numbers are sought at the ends of the first and last lines", "[folio]") {
    Text text;
    text.blocks.resize(2);
    text.blocks[1].lines = {line_of(1600, {"—", "147", "—"}), line_of(1550, {"of", "7", "words"})};
    text.blocks[0].lines = {line_of(60, {"Chapter", "IV"}), line_of(200, {"It", "was"}),
                            line_of(400, {"1812", "saw"}), line_of(600, {"in", "99"})};
    const auto folios = folios_of(text);
    REQUIRE(folios.size() == 2);
    CHECK(folios[0] == Folio{147, Folio::Kind::arabic, 1});
    CHECK(folios[1].value == 4);
    CHECK(folios_of(Text{}).empty());
}

TEST_CASE("a number is certain where its word was read with certainty", "[folio]") {
    Text text;
    text.blocks.resize(1);
    text.blocks[0].lines = {line_of(60, {"147"})};
    REQUIRE(folios_of(text).size() == 1);
    CHECK(folios_of(text)[0].certain);
    text.blocks[0].lines[0].words[0].confidence = 0.9;
    CHECK_FALSE(folios_of(text)[0].certain);
    text.blocks[0].lines = {line_of(60, {"v"})};  // a letter perhaps
    CHECK_FALSE(folios_of(text)[0].certain);
}
