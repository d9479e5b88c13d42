// Any bytes as a recipe: a recipe comes out, or Failure(usage).
#include "pipeline/recipe.hpp"

#include "models/failure.hpp"
#include "stages/stages.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace nuskha;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const Recipe recipe =
            parse_recipe(fuzz::text(data, size), "mine", "mine.toml", all_stages());
        for (const StageUse& use : recipe.stages) {
            fuzz::insist(use.info != nullptr, "a stage is a known one");
            (void)use.options.canonical();
        }
    } catch (const Failure& failure) {
        fuzz::insist(failure.kind() == Exit::usage, "a bad recipe is wrong usage");
    }
    return 0;
}
