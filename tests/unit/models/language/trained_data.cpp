#include "models/language/trained_data.hpp"

#include <catch2/catch.hpp>

using namespace nuskha;

TEST_CASE("each language is read by data that can write its letters") {
    CHECK(trained_set_for({"az-Latn"}).argument() == "aze+~aze_cyrl");
    CHECK(trained_set_for({"az-Cyrl"}).argument() == "Cyrillic");
    CHECK(trained_set_for({"kk-Cyrl"}).argument() == "Cyrillic");
    CHECK(trained_set_for({"az-Arab"}).argument() == "Arabic");
    CHECK(trained_set_for({"fa"}).argument() == "fas");
    CHECK(trained_set_for({"ces"}).argument() == "ces");  // any installed data by its own name
}

TEST_CASE("several languages are read by the smallest set, in their order") {
    CHECK(trained_set_for({"az-Cyrl", "ru"}).argument() == "Cyrillic");
    CHECK(trained_set_for({"ru", "kk-Cyrl", "az-Cyrl"}).argument() == "Cyrillic");
    CHECK(trained_set_for({"ota", "ar", "fa"}).argument() == "Arabic");
    CHECK(trained_set_for({"ru", "en"}).argument() == "rus+eng");
    CHECK(trained_set_for({"en", "az-Latn", "en"}).argument() == "eng+aze+~aze_cyrl");
    CHECK(trained_set_for({}).models.empty());
}

TEST_CASE("a word is given the language that its model was chosen for") {
    CHECK(language_read_by("rus", {"az-Latn", "ru"}) == "ru");
    CHECK(language_read_by("Cyrillic", {"ru", "kk-Cyrl"}) == "kk-Cyrl");
    CHECK(language_read_by("ces", {"ces"}) == "ces");
}

TEST_CASE("missing data is named by its Debian package") {
    CHECK(debian_package_of("aze") == "tesseract-ocr-aze");
    CHECK(debian_package_of("aze_cyrl") == "tesseract-ocr-aze-cyrl");
    CHECK(debian_package_of("Cyrillic") == "tesseract-ocr-script-cyrl");
    CHECK(debian_package_of("script/Latin") == "tesseract-ocr-script-latn");
}
