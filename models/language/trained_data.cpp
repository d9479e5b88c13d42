#include "models/language/trained_data.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "models/language/alphabet.hpp"

namespace nuskha {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr auto data_of_language = std::to_array<Pair>({
    {"az-Latn", "aze"},   {"az-Cyrl", "Cyrillic"}, {"az-Arab", "Arabic"}, {"kk-Cyrl", "Cyrillic"},
    {"kk-Latn", "Latin"}, {"kk-Arab", "Arabic"},   {"ru", "rus"},         {"en", "eng"},
    {"fa", "fas"},        {"ar", "ara"},           {"ota", "Arabic"},     {"tr", "tur"},
    {"de", "deu"},        {"fr", "fra"},           {"la", "lat"},         {"uk", "ukr"},
    {"tt", "Cyrillic"},   {"uz-Cyrl", "Cyrillic"}, {"uz-Latn", "uzb"},    {"ky", "Cyrillic"},
});

constexpr auto script_data = std::to_array<Pair>({
    {"Arabic", "arab"},
    {"Armenian", "armn"},
    {"Cyrillic", "cyrl"},
    {"Fraktur", "frak"},
    {"Georgian", "geor"},
    {"Greek", "grek"},
    {"Hebrew", "hebr"},
    {"Latin", "latn"},
    {"Devanagari", "deva"},
    {"Syriac", "syrc"},
    {"Ethiopic", "ethi"},
    {"Bengali", "beng"},
});

template <std::size_t N>
std::string_view look_up(const std::array<Pair, N>& table, std::string_view key) {
    for (const auto& [from, to] : table)
        if (from == key) return to;
    return {};
}

// Script data that reads all that this language's data reads; empty where there is none.
std::string_view script_data_over(std::string_view language) {
    const Alphabet* alphabet = find_alphabet(language);
    if (!alphabet) return {};
    switch (alphabet->script) {
        case Script::latin:
            return "Latin";
        case Script::cyrillic:
            return "Cyrillic";
        case Script::arabic:
            return "Arabic";
    }
    return {};
}

bool holds(const std::vector<std::string>& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

}  // namespace

std::string TrainedSet::argument() const {
    std::string all;
    for (const std::string& model : models)
        all += (all.empty() ? "" : "+") + model;
    for (const std::string& model : excluded)
        all += "+~" + model;
    return all;
}

std::string trained_data_for(std::string_view language) {
    const std::string_view data = look_up(data_of_language, language);
    return std::string(data.empty() ? language : data);
}

TrainedSet trained_set_for(const std::vector<std::string>& languages) {
    std::vector<std::string> each;
    for (const std::string& language : languages)
        each.push_back(trained_data_for(language));
    TrainedSet set;
    for (std::size_t i = 0; i < languages.size(); ++i) {
        const std::string_view over = script_data_over(languages[i]);
        const std::string& data = !over.empty() && holds(each, over) ? std::string(over) : each[i];
        if (!holds(set.models, data)) set.models.push_back(data);
    }
    // Its configuration asks for aze_cyrl as well: 1.5 times the time, and Latin text in Cyrillic.
    if (holds(set.models, "aze")) set.excluded.push_back("aze_cyrl");
    return set;
}

std::string language_read_by(std::string_view model, const std::vector<std::string>& languages) {
    for (const std::string& language : languages)
        if (trained_data_for(language) == model || language == model) return language;
    for (const std::string& language : languages)
        if (script_data_over(language) == model) return language;
    return std::string(model);
}

std::string debian_package_of(std::string_view model) {
    if (const auto slash = model.rfind('/'); slash != std::string_view::npos)
        model.remove_prefix(slash + 1);
    if (const std::string_view code = look_up(script_data, model); !code.empty())
        return "tesseract-ocr-script-" + std::string(code);
    std::string package = "tesseract-ocr-" + std::string(model);
    std::replace(package.begin(), package.end(), '_', '-');
    return package;
}

}  // namespace nuskha
