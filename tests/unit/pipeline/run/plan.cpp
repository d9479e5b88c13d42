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

TEST_CASE("a page that is read again depends on where it lies") {
    ScanFile scan;
    CHECK(known_material(scan, 0).empty());
    scan.known = {{0, 0, Geometry({100, 200}, 1)}, {1, 0, Geometry({100, 200}, 6)}};
    const std::string upright = known_material(scan, 0);
    CHECK(upright != known_material(scan, 1));
    CHECK(known_material(scan, 2).empty());
    scan.known[0].geometry = scan.known[0].geometry.rotated(1e-9);
    CHECK(upright != known_material(scan, 0));
    scan.known[0] = {0, 1, Geometry({100, 200}, 1)};
    CHECK(upright != known_material(scan, 0));
}

TEST_CASE("reading again runs the stages that neither look alone nor lay out") {
    const auto stage = [](std::string_view name, bool only_looks, bool lays_out) {
        StageInfo info{name, "", 1, {}, nullptr};
        info.only_looks = only_looks;
        info.lays_out = lays_out;
        return info;
    };
    const std::vector<StageInfo> known{stage("look", true, false), stage("turn", false, true),
                                       stage("clean", false, false), stage("read", false, false)};
    RunPlan plan;
    plan.recipe_name = "mine";
    plan.recipe_text = "stages = [\"look\", \"turn\", \"clean\", \"read\"]\n";
    const auto names = [&](Errand errand) {
        plan.errand = errand;
        std::vector<std::string> all;
        for (const StageUse& use : recipe_of(plan, known).stages)
            all.emplace_back(use.info->name);
        return all;
    };
    CHECK(names(Errand::seal) == std::vector<std::string>{"look", "turn", "clean", "read"});
    CHECK(names(Errand::check) == std::vector<std::string>{"look"});
    CHECK(names(Errand::read_again) == std::vector<std::string>{"clean", "read"});
}
