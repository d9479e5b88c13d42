#include "stages/trained_models.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace nuskha;

namespace {

using Names = std::vector<std::string>;

const TrainedData* debians(const std::string& name) {
    const auto all = installed_data();
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const auto& d) { return d.name == name; });
    if (at == all.end()) WARN(name << " is not installed: skipped");
    return at == all.end() ? nullptr : &*at;
}

Names lacking(const char* language, const char* data) {
    const Coverage covered = coverage(*find_alphabet(language), *debians(data));
    Names all = covered.missing;
    all.insert(all.end(), covered.rare.begin(), covered.rare.end());
    return all;
}

}  // namespace

TEST_CASE("what Debian's data cannot write is found in the data") {
    if (debians("aze_cyrl"))
        CHECK(lacking("az-Cyrl", "aze_cyrl") == Names{"ғ", "ө", "ү", "ч", "ш"});
    if (debians("aze_cyrl")) CHECK(debians("aze_cyrl")->sublanguages == Names{"aze"});
    if (debians("kaz")) CHECK(lacking("kk-Cyrl", "kaz") == Names{"щ", "ё", "ъ"});
    if (debians("rus"))
        CHECK(lacking("kk-Cyrl", "rus") == Names{"ә", "ғ", "қ", "ң", "ө", "ұ", "ү", "һ", "і"});
    if (debians("ara")) CHECK(lacking("fa", "ara") == Names{"پ", "چ", "ژ", "ک", "گ", "ی"});
    if (debians("ara")) CHECK(lacking("ota", "ara") == Names{"پ", "چ", "ژ", "گ", "ڭ", "ی"});
    if (debians("fas"))
        CHECK(lacking("az-Arab", "fas") == Names{"ؤ", "ۆ", "ۇ", "ھ", "ە", "ێ", "ؽ"});
    if (debians("aze")) CHECK(lacking("az-Latn", "aze") == Names{"j"});
    if (debians("aze")) CHECK(debians("aze")->sublanguages == Names{"aze_cyrl"});
    if (debians("Cyrillic"))
        for (const char* language : {"az-Cyrl", "kk-Cyrl", "ru", "tt", "ky", "uz-Cyrl"})
            CHECK(lacking(language, "Cyrillic").empty());
    if (debians("Cyrillic")) CHECK(lacking("ru-petr1708", "Cyrillic") == Names{"ѣ", "ѳ", "ѵ"});
    if (debians("Arabic"))
        for (const char* language : {"az-Arab", "kk-Arab", "fa", "ar", "ota"})
            CHECK(lacking(language, "Arabic").empty());
    if (debians("osd")) CHECK(debians("osd")->fault == "has no LSTM recogniser");
}

TEST_CASE("what the chosen data cannot write is told with the letters") {
    if (!debians("Cyrillic") || !debians("aze")) return;
    const auto petrine = missing_letters({"ru-petr1708"});
    REQUIRE(petrine.size() == 2);
    CHECK_FALSE(petrine[0].rare);
    CHECK(petrine[0].sentence.starts_with("ru-petr1708: Cyrillic cannot write ѣ ѳ; "));
    CHECK(petrine[1].rare);
    CHECK(missing_letters({"az-Cyrl", "ru", "kk-Arab", "en", "ces"}).empty());
    CHECK(missing_letters({"az-Latn"}).front().rare);
}

TEST_CASE("data is read once and digests are kept") {
    CHECK(installed_data().data() == installed_data().data());
    if (!debians("eng")) return;
    CHECK(trained_data_digest("eng").size() == 64);
    CHECK(models_of({{"eng"}, {}}).front().sha256 == trained_data_digest("eng"));
}
