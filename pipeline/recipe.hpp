// A recipe: a TOML file that names the stages a page passes, their order and their options.
//
//     title = "Printed books"
//     languages = ["az-Latn", "ru"]       # where the batch declares none
//     stages = ["inspect", "deskew", "recognise", "seal"]
//     [inspect]
//     min_ppi = 300
//     [review]                            # of all pages of an item, and of all items
//     max_drift = 15
//     [gate]                              # what a batch may have of findings
//     max_warned = 0.1
//     "image.blurred" = 0.01
//
// "seal" can only be the last; without it a run ends with findings and report and no store is
// touched.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/review/gate.hpp"
#include "pipeline/review/review.hpp"
#include "pipeline/stage.hpp"

namespace nuskha {

struct StageUse {
    const StageInfo* info;
    Options options;
};

struct Recipe {
    std::string name;  // "print", or the file's stem
    std::string title;
    std::string text;  // the TOML it was read from
    std::vector<std::string> languages;
    std::vector<StageUse> stages;
    bool seals = false;
    Options review{review::options()};
    Gate gate;

    // All that pages in these languages depend on besides the scan: stages, revisions, options,
    // models. Throws Failure(engine) where a stage needs something that is missing.
    std::string key_material(const std::vector<std::string>& for_languages) const;
};

// Throws Failure(usage) naming the line, with the nearest right name for a wrong one. `where` is
// used in messages.
Recipe parse_recipe(std::string_view toml, const std::string& name, const std::string& where,
                    std::span<const StageInfo> known);

struct BuiltInRecipe {
    std::string_view name;
    std::string_view toml;
};

// A built-in name, or a path ending in .toml.
Recipe load_recipe(const std::string& name_or_file, std::span<const BuiltInRecipe> built_in,
                   std::span<const StageInfo> known);

}  // namespace nuskha
