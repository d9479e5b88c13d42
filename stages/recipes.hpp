// The recipes that are built in. They live with the stages, since the pipeline knows no particular stage.
#pragma once

#include <span>

#include "pipeline/recipe.hpp"

namespace nuskha {

std::span<const BuiltInRecipe> built_in_recipes();

}  // namespace nuskha
