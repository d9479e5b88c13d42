#include "pipeline/toml_text.hpp"

#include <catch2/catch.hpp>

using namespace nuskha;

TEST_CASE("letters beyond ASCII are stray outside strings and comments only") {
    REQUIRE(line_of_stray_letter("id = \"ə\" # ə\n'ə' = '\\ə'\nx = \"\"\"\nə\"ə\\\"\"\"\"\n") == 0);
    REQUIRE(line_of_stray_letter("a = 'x\\' ə") == 1);
    REQUIRE(line_of_stray_letter("a = 1\nə = 2\n") == 2);
    REQUIRE(line_of_stray_letter("a = \"\\\"ə\"\n\nb = ə") == 3);
    REQUIRE(line_of_stray_letter("a = \"\"\"\nx\"\"\"\" ə") == 2);
    REQUIRE(line_of_stray_letter("a = 'never closed ə\nə") == 2);
    REQUIRE(line_of_stray_letter("") == 0);
}
