// nuskha models: the trained data on this machine, what it can write, and what reads each language.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "stages/trained_models.hpp"
#include "tools/nuskha/commands.hpp"

namespace nuskha {
namespace {

std::vector<const Alphabet*> alphabets_asked_for(const std::string& language) {
    std::vector<const Alphabet*> asked;
    const auto code = canonical_language(language);
    for (const Alphabet& alphabet : alphabets())
        if (language.empty() || code == alphabet.code) asked.push_back(&alphabet);
    if (asked.empty())
        throw Failure(Exit::usage,
                      fmt::format("{}: is no language that is known; `nuskha languages` "
                                  "lists them",
                                  language));
    return asked;
}

const TrainedData* installed(const std::string& name) {
    const auto all = installed_data();
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const auto& d) { return d.name == name; });
    return at == all.end() ? nullptr : &*at;
}

std::vector<std::string_view> covered_by(const TrainedData& data) {
    std::vector<std::string_view> codes;
    for (const Alphabet& alphabet : alphabets())
        if (data.script() == alphabet.script && coverage(alphabet, data).whole())
            codes.push_back(alphabet.code);
    return codes;
}

std::string lacking(const Coverage& covered) {
    std::string all = fmt::format("{}", fmt::join(covered.missing, " "));
    if (!covered.rare.empty())
        all += fmt::format("{}{} (rare)", all.empty() ? "" : " ", fmt::join(covered.rare, " "));
    return all;
}

// Of digits and punctuation that cannot be written the digits, or all.
std::vector<std::string> lacking_signs(const Alphabet& alphabet, const TrainedData& data,
                                       bool all) {
    std::vector<std::string> signs = missing_signs(alphabet, data);
    if (!all)
        std::erase_if(signs, [&](const std::string& sign) {
            return alphabet.digits.find(sign) == std::string_view::npos;
        });
    return signs;
}

void print_choice(const Alphabet& alphabet, const DataChoice& choice, bool all_signs) {
    if (!choice.installed) {
        fmt::print("{:<18} needs {}: apt-get install {}\n", alphabet.code, choice.model,
                   debian_package_of(choice.model));
        return;
    }
    std::string cannot = lacking(choice.coverage);
    const auto signs = lacking_signs(alphabet, *installed(choice.model), all_signs);
    if (!signs.empty())
        cannot +=
            fmt::format("{}the signs {}", cannot.empty() ? "" : ", nor ", fmt::join(signs, " "));
    fmt::print(
        "{:<18} {:<12}{}{}\n", alphabet.code, choice.model,
        choice.coverage.whole() ? "" : "refused: ", cannot.empty() ? "" : "cannot write " + cannot);
}

void print_language(const Alphabet& alphabet, bool all_signs) {
    const DataChoice choice = choose_data(alphabet.code, installed_data());
    print_choice(alphabet, choice, all_signs);
    for (const TrainedData& data : installed_data()) {
        if (data.script() != alphabet.script || data.name == choice.model) continue;
        const Coverage covered = coverage(alphabet, data);
        if (!covered.whole() || !covered.rare.empty())
            fmt::print("{:<18}   not {}: cannot write {}\n", "", data.name, lacking(covered));
    }
}

void print_data(const TrainedData& data) {
    if (!data.fault.empty()) {
        fmt::print("{:<12}      -  {}  {}; not for reading\n", data.name,
                   trained_data_digest(data.name).substr(0, 16), data.fault);
        return;
    }
    fmt::print("{:<12} {:>6}  {}  {}{}\n", data.name, data.characters.size(),
               trained_data_digest(data.name).substr(0, 16), fmt::join(covered_by(data), " "),
               data.sublanguages.empty()
                   ? ""
                   : fmt::format(" (would load {} too)", fmt::join(data.sublanguages, ", ")));
}

nlohmann::json json_of(const TrainedData& data) {
    std::string all;
    for (const std::string& character : data.characters)
        all += (all.empty() ? "" : " ") + character;
    return {{"name", data.name},
            {"file", trained_data_file(data.name).string()},
            {"sha256", trained_data_digest(data.name)},
            {"version", data.version},
            {"fault", data.fault},
            {"characters", all},
            {"sublanguages", data.sublanguages},
            {"covers", covered_by(data)}};
}

nlohmann::json json_of(const Alphabet& alphabet) {
    const DataChoice choice = choose_data(alphabet.code, installed_data());
    auto others = nlohmann::json::array();
    for (const TrainedData& data : installed_data()) {
        if (data.script() != alphabet.script || data.name == choice.model) continue;
        const Coverage covered = coverage(alphabet, data);
        others.push_back(
            {{"name", data.name}, {"missing", covered.missing}, {"missing_rare", covered.rare}});
    }
    const TrainedData* data = installed(choice.model);
    return {{"code", alphabet.code},
            {"read_with", choice.installed ? nlohmann::json(choice.model) : nlohmann::json()},
            {"refused", !choice.installed || !choice.coverage.whole()},
            {"install", choice.installed ? "" : debian_package_of(choice.model)},
            {"missing", choice.coverage.missing},
            {"missing_rare", choice.coverage.rare},
            {"missing_signs", data ? missing_signs(alphabet, *data) : std::vector<std::string>{}},
            {"others", others}};
}

Exit models(const std::string& language, bool as_json) {
    const auto asked = alphabets_asked_for(language);
    if (as_json) {
        nlohmann::json all{{"folder", trained_data_folder().string()},
                           {"data", nlohmann::json::array()},
                           {"languages", nlohmann::json::array()}};
        for (const TrainedData& data : installed_data())
            all["data"].push_back(json_of(data));
        for (const Alphabet* alphabet : asked)
            all["languages"].push_back(json_of(*alphabet));
        fmt::print("{}\n", all.dump(2));
        return Exit::ok;
    }
    fmt::print("trained data in {}\n\n{:<12} {:>6}  {:<16}  {}\n", trained_data_folder().string(),
               "data", "writes", "SHA-256", "all letters of");
    for (const TrainedData& data : installed_data())
        print_data(data);
    fmt::print("\n{:<18} {}\n", "language", "read with");
    for (const Alphabet* alphabet : asked)
        print_language(*alphabet, !language.empty());
    return Exit::ok;
}

}  // namespace

void add_models(CLI::App& app, const Chosen& chosen) {
    auto* sub = app.add_subcommand(
        "models",
        "The trained data on this machine: what it can write, and what reads each language");
    auto language = std::make_shared<std::string>();
    auto as_json = std::make_shared<bool>(false);
    sub->add_option("LANGUAGE", *language,
                    "Only this language of `nuskha languages`, with punctuation")
        ->type_name("CODE");
    sub->add_flag("--json", *as_json, "As JSON, with every character and whole digests");
    sub->footer(R"(
What data can write is read out of the data itself. A language is read with the first data that writes all its letters,
in the order that `nuskha languages` tells. Where none does, a run is refused before its first scan, unless the recipe
sets uncovered = "warn" for recognise. Rare letters, those of loan words and names, are told but refuse nothing.

Examples:
  nuskha models
  nuskha models az-Cyrl --json)");
    sub->callback([=] { chosen([=] { return models(*language, *as_json); }); });
}

}  // namespace nuskha
