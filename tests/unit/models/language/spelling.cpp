#include "models/language/spelling.hpp"

#include <catch2/catch.hpp>

using namespace nuskha;

TEST_CASE("letters that look alike are those of the language") {
    CHECK(spelt("بير يازيب", "az-Arab") == "بیر یازیب");
    CHECK(spelt("كتاب", "fa") == "کتاب");
    CHECK(spelt("کتاب", "ar") == "كتاب");
    CHECK(spelt("نه\u200cيين,", "az-Arab") == "نه\u200cیین,");  // joiners and marks stay
}

TEST_CASE("of several letters that look alike the likelier one in the word is meant") {
    CHECK(spelt("فی", "ar") == "في");
    CHECK(spelt("بىردەن", "kk-Arab") == "بىردەن");  // its own letters are not touched
    CHECK(spelt("قالادی", "kk-Arab") == "قالادى");
}

TEST_CASE("other scripts and unknown languages are left alone") {
    CHECK(spelt("иi", "ru") == "иi");
    CHECK(spelt("بير", "xx") == "بير");
    CHECK(own_letters("ۈ", "fa").empty());  // looks like none of its letters
}
