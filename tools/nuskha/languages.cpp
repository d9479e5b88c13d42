#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "models/language/alphabet.hpp"
#include "models/language/trained_data.hpp"
#include "tools/nuskha/commands.hpp"

namespace nuskha {
namespace {

std::string capitals(const Alphabet& a) {
    std::string all;
    if (a.casing != Casing::none)
        for (const std::string& letter : letters_of(a))
            all += capital(letter, a);
    return all;
}

// Letters that look like one of an alphabet in another script, each once: {"a": "а"}.
nlohmann::json alike_elsewhere(const Alphabet& a) {
    auto pairs = nlohmann::json::object();
    for (const Alphabet& other : alphabets())
        if (other.script != a.script)
            for (const auto& [letter, like] : look_alikes(a, other))
                pairs[letter] = like;
    return pairs;
}

Exit languages(bool as_json) {
    auto list = nlohmann::json::array();
    for (const Alphabet& a : alphabets()) {
        const std::vector<std::string> data = stated_data(a.code);
        if (as_json)
            list.push_back(
                {{"code", a.code},
                 {"name", a.name},
                 {"script", word(a.script)},
                 {"direction", direction(a.script) == Direction::right_to_left ? "right to left"
                                                                               : "left to right"},
                 {"trained_data", data},
                 {"letters", a.letters},
                 {"rare", a.rare},
                 {"digits", a.digits},
                 {"punctuation", a.punctuation},
                 {"capitals", capitals(a)},
                 {"look_alikes", alike_elsewhere(a)}});
        else
            fmt::print("{:<16} {:<41} {:<5} {}\n", a.code, a.name, word(a.script),
                       fmt::join(data, ", else "));
    }
    if (as_json) fmt::print("{}\n", list.dump(2));
    return Exit::ok;
}

}  // namespace

void add_languages(CLI::App& app, const Chosen& chosen) {
    auto* sub = app.add_subcommand(
        "languages",
        "The languages and scripts that a batch can declare, and the data to read them with");
    auto as_json = std::make_shared<bool>(false);
    sub->add_flag("--json", *as_json, "As JSON, with letters, digits, capitals and look-alikes");
    sub->footer(R"(
The codes stand in batch.toml, items.csv, item.toml and recipes. Trained data is tried in the order told here, and the
first that can write all letters of the language is taken: `nuskha models` tells which that is on this machine.

Example:
  nuskha languages --json)");
    sub->callback([=] { chosen([=] { return languages(*as_json); }); });
}

}  // namespace nuskha
