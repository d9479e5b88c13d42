#include "stages/recipes.hpp"

#include <array>

namespace nuskha {
namespace {

constexpr std::array recipes{
    BuiltInRecipe{"print", R"(# Printed books and periodicals.
# To change it: nuskha recipe show print > mine.toml, edit, and give --recipe mine.toml.
# Every option of every stage, with its default: nuskha recipe stages
title = "Printed books and periodicals"

# Read where the batch declares no languages: the one a page is in is found page by page. Fewer are quicker and surer.
languages = ["az-Latn", "az-Cyrl", "az-Arab", "kk-Cyrl", "kk-Latn", "kk-Arab", "ru", "en", "fa", "ar"]

stages = ["inspect", "orient", "split", "deskew", "crop", "dewarp", "tone", "recognise", "seal"]

# What a batch may have before `nuskha check` and `nuskha run` end with status 1. A share is of the
# batch's pages. A finding gets a limit of its own by its code: "image.blurred" = 0.01
[gate]
max_errors = 0           # error findings
max_warned = 0.2         # share of pages with any warning
max_one_warning = 0.1    # share of pages with one and the same warning
max_items_warned = 0.2   # share of items with a warning of their own
min_confidence = 0.6     # median over the pages read
max_error = 0.15         # median expected error of the pages read
stop_error = 0.5         # a run stops when the median of the pages read last is above it; 0 = never
few = 5                  # so many pages never break a share
)"},
    BuiltInRecipe{
        "manuscript",
        R"(# Manuscripts: handwriting is not straightened and not cut, and the text is a hint, no more.
title = "Manuscripts"
languages = ["az-Arab", "ru", "az-Latn"]
stages = ["inspect", "orient", "recognise", "seal"]

[gate]                   # the rest as in `nuskha recipe show print`
min_confidence = 0       # handwriting is hardly read
max_error = 0
stop_error = 0
"ocr.low-confidence" = 1
"ocr.high-error" = 1
"ocr.not-read" = 1
)"},
    BuiltInRecipe{
        "map",
        R"(# Map sheets: never turned or cut by text lines; labels are sought anywhere on the sheet.
title = "Maps"
languages = ["az-Latn", "ru", "en"]
stages = ["inspect", "deskew", "recognise", "seal"]

[recognise]
layout = "sparse"

[gate]                   # the rest as in `nuskha recipe show print`
min_confidence = 0       # labels are short and turned
max_error = 0
stop_error = 0
"ocr.low-confidence" = 1
"ocr.high-error" = 1
)"}};

}  // namespace

std::span<const BuiltInRecipe> built_in_recipes() {
    return recipes;
}

}  // namespace nuskha
