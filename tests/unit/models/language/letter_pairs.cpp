#include "models/language/letter_pairs.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "models/language/alphabet.hpp"

using namespace nuskha;

namespace {

std::vector<std::string> all_alphabets() {
    std::vector<std::string> codes;
    for (const Alphabet& alphabet : alphabets())
        codes.emplace_back(alphabet.code);
    return codes;
}

std::string likeliest(const std::string& text, const std::vector<std::string>& among) {
    return likely_languages(text, among).languages.front().language;
}

}  // namespace

TEST_CASE("letter pairs tell the language of a line among all alphabets") {
    const std::map<std::string, std::string> lines{
        {"az-Latn", "Şəhərin köhnə küçələrində axşam düşəndə çıraqlar bir-bir yandırılırdı"},
        {"az-Cyrl", "Шәһәрин көһнә күчәләриндә ахшам дүшәндә чыраглар бир-бир јандырылырды"},
        {"kk-Cyrl", "Ауылдың шетіндегі ескі диірменнің қасында балалар күні бойы ойнайтын еді"},
        {"ru", "На окраине деревни у старой мельницы дети играли с утра до позднего вечера"},
        {"en", "At the edge of the village the children used to play beside the old mill"},
        {"uk", "На околиці села біля старого млина діти гралися від ранку до пізнього вечора"},
        {"de", "Am Rande des Dorfes spielten die Kinder den ganzen Tag bei der alten Mühle"},
        {"fa", "کودکان از بامداد تا شامگاه در کنار آسیاب کهنه بازی می کردند و می خندیدند"},
        {"ar", "كان الأطفال يلعبون قرب الطاحونة القديمة من الصباح إلى المساء في طرف القرية"},
    };
    for (const auto& [language, line] : lines) {
        INFO(line);
        CHECK(likeliest(line, all_alphabets()) == language);
    }
}

TEST_CASE("capitals, digits, marks and punctuation do not change what is told") {
    const std::vector<std::string> among{"az-Latn", "en", "ru"};
    const Likely plain = likely_languages("ilin qışı", among);
    const Likely loud = likely_languages("12 İLİN, «QIŞI»! 1931", among);
    REQUIRE(plain.languages.size() == 3);
    CHECK(loud.letters == plain.letters);
    CHECK(loud.languages.front().log_likelihood == Approx(plain.languages.front().log_likelihood));
    CHECK(likely_languages("كِتَابٌ", std::vector<std::string>{"ar"}).letters ==
          likely_languages("كتاب", std::vector<std::string>{"ar"}).letters);
}

TEST_CASE("letter pairs say how sure they are, and of nothing that they are not") {
    const std::vector<std::string> among{"az-Latn", "en"};
    CHECK(likely_languages("", among).lead() == 0);
    CHECK(likely_languages("1931", among).letters == 0);
    CHECK(likely_languages("the", among).lead() < likely_languages("the children", among).lead());
    CHECK(likely_languages("the children", std::vector<std::string>{"xx"}).languages.empty());
    const std::string garbage = "qzx wvk jjq xxzz kqw vvx";
    CHECK(likely_languages(garbage, among).per_letter("en") < -4);
    CHECK(likely_languages("the children of the village", among).per_letter("en") > -3);
}

TEST_CASE("every alphabet but Tatar has letter pairs") {
    std::set<std::string> told;
    for (const LetterPairs& pairs : letter_pairs()) {
        INFO(pairs.language);
        const Alphabet* alphabet = find_alphabet(pairs.language);
        REQUIRE(alphabet);
        told.emplace(pairs.language);
        const auto letters = characters(pairs.letters);
        CHECK(pairs.levels.size() == letters.size() * letters.size());
    }
    for (const std::string& code : all_alphabets())
        CHECK(told.contains(code) != (code == "tt"));  // there is no list of Tatar in Cyrillic
}

TEST_CASE("the share of letters in a script leaves out what is no letter") {
    CHECK(share_of_script("Баку 1931, Baku", Script::cyrillic) == Approx(0.5));
    CHECK(share_of_script("١٩٣١ – 12", Script::arabic) == 0);
    CHECK(share_of_script("كتاب", Script::arabic) == 1);
}
