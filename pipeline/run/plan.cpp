#include "pipeline/run/plan.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "pipeline/hashing.hpp"

namespace nuskha {
namespace {
constexpr int imaging_revision = 1;  // raised whenever decoding or rendering gives other pixels
}

nlohmann::json to_json(const RunPlan& p) {
    return {{"batch_folder", p.batch_folder},
            {"work_folder", p.work_folder},
            {"store", p.store},
            {"recipe_name", p.recipe_name},
            {"recipe_text", p.recipe_text},
            {"keep_faulty", p.keep_faulty},
            {"check_only", p.check_only},
            {"max_pixels", p.limits.max_pixels},
            {"max_memory", p.limits.max_memory},
            {"max_images", p.limits.max_images}};
}

RunPlan run_plan_from_json(const nlohmann::json& json) {
    RunPlan p;
    p.batch_folder = json.at("batch_folder");
    p.work_folder = json.at("work_folder");
    p.store = json.at("store");
    p.recipe_name = json.at("recipe_name");
    p.recipe_text = json.at("recipe_text");
    p.check_only = json.at("check_only");
    p.keep_faulty = json.at("keep_faulty");
    p.limits = {json.at("max_pixels"), json.at("max_memory"), json.at("max_images")};
    return p;
}

Recipe recipe_of(const RunPlan& plan, std::span<const StageInfo> known) {
    Recipe recipe = parse_recipe(plan.recipe_text, plan.recipe_name, plan.recipe_name, known);
    if (plan.check_only) {
        std::erase_if(recipe.stages, [](const StageUse& use) { return !use.info->only_looks; });
        recipe.seals = false;
    }
    return recipe;
}

std::string page_key(const std::string& scan_sha512, int image,
                     const std::vector<std::string>& languages, const std::string& key_material) {
    const std::string all = fmt::format("page/{}\n{} {}\n{}\n{}", imaging_revision, scan_sha512,
                                        image, fmt::join(languages, " "), key_material);
    return hex_digest(DigestAlgorithm::sha256, all);
}

std::vector<std::string> languages_of(const Item& item, const Batch& batch, const Recipe& recipe) {
    if (!item.description.languages.empty()) return item.description.languages;
    return batch.languages.empty() ? recipe.languages : batch.languages;
}

}  // namespace nuskha
