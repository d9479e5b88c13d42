#include "models/language/alphabet.hpp"

#include <unicode/uchar.h>
#include <unicode/ulocdata.h>
#include <unicode/uniset.h>
#include <unicode/usetiter.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <iterator>
#include <map>
#include <memory>
#include <set>

using namespace nuskha;

namespace {

using Letters = std::set<std::string>;

Letters letter_set(const Alphabet& alphabet) {
    const auto all = letters_of(alphabet);
    return {all.begin(), all.end()};
}

// The small letters of a set of CLDR, marks left out; of sequences (dz, а́) nothing.
Letters exemplars(const char* locale, ULocaleDataExemplarSetType type) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<ULocaleData, decltype(&ulocdata_close)> data(
        ulocdata_open(locale, &status), ulocdata_close);
    REQUIRE(status != U_USING_DEFAULT_WARNING);  // else they would be those of another language
    const std::unique_ptr<USet, decltype(&uset_close)> set(
        ulocdata_getExemplarSet(data.get(), nullptr, 0, type, &status), uset_close);
    REQUIRE(U_SUCCESS(status));
    Letters letters;
    icu::UnicodeSetIterator at(*icu::UnicodeSet::fromUSet(set.get()));
    while (at.next())
        if (!at.isString() && u_isalpha(at.getCodepoint()) && !u_isupper(at.getCodepoint())) {
            std::string letter;
            icu::UnicodeString(at.getCodepoint()).toUTF8String(letter);
            letters.insert(letter);
        }
    return letters;
}

Letters without(const Letters& all, const Letters& some) {
    Letters rest;
    std::set_difference(all.begin(), all.end(), some.begin(), some.end(),
                        std::inserter(rest, rest.end()));
    return rest;
}

}  // namespace

TEST_CASE("alphabets have the letters that CLDR has") {
    struct
        Exception {  // what CLDR has besides, and what ours has that CLDR counts as auxiliary or not at all
        Letters cldr_alone, ours_alone;
    };
    const std::map<std::string, Exception> exceptions{
        {"az-Cyrl", {{"й"}, {}}},  // given up in 1958
        {"uk", {{"ʼ"}, {}}},       // the apostrophe
        {"uz-Latn", {{}, {"ʻ"}}},  // stands in gʻ and oʻ, which are letters of two characters
    };
    int compared = 0;
    for (const Alphabet& alphabet : alphabets()) {
        const std::string code(alphabet.code);
        INFO(code);
        static const std::set<std::string> unknown_to_cldr{
            "az-Latn-baku1926", "az-Arab", "kk-Latn", "kk-Latn-baku1926",
            "kk-Arab",          "ota",     "la",      "ru-petr1708"};
        if (unknown_to_cldr.contains(code)) continue;
        std::string locale = code;
        std::replace(locale.begin(), locale.end(), '-', '_');
        const Letters standard = exemplars(locale.c_str(), ULOCDATA_ES_STANDARD),
                      auxiliary = exemplars(locale.c_str(), ULOCDATA_ES_AUXILIARY),
                      ours = letter_set(alphabet);
        const auto exception = exceptions.find(code);
        const Exception none, &allowed = exception == exceptions.end() ? none : exception->second;
        CHECK(without(standard, ours) == allowed.cldr_alone);
        CHECK(without(without(ours, standard), auxiliary) == allowed.ours_alone);
        ++compared;
    }
    CHECK(compared == 15);
}

TEST_CASE("capitals and small letters follow the alphabet") {
    const Alphabet& azerbaijani = *find_alphabet("az-Latn");
    CHECK(capital("iı şəhər", azerbaijani) == "İI ŞƏHƏR");
    CHECK(small("İI ŞƏHƏR", azerbaijani) == "iı şəhər");
    CHECK(capital("iı", *find_alphabet("en")) == "II");
    CHECK(small("BAQЬ", *find_alphabet("az-Latn-baku1926")) == "ʙaqь");
    CHECK(capital("ʙaqьƶ", *find_alphabet("az-Latn-baku1926")) == "BAQЬƵ");
    CHECK(capital("қазақ", *find_alphabet("kk-Cyrl")) == "ҚАЗАҚ");
    for (const Alphabet& alphabet : alphabets()) {
        INFO(alphabet.code);
        for (const std::string& letter : letters_of(alphabet)) {
            INFO(letter);
            CHECK(small(letter, alphabet) == letter);
            if (alphabet.casing == Casing::none || letter == "ß" || letter == "ʻ" || letter == "ʼ")
                continue;
            CHECK(capital(letter, alphabet) != letter);
            CHECK(small(capital(letter, alphabet), alphabet) == letter);
        }
    }
}

TEST_CASE("letters that look alike are told across scripts") {
    for (const auto& [one, other] : std::vector<std::pair<std::string, std::string>>{{"a", "а"},
                                                                                     {"e", "е"},
                                                                                     {"o", "о"},
                                                                                     {"p", "р"},
                                                                                     {"c", "с"},
                                                                                     {"x", "х"},
                                                                                     {"y", "у"},
                                                                                     {"ə", "ә"},
                                                                                     {"h", "һ"},
                                                                                     {"j", "ј"},
                                                                                     {"ʙ", "в"},
                                                                                     {"ك", "ک"},
                                                                                     {"ي", "ی"}})
        CHECK(look_alike(one, other));
    for (const auto& [one, other] : std::vector<std::pair<std::string, std::string>>{
             {"a", "б"}, {"x", "к"}, {"o", "ө"}, {"ь", "b"}})
        CHECK_FALSE(look_alike(one, other));
    const auto pairs = look_alikes(*find_alphabet("az-Latn"), *find_alphabet("az-Cyrl"));
    CHECK(std::count(pairs.begin(), pairs.end(), std::pair<std::string, std::string>("ə", "ә")) ==
          1);
    CHECK(std::count(pairs.begin(), pairs.end(), std::pair<std::string, std::string>("B", "В")) ==
          1);
    CHECK(std::none_of(pairs.begin(), pairs.end(), [](const auto& p) { return p.first == "ş"; }));
}

TEST_CASE("letters are single characters in composed form, each once") {
    for (const Alphabet& alphabet : alphabets()) {
        INFO(alphabet.code);
        const auto letters = letters_of(alphabet);
        CHECK(letter_set(alphabet).size() == letters.size());
        std::string joined;
        for (const std::string& letter : letters)
            joined += letter;
        CHECK(joined == std::string(alphabet.letters) + std::string(alphabet.rare));
        CHECK(characters(alphabet.digits).size() == 10);
        CHECK(alphabet.punctuation.find('.') != std::string_view::npos);
    }
}

TEST_CASE("languages are understood however they are declared") {
    const std::pair<const char*, const char*> cases[] = {
        {"az", "az-Latn"},
        {"aze", "az-Latn"},
        {"AZ", "az-Latn"},
        {"az_Cyrl", "az-Cyrl"},
        {"aze_cyrl", "az-Cyrl"},
        {"az-arab", "az-Arab"},
        {"azb", "az-Arab"},
        {"kk", "kk-Cyrl"},
        {"kaz", "kk-Cyrl"},
        {"Kazakh", "kk-Cyrl"},
        {"rus", "ru"},
        {" ru ", "ru"},
        {"Russian", "ru"},
        {"eng", "en"},
        {"fas", "fa"},
        {"per", "fa"},
        {"ara", "ar"},
        {"ota", "ota"},
        {"ger", "de"},
        {"fre", "fr"},
        {"lat", "la"},
        {"az-Latn-1933", "az-Latn-baku1926"},
        {"kk_latn_baku1926", "kk-Latn-baku1926"},
        {"ru-petr1708", "ru-petr1708"},
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
