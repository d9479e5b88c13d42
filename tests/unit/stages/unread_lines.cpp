#include "stages/unread_lines.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "models/transcription/plain_text.hpp"

using namespace nuskha;

namespace {

ReadingSigns signs(double confidence, double unread, double words = 100) {
    ReadingSigns all;
    all.confidence = confidence;
    all.unread = unread;
    all.words = words;
    return all;
}

}  // namespace

TEST_CASE("words that nobody would call text are told from badly read ones") {
    CHECK(no_text_at_all(signs(0.27, 0.2), 0.38));
    CHECK_FALSE(no_text_at_all(signs(0.45, 0.2), 0.38));
    CHECK(no_text_at_all(signs(0.52, 0.98, 2), 0.38));  // two words made of a letter's flourishes
    CHECK_FALSE(no_text_at_all(signs(0.92, 0.98, 6), 0.38));  // a caption below a picture
    CHECK_FALSE(no_text_at_all(signs(0.1, 0.2), 0));          // turned off
    CHECK_FALSE(no_text_at_all(signs(0, 1, 0), 0.38));        // there is nothing to take away
}

TEST_CASE("lines stay where they are without their words, and lines that were missed are added") {
    Line read;
    read.box = {100, 100, 800, 40};
    read.words = {{"invented", {100, 100, 200, 40}, 0.2, "en"}};
    const std::vector<Block> blocks{{{90, 90, 820, 60}, {read}, Role::heading},
                                    {{90, 900, 300, 300}, {}, Role::picture}};
    const std::vector<Rect> ink{{100, 102, 790, 36},  // the line that was found
                                {100, 300, 800, 40},  // two that were not, below one another
                                {120, 360, 700, 40},
                                {100, 700, 800, 40}};  // and one apart
    const std::vector<Block> all = without_words(blocks, ink);
    REQUIRE(all.size() == 4);
    CHECK(plain_text(Text{all, {}, {}, ""}).empty());
    CHECK(all[0].role == Role::paragraph);
    REQUIRE(all[0].lines.size() == 1);
    CHECK(all[0].lines[0].box == read.box);
    CHECK(all[1].role == Role::picture);
    CHECK(all[2].lines.size() == 2);
    CHECK(all[2].box == Rect{100, 300, 800, 100});
    CHECK(all[3].lines.size() == 1);
    CHECK(all[3].lines[0].baseline_end == Point{900, 740});
}
