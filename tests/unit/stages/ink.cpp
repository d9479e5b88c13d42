#include "stages/ink.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/stages/pictures.hpp"

using namespace nuskha;

TEST_CASE("lines are found to try though their words stand far apart, and one by one where near") {
    const std::string spaced = "on   to   an   old   red   inn   by   the   sea";
    const std::vector<std::string> lines(8, spaced);
    const Ink ink = find_ink(written_page(1240, 1754, lines));
    const std::vector<TextLine> found = sample_lines(ink, 0, 100);
    CHECK(found.size() == 8);
    for (const TextLine& line : found)
        CHECK(line.box.width > 700);

    const std::vector<TextLine> near =
        sample_lines(find_ink(written_page(1240, 1754, english_lines())), 0, 100);
    CHECK(near.size() >= 15);
}
