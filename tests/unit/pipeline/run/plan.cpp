#include "pipeline/run/plan.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

using namespace nuskha;

TEST_CASE("a page's key changes with each thing that the page depends on") {
    const std::set<std::string> keys{
        page_key("aa", 0, {"ru", "en"}, "stages"), page_key("ab", 0, {"ru", "en"}, "stages"),
        page_key("aa", 1, {"ru", "en"}, "stages"), page_key("aa", 0, {"en", "ru"}, "stages"),
        page_key("aa", 0, {"ru"}, "stages"),       page_key("aa", 0, {}, "stages"),
        page_key("aa", 0, {"ru", "en"}, "stagez"),
    };
    CHECK(keys.size() == 7);
    CHECK(page_key("aa", 0, {"ru", "en"}, "stages") == page_key("aa", 0, {"ru", "en"}, "stages"));
    CHECK(keys.begin()->size() == 64);
}

TEST_CASE("a plan reaches a worker as it was made") {
    RunPlan plan;
    plan.batch_folder = "/scans/Şəkilli kitab";
    plan.work_folder = "/scans/work";
    plan.store = "/archive";
    plan.recipe_name = "mine";
    plan.recipe_text = "stages = [\"inspect\"]\n";
    plan.errand = Errand::check;
    plan.keep_faulty = true;
    plan.limits = {1, 2, 3};
    const RunPlan got = run_plan_from_json(to_json(plan));
    CHECK(to_json(got) == to_json(plan));
    CHECK(got.batch_folder == plan.batch_folder);
    CHECK(got.limits.max_images == 3);
    CHECK(got.errand == Errand::check);
    CHECK(got.keep_faulty);
}

TEST_CASE("languages are the item's, else the batch's, else the recipe's") {
    Item item;
    Batch batch;
    Recipe recipe;
    recipe.languages = {"en"};
    CHECK(languages_of(item, batch, recipe) == std::vector<std::string>{"en"});
    batch.languages = {"ru"};
    CHECK(languages_of(item, batch, recipe) == std::vector<std::string>{"ru"});
    item.description.languages = {"az-Latn", "az-Cyrl"};
    CHECK(languages_of(item, batch, recipe) == std::vector<std::string>{"az-Latn", "az-Cyrl"});
}
