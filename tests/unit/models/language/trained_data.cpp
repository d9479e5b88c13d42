#include "models/language/trained_data.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/models/language/container.hpp"

using namespace nuskha;

namespace {

using Names = std::vector<std::string>;

std::string letters(const char* code) {
    return std::string(find_alphabet(code)->letters) + std::string(find_alphabet(code)->rare);
}

// As Debian's: what each writes is that of its alphabets, less what is known to be missing.
std::vector<TrainedData> debian() {
    std::vector<TrainedData> found{
        data_writing("Arabic", letters("az-Arab") + letters("kk-Arab") + letters("ota") +
                                   letters("fa") + letters("ar")),
        data_writing("Cyrillic", letters("az-Cyrl") + letters("kk-Cyrl") + letters("ru")),
        data_writing("ara", letters("ar")),
        data_writing("aze", "abcçdeəfgğhxıiİkqlmnoöprsştuüvyz"),
        data_writing("aze_cyrl", "абвгдеәжзиыјкҝлмнопрстуфхһҹ"),
        data_writing("eng", letters("en")),
        data_writing("fas", "ءآأئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهةی"),
        data_writing("rus", letters("ru")),
    };
    found[3].sublanguages = {"aze_cyrl"};
    return found;
}

}  // namespace

TEST_CASE("each language is read by the first stated data that writes all its letters") {
    const auto found = debian();
    CHECK(choose_data("az-Latn", found).model == "aze");
    CHECK(choose_data("az-Latn", found).coverage.rare == Names{"j"});
    CHECK(choose_data("az-Latn", found).coverage.whole());
    CHECK(choose_data("az-Cyrl", found).model == "Cyrillic");
    CHECK(choose_data("kk-Cyrl", found).model == "Cyrillic");
    CHECK(choose_data("az-Arab", found).model == "Arabic");
    CHECK(choose_data("fa", found).model == "fas");
    CHECK(choose_data("ces", found).model == "ces");  // any data by its own name
    CHECK_FALSE(choose_data("ces", found).installed);
}

TEST_CASE("data that lacks letters is not chosen where other data writes them") {
    auto found = debian();
    std::erase_if(found, [](const TrainedData& d) { return d.name == "fas"; });
    CHECK(choose_data("fa", found).model == "Arabic");
    std::erase_if(found, [](const TrainedData& d) { return d.name == "Cyrillic"; });
    const DataChoice partial = choose_data("az-Cyrl", found);
    CHECK(partial.model == "aze_cyrl");
    CHECK(partial.coverage.missing == Names{"ғ", "ө", "ү", "ч", "ш"});
    CHECK_FALSE(partial.coverage.whole());
    CHECK_FALSE(choose_data("kk-Latn", found).installed);
    CHECK(choose_data("kk-Latn", found).model == "Latin");
    CHECK(choose_data("ru", {}).model == "rus");
}

TEST_CASE("data that a library trained for a language is found by its name") {
    auto found = debian();
    found.push_back(data_writing("kaz_1929", letters("kk-Latn-baku1926") + "B"));
    CHECK(choose_data("kk-Latn-baku1926", found).model == "kaz_1929");
    CHECK(choose_data("kk-Cyrl", found).model == "Cyrillic");
    found.push_back(data_writing("ukr_1929", letters("ru-petr1708")));
    CHECK(choose_data("ru-petr1708", found).model == "Cyrillic");  // another language's
}

TEST_CASE("a capital that cannot be written is missing") {
    const Alphabet& english = *find_alphabet("en");
    TrainedData data = data_writing("eng", letters("en"));
    CHECK(coverage(english, data).whole());
    data.characters.erase("Q");
    CHECK(coverage(english, data).missing == Names{"Q"});
    CHECK(missing_signs(english, data).size() == 10 + characters(english.punctuation).size());
}

TEST_CASE("a letter is also written by its parts") {
    const TrainedData data =
        data_of("x", container({{17, "net"}, {21, character_list({"и", "̆", "e"})}}));
    CHECK(data.writes("й"));
    CHECK_FALSE(data.writes("é"));
}

TEST_CASE("several languages are read by the smallest set, in their order") {
    const auto found = debian();
    const auto argument = [&](const Names& languages) {
        return trained_set_for(languages, found).argument();
    };
    CHECK(argument({"az-Latn"}) == "aze+~aze_cyrl");
    CHECK(argument({"az-Cyrl", "ru"}) == "Cyrillic");
    CHECK(argument({"ru", "kk-Cyrl", "az-Cyrl"}) == "Cyrillic");
    CHECK(argument({"ota", "ar", "fa"}) == "Arabic");
    CHECK(argument({"ru", "en"}) == "rus+eng");
    CHECK(argument({"en", "az-Latn", "en"}) == "eng+aze+~aze_cyrl");
    CHECK(trained_set_for({}, found).models.empty());
}

TEST_CASE("data of a script stands for a language only where it writes its letters") {
    auto found = debian();
    found[1].characters.erase("ё");
    CHECK(trained_set_for({"az-Cyrl", "ru"}, found).models == Names{"Cyrillic", "rus"});
}

TEST_CASE("a word is given the language that its model was chosen for") {
    const auto found = debian();
    CHECK(language_read_by("rus", {"az-Latn", "ru"}, found) == "ru");
    CHECK(language_read_by("Cyrillic", {"ru", "kk-Cyrl"}, found) == "kk-Cyrl");
    CHECK(language_read_by("script/Cyrillic", {"ru"}, found) == "ru");
    CHECK(language_read_by("ces", {"ces"}, found) == "ces");
}

TEST_CASE("missing data is named by its Debian package") {
    CHECK(debian_package_of("aze") == "tesseract-ocr-aze");
    CHECK(debian_package_of("aze_cyrl") == "tesseract-ocr-aze-cyrl");
    CHECK(debian_package_of("Cyrillic") == "tesseract-ocr-script-cyrl");
    CHECK(debian_package_of("script/Latin") == "tesseract-ocr-script-latn");
}
