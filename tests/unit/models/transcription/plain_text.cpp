#include "models/transcription/plain_text.hpp"

#include <catch2/catch.hpp>

using namespace nuskha;

TEST_CASE("plain text has a line a line and a blank line between blocks") {
    const auto word = [](const char* text) {
        Word w;
        w.text = text;
        return w;
    };
    Line one, two, three, none;
    one.words = {word("Bir"), word("varmış,")};
    two.words = {word("bir"), word(""), word("yoxmuş.")};
    three.words = {word("کتاب"), word("نسخه")};
    Text text;
    text.blocks = {{{}, {one, two}}, {{}, {none}}, {{}, {three}}};
    CHECK(plain_text(text) == "Bir varmış,\nbir yoxmuş.\n\nکتاب نسخه\n");
    CHECK(plain_text(Text{}).empty());
}
