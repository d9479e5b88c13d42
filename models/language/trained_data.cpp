#include "models/language/trained_data.hpp"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <sstream>
#include <tuple>
#include <utility>

namespace nuskha {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// In this order data is tried; what it writes decides. Where a language's own data is known to be weak, that
// of the script stands first, so that it is what is asked for where neither is installed.
constexpr auto stated_order = std::to_array<Pair>({
    {"az-Latn", "aze Latin"},
    {"az-Latn-baku1926", "Latin"},
    {"az-Cyrl", "Cyrillic aze_cyrl"},
    {"az-Arab", "Arabic"},
    {"kk-Cyrl", "Cyrillic kaz"},
    {"kk-Latn", "Latin"},
    {"kk-Latn-baku1926", "Latin"},
    {"kk-Arab", "Arabic"},
    {"ru", "rus Cyrillic"},
    {"ru-petr1708", "Cyrillic rus"},
    {"en", "eng Latin"},
    {"fa", "fas Arabic"},
    {"ar", "ara Arabic"},
    {"ota", "Arabic"},
    {"tr", "tur Latin"},
    {"de", "deu Latin"},
    {"fr", "fra Latin"},
    {"la", "lat Latin"},
    {"uk", "ukr Cyrillic"},
    {"tt", "Cyrillic tat"},
    {"uz-Cyrl", "Cyrillic uzb_cyrl"},
    {"uz-Latn", "uzb Latin"},
    {"ky", "Cyrillic kir"},
});

constexpr auto script_packages = std::to_array<Pair>({
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

bool holds(const std::vector<std::string>& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

const TrainedData* find_data(std::string_view name, std::span<const TrainedData> found) {
    const auto at = std::find_if(found.begin(), found.end(),
                                 [&](const TrainedData& d) { return d.name == name; });
    return at == found.end() ? nullptr : &*at;
}

// "kaz_1929" is data of kk-Latn-baku1926's language: what stands before the first '_' or '-' tells.
bool same_language(const std::string& data, std::string_view language) {
    const auto named = canonical_language(data.substr(0, data.find('_')));
    return named && named->substr(0, named->find('-')) == language.substr(0, language.find('-'));
}

// Data of a whole script that writes all of the language and is in the list; empty where there is none.
std::string script_data_over(std::string_view language, const std::vector<std::string>& list,
                             std::span<const TrainedData> found) {
    const Alphabet* alphabet = find_alphabet(language);
    if (!alphabet) return {};
    const std::string name(script_data(alphabet->script));
    const TrainedData* data = find_data(name, found);
    const bool stands = holds(list, name) && (!data || coverage(*alphabet, *data).whole());
    return stands ? name : "";
}

}  // namespace

std::string_view script_data(Script script) {
    switch (script) {
        case Script::latin:
            return "Latin";
        case Script::cyrillic:
            return "Cyrillic";
        case Script::arabic:
            return "Arabic";
    }
    return {};
}

bool TrainedData::writes(std::string_view letter) const {
    if (characters.contains(std::string(letter))) return true;
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString apart = icu::Normalizer2::getNFDInstance(status)->normalize(
        icu::UnicodeString::fromUTF8({letter.data(), static_cast<int>(letter.size())}), status);
    if (apart.countChar32() < 2) return false;
    for (int i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
        std::string part;
        icu::UnicodeString(apart.char32At(i)).toUTF8String(part);
        if (!characters.contains(part)) return false;
    }
    return true;
}

std::optional<Script> TrainedData::script() const {
    std::map<UScriptCode, int> counts;
    for (const std::string& character : characters) {
        UErrorCode status = U_ZERO_ERROR;
        ++counts[uscript_getScript(icu::UnicodeString::fromUTF8(character).char32At(0), &status)];
    }
    counts.erase(USCRIPT_COMMON);
    counts.erase(USCRIPT_INHERITED);
    const auto most =
        std::max_element(counts.begin(), counts.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most == counts.end()) return {};
    switch (most->first) {
        case USCRIPT_LATIN:
            return Script::latin;
        case USCRIPT_CYRILLIC:
            return Script::cyrillic;
        case USCRIPT_ARABIC:
            return Script::arabic;
        default:
            return {};
    }
}

Coverage coverage(const Alphabet& alphabet, const TrainedData& data) {
    Coverage coverage;
    const std::size_t usual = characters(alphabet.letters).size();
    const std::vector<std::string> letters = letters_of(alphabet);
    for (std::size_t i = 0; i < letters.size(); ++i) {
        std::vector<std::string>& lacking = i < usual ? coverage.missing : coverage.rare;
        const std::string large = capital(letters[i], alphabet);
        const bool one_letter = characters(large).size() == 1;  // the capital of ß is SS
        if (!data.writes(letters[i]))
            lacking.push_back(letters[i]);
        else if (one_letter && !data.writes(large))
            lacking.push_back(large);
    }
    return coverage;
}

std::vector<std::string> missing_signs(const Alphabet& alphabet, const TrainedData& data) {
    std::vector<std::string> missing;
    for (std::string& sign :
         characters(std::string(alphabet.digits) + std::string(alphabet.punctuation)))
        if (!data.writes(sign)) missing.push_back(std::move(sign));
    return missing;
}

std::vector<std::string> stated_data(std::string_view language) {
    std::istringstream order{std::string(look_up(stated_order, language))};
    std::vector<std::string> names{std::istream_iterator<std::string>(order), {}};
    if (names.empty()) names.emplace_back(language);
    return names;
}

DataChoice choose_data(std::string_view language, std::span<const TrainedData> found) {
    const std::vector<std::string> stated = stated_data(language);
    const Alphabet* alphabet = find_alphabet(language);
    if (!alphabet) return {stated.front(), find_data(stated.front(), found) != nullptr, {}};
    using Rank =
        std::tuple<std::size_t, std::ptrdiff_t, std::size_t>;  // lacking, order, characters
    std::optional<Rank> best;
    DataChoice choice{stated.front(), false, {}};
    for (const TrainedData& data : found) {
        const auto place = std::find(stated.begin(), stated.end(), data.name);
        if (!data.fault.empty() || (place == stated.end() && !same_language(data.name, language)))
            continue;
        Coverage covered = coverage(*alphabet, data);
        if (covered.missing.size() * 2 > characters(alphabet->letters).size()) continue;
        const Rank rank{covered.missing.size(), place - stated.begin(), data.characters.size()};
        if (best && *best <= rank) continue;
        best = rank;
        choice = {data.name, true, std::move(covered)};
    }
    return choice;
}

std::string TrainedSet::argument() const {
    std::string all;
    for (const std::string& model : models)
        all += (all.empty() ? "" : "+") + model;
    for (const std::string& model : excluded)
        all += "+~" + model;
    return all;
}

TrainedSet trained_set_for(const std::vector<std::string>& languages,
                           std::span<const TrainedData> found) {
    std::vector<std::string> each;
    for (const std::string& language : languages)
        each.push_back(choose_data(language, found).model);
    TrainedSet set;
    for (std::size_t i = 0; i < languages.size(); ++i) {
        const std::string over = script_data_over(languages[i], each, found);
        const std::string& data = over.empty() ? each[i] : over;
        if (!holds(set.models, data)) set.models.push_back(data);
    }
    for (const std::string& model : set.models)
        if (const TrainedData* data = find_data(model, found))
            for (const std::string& other : data->sublanguages)
                if (!holds(set.models, other) && !holds(set.excluded, other))
                    set.excluded.push_back(other);
    return set;
}

std::string language_read_by(std::string_view model, const std::vector<std::string>& languages,
                             std::span<const TrainedData> found) {
    if (const auto slash = model.rfind('/'); slash != std::string_view::npos)
        model.remove_prefix(slash + 1);
    for (const std::string& language : languages)
        if (choose_data(language, found).model == model || language == model) return language;
    for (const std::string& language : languages)
        if (script_data_over(language, {std::string(model)}, found) == model) return language;
    return std::string(model);
}

std::string debian_package_of(std::string_view model) {
    if (const auto slash = model.rfind('/'); slash != std::string_view::npos)
        model.remove_prefix(slash + 1);
    if (const std::string_view code = look_up(script_packages, model); !code.empty())
        return "tesseract-ocr-script-" + std::string(code);
    std::string package = "tesseract-ocr-" + std::string(model);
    std::replace(package.begin(), package.end(), '_', '-');
    return package;
}

}  // namespace nuskha
