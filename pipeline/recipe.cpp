#include "pipeline/recipe.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <set>

#include "models/failure.hpp"
#include "pipeline/files.hpp"
#include "pipeline/toml_text.hpp"

namespace nuskha {
namespace {

constexpr std::uint64_t largest_recipe = 1 << 20;

std::string at(const std::string& where, const toml::node& node) {
    return fmt::format("{}:{}", where, node.source().begin.line);
}

[[noreturn]] void wrong(const std::string& place, const std::string& what) {
    throw Failure(Exit::usage, fmt::format("{}: {}", place, what));
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
    const std::string near = nearest(word, candidates);
    return near.empty() ? fmt::format("; known are {}", fmt::join(candidates, ", "))
                        : fmt::format("; did you mean '{}'?", near);
}

std::vector<std::string> text_list(const toml::node& node, const std::string& where) {
    const toml::array* array = node.as_array();
    if (!array)
        wrong(at(where, node), "a list of texts in quotes is wanted, like [\"one\", \"two\"]");
    std::vector<std::string> texts;
    for (const toml::node& element : *array) {
        const auto text = element.value<std::string>();
        if (!element.is_string() || !text)
            wrong(at(where, element), "only texts in quotes can stand in this list");
        texts.push_back(*text);
    }
    return texts;
}

std::vector<double> number_row(const toml::array& array, const std::string& where) {
    std::vector<double> row;
    for (const toml::node& element : array) {
        if (!element.is_number()) wrong(at(where, element), "only numbers can stand in this row");
        row.push_back(*element.value<double>());
    }
    return row;
}

// [[1, 2], [3, 4]]; a lone row needs no second pair of brackets.
NumberRows number_rows(const toml::array& array, const std::string& where) {
    if (array.empty()) return {};
    if (array.front().is_number()) return {number_row(array, where)};
    NumberRows rows;
    for (const toml::node& element : array) {
        const toml::array* row = element.as_array();
        if (!row) wrong(at(where, element), "rows of numbers are wanted, like [[1, 2], [3, 4]]");
        rows.push_back(number_row(*row, where));
    }
    return rows;
}

OptionValue option_value(const toml::node& node, const std::string& where) {
    if (node.is_boolean()) return *node.value<bool>();
    if (node.is_number()) return *node.value<double>();
    if (node.is_string()) return *node.value<std::string>();
    if (const toml::array* array = node.as_array()) return number_rows(*array, where);
    wrong(at(where, node),
          "an option is a number, true or false, a text in quotes, or rows of numbers");
}

// A finding's code may stand with or without quotes: image.blurred = 0.01 is a table in TOML.
void set_gate(Gate& gate, const toml::table& table, const std::string& before,
              const std::string& where) {
    for (const auto& [key, value] : table) {
        const std::string name = before + std::string(key.str());
        const std::string place = fmt::format("{}, [gate]", at(where, value));
        if (const toml::table* inner = value.as_table()) {
            set_gate(gate, *inner, name + ".", where);
        } else if (name.find('.') == std::string::npos) {
            gate.options.set(name, option_value(value, where), place);
        } else if (find_finding_kind(name)) {
            const auto share = value.value<double>();
            if (!value.is_number() || !share || *share < 0 || *share > 1)
                wrong(place,
                      fmt::format("'{}' takes the share of pages that may have it, 0 to 1", name));
            gate.shares[name] = *share;
        } else {
            std::vector<std::string> codes;
            for (const FindingKind& kind : finding_catalogue())
                codes.emplace_back(kind.code);
            const std::string near = nearest(name, codes);
            wrong(place, fmt::format("there is no finding '{}'{}", name,
                                     near.empty() ? "; `nuskha explain` lists them"
                                                  : fmt::format("; did you mean '{}'?", near)));
        }
    }
}

void set_options(Recipe& recipe, const toml::table& table, const std::string& stage,
                 const std::string& where) {
    const auto use = std::find_if(recipe.stages.begin(), recipe.stages.end(),
                                  [&](const StageUse& u) { return u.info->name == stage; });
    if (use == recipe.stages.end()) {
        std::vector<std::string> names;
        for (const StageUse& u : recipe.stages)
            names.emplace_back(u.info->name);
        names.insert(names.end(), {"review", "gate"});
        wrong(at(where, table),
              fmt::format("options for '{}', which is not among the recipe's stages{}", stage,
                          did_you_mean(stage, names)));
    }
    for (const auto& [name, value] : table)
        use->options.set(name.str(), option_value(value, where),
                         fmt::format("{}, [{}]", at(where, value), stage));
}

void add_stages(Recipe& recipe, const toml::node& node, const std::string& where,
                std::span<const StageInfo> known) {
    std::vector<std::string> names{"seal"};
    for (const StageInfo& info : known)
        names.emplace_back(info.name);
    std::set<std::string> seen;
    for (const std::string& name : text_list(node, where)) {
        if (recipe.seals)
            wrong(at(where, node),
                  fmt::format("'{}' stands after 'seal', which must be the last stage", name));
        if (!seen.insert(name).second)
            wrong(at(where, node), fmt::format("stage '{}' stands twice", name));
        if (name == "seal") {
            recipe.seals = true;
            continue;
        }
        const auto info = std::find_if(known.begin(), known.end(),
                                       [&](const StageInfo& i) { return i.name == name; });
        if (info == known.end())
            wrong(at(where, node),
                  fmt::format("there is no stage '{}'{}", name, did_you_mean(name, names)));
        recipe.stages.push_back({&*info, Options(info->options)});
    }
}

toml::table parse_toml(std::string_view text, const std::string& where) {
    if (const std::size_t line = line_of_stray_letter(text))
        wrong(fmt::format("{}:{}", where, line),
              "has a letter that TOML allows in quotes only; put the text in quotes");
    try {
        return toml::parse(text, where);
    } catch (const toml::parse_error& e) {
        wrong(fmt::format("{}:{}", where, e.source().begin.line), std::string(e.description()));
    }
}

}  // namespace

std::string Recipe::key_material(const std::vector<std::string>& for_languages) const {
    std::string material;
    for (const StageUse& use : stages) {
        material +=
            fmt::format("[{}/{}]\n{}", use.info->name, use.info->revision, use.options.canonical());
        if (use.info->needs)
            for (const Model& model : use.info->needs(use.options, for_languages))
                material += fmt::format("{} {}\n", model.name, model.sha256);
    }
    return material;
}

Recipe parse_recipe(std::string_view text, const std::string& name, const std::string& where,
                    std::span<const StageInfo> known) {
    const toml::table table = parse_toml(text, where);
    Recipe recipe;
    recipe.name = name;
    recipe.text = text;
    const toml::node* stages = table.get("stages");
    if (!stages)
        wrong(where, "has no 'stages = [...]'; see `nuskha recipe show print` for an example");
    add_stages(recipe, *stages, where, known);
    for (const auto& [key_node, value] : table) {
        const std::string key(key_node.str());
        if (key == "stages") continue;
        if (key == "languages")
            recipe.languages = text_list(value, where);
        else if (key == "title" && value.is_string())
            recipe.title = *value.value<std::string>();
        else if (const toml::table* gate = value.as_table(); gate && key == "gate")
            set_gate(recipe.gate, *gate, "", where);
        else if (const toml::table* review = value.as_table(); review && key == "review")
            for (const auto& [option_name, option] : *review)
                recipe.review.set(option_name.str(), option_value(option, where),
                                  fmt::format("{}, [review]", at(where, option)));
        else if (const toml::table* options = value.as_table())
            set_options(recipe, *options, key, where);
        else
            wrong(at(where, value),
                  fmt::format("there is no setting '{}'{}", key,
                              did_you_mean(key, {"title", "languages", "stages"})));
    }
    return recipe;
}

Recipe load_recipe(const std::string& name_or_file, std::span<const BuiltInRecipe> built_in,
                   std::span<const StageInfo> known) {
    if (name_or_file.ends_with(".toml")) {
        const FileBytes bytes = read_whole(name_or_file, largest_recipe);
        if (!bytes.error.empty())
            wrong(name_or_file,
                  fmt::format("cannot be read: {}; check the recipe's path", bytes.error));
        return parse_recipe({reinterpret_cast<const char*>(bytes.data.get()), bytes.size},
                            std::filesystem::path(name_or_file).stem().string(), name_or_file,
                            known);
    }
    std::vector<std::string> names;
    for (const BuiltInRecipe& recipe : built_in) {
        if (recipe.name == name_or_file)
            return parse_recipe(recipe.toml, name_or_file, "recipe " + name_or_file, known);
        names.emplace_back(recipe.name);
    }
    wrong(name_or_file, fmt::format("there is no such recipe{} (or give a file ending in .toml)",
                                    did_you_mean(name_or_file, names)));
}

}  // namespace nuskha
