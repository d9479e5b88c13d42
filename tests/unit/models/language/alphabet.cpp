#include "models/language/alphabet.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace nuskha;

TEST_CASE("languages are understood however they are declared") {
    const std::pair<const char*, const char*> cases[] = {
        {"az", "az-Latn"},       {"aze", "az-Latn"},     {"AZ", "az-Latn"},  {"az_Cyrl", "az-Cyrl"},
        {"aze_cyrl", "az-Cyrl"}, {"az-arab", "az-Arab"}, {"azb", "az-Arab"}, {"kk", "kk-Cyrl"},
        {"kaz", "kk-Cyrl"},      {"Kazakh", "kk-Cyrl"},  {"rus", "ru"},      {" ru ", "ru"},
        {"Russian", "ru"},       {"eng", "en"},          {"fas", "fa"},      {"per", "fa"},
        {"ara", "ar"},           {"ota", "ota"},         {"ger", "de"},      {"fre", "fr"},
        {"lat", "la"},
    };
    for (const auto& [declared, code] : cases) {
        INFO(declared);
        CHECK(canonical_language(declared) == std::string(code));
    }
    for (const char* unknown : {"", "-", "xx", "azz", "az lat", "klingon", " az aze "})
        CHECK_FALSE(canonical_language(unknown));
}

TEST_CASE("alphabets are consistent") {
    std::set<std::string_view> codes;
    for (const Alphabet& alphabet : alphabets()) {
        INFO(alphabet.code);
        CHECK(codes.insert(alphabet.code).second);
        CHECK(canonical_language(alphabet.code) == std::string(alphabet.code));
        CHECK(find_alphabet(alphabet.code) == &alphabet);
        CHECK(alphabet.aliases.front() == ' ');
        CHECK(alphabet.aliases.back() == ' ');
        CHECK_FALSE(alphabet.letters.empty());
    }
    for (std::string_view letter : {"ч", "ш", "ғ", "ө", "ү", "ҝ", "ҹ"})
        CHECK(find_alphabet("az-Cyrl")->letters.find(letter) != std::string_view::npos);
    CHECK(direction(Script::arabic) == Direction::right_to_left);
}
