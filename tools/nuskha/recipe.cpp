#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "stages/recipes.hpp"
#include "stages/stages.hpp"
#include "tools/nuskha/commands.hpp"

namespace nuskha {
namespace {

Exit show_recipe(const std::string& name) {
    fmt::print("{}", load_recipe(name, built_in_recipes(), all_stages()).text);
    return Exit::ok;
}

Exit list_recipes() {
    for (const BuiltInRecipe& recipe : built_in_recipes())
        fmt::print("{:<12} {}\n", recipe.name,
                   load_recipe(std::string(recipe.name), built_in_recipes(), all_stages()).title);
    return Exit::ok;
}

void list_options(std::string_view name, std::string_view sentence,
                  std::span<const OptionSpec> options) {
    fmt::print("{}: {}\n", name, sentence);
    for (const OptionSpec& option : options)
        fmt::print("    {} = {}\n        {}\n", option.name, to_string(option.default_value),
                   option.sentence);
}

Exit list_stages() {
    for (const StageInfo& stage : all_stages())
        list_options(stage.name, stage.sentence, stage.options);
    list_options("review", "no stage: what is seen only over many pages, when an item is through",
                 review::options());
    list_options("gate", "no stage: what a batch may have of findings, judged at its end",
                 Gate::specs());
    fmt::print(
        "seal: Writes the item into the store: scans byte for byte, text, and the record of what "
        "was done.\n");
    return Exit::ok;
}

}  // namespace

void add_recipe(CLI::App& app, const Chosen& chosen) {
    auto* sub =
        app.add_subcommand("recipe", "The recipes that are built in, and what a recipe can say");
    sub->require_subcommand(1);
    sub->footer(R"(
Examples:
  nuskha recipe stages
  nuskha recipe show print > mine.toml      then edit it, and
  nuskha recipe show mine.toml              says whether it can be used)");
    auto name = std::make_shared<std::string>();
    auto* show = sub->add_subcommand(
        "show", "Print a recipe; redirect it into a file of your own to change it");
    show->add_option("NAME", *name,
                     "print, manuscript, map, or a file ending in .toml (which is checked)")
        ->required()
        ->type_name("");
    show->callback([=] { chosen([=] { return show_recipe(*name); }); });
    sub->add_subcommand("list", "The built-in recipes")->callback([=] { chosen(list_recipes); });
    sub->add_subcommand(
           "stages",
           "Every stage with its options and their defaults, and those of review and gate")
        ->callback([=] { chosen(list_stages); });
}

}  // namespace nuskha
