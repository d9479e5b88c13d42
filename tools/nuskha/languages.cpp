#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "models/language/alphabet.hpp"
#include "models/language/trained_data.hpp"
#include "tools/nuskha/commands.hpp"

namespace nuskha {
namespace {

Exit languages(bool as_json) {
    auto list = nlohmann::json::array();
    for (const Alphabet& a : alphabets()) {
        const std::string model = trained_data_for(a.code);
        if (as_json)
            list.push_back({{"code", a.code},
                            {"name", a.name},
                            {"script", word(a.script)},
                            {"trained_data", model},
                            {"letters", a.letters}});
        else
            fmt::print("{:<8} {:<34} {:<5} read with {}\n", a.code, a.name, word(a.script), model);
    }
    if (as_json) fmt::print("{}\n", list.dump(2));
    return Exit::ok;
}

}  // namespace

void add_languages(CLI::App& app, const Chosen& chosen) {
    auto* sub = app.add_subcommand(
        "languages", "The languages and scripts that a batch can declare, and what reads them");
    auto as_json = std::make_shared<bool>(false);
    sub->add_flag("--json", *as_json, "As JSON, with the letters");
    sub->footer(R"(
The codes stand in batch.toml, items.csv, item.toml and recipes. A missing model is named, with the Debian package that
brings it, before the first scan is opened.

Example:
  nuskha languages --json)");
    sub->callback([=] { chosen([=] { return languages(*as_json); }); });
}

}  // namespace nuskha
