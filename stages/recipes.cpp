#include "stages/recipes.hpp"

#include <array>

namespace nuskha {
namespace {

constexpr std::array recipes{
    BuiltInRecipe{"print", R"(# Printed books and periodicals.
# To change it: nuskha recipe show print > mine.toml, edit, and give --recipe mine.toml.
# Every option of every stage, with its default: nuskha recipe stages
title = "Printed books and periodicals"

# Read where the batch declares no languages; the best of them is chosen page by page.
languages = ["az-Latn", "az-Cyrl", "ru", "en"]

stages = ["inspect", "orient", "split", "deskew", "crop", "dewarp", "tone", "recognise", "seal"]
)"},
    BuiltInRecipe{
        "manuscript",
        R"(# Manuscripts: handwriting is not straightened and not cut, and the text is a hint, no more.
title = "Manuscripts"
languages = ["az-Arab", "ru", "az-Latn"]
stages = ["inspect", "orient", "recognise", "seal"]
)"},
    BuiltInRecipe{
        "map",
        R"(# Map sheets: never turned or cut by text lines; labels are sought anywhere on the sheet.
title = "Maps"
languages = ["az-Latn", "ru", "en"]
stages = ["inspect", "deskew", "recognise", "seal"]

[recognise]
layout = "sparse"
)"}};

}  // namespace

std::span<const BuiltInRecipe> built_in_recipes() {
    return recipes;
}

}  // namespace nuskha
