#include "stages/engine.hpp"

#include <catch2/catch.hpp>

using namespace nuskha;

TEST_CASE("what the engine writes is composed and holds no marks of direction, but its joiners") {
    CHECK(plain_text("\u200fاون\u200e") == "اون");
    CHECK(plain_text("\u2067a\u2069\u202bb\u202c") == "ab");
    CHECK(plain_text("نه\u200cیین") == "نه\u200cیین");
    CHECK(plain_text("e\u0301") == "é");
    CHECK(plain_text("\u200f").empty());
}
