#include "pipeline/run/plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "models/failure.hpp"
#include "pipeline/hashing.hpp"
#include "pipeline/journal/values.hpp"
#include "pipeline/options.hpp"

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
            {"errand", static_cast<int>(p.errand)},
            {"publish", p.publish},
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
    p.errand = static_cast<Errand>(json.at("errand").get<int>());
    p.publish = json.at("publish");
    p.keep_faulty = json.at("keep_faulty");
    p.limits = {json.at("max_pixels"), json.at("max_memory"), json.at("max_images")};
    return p;
}

Recipe recipe_of(const RunPlan& plan, std::span<const StageInfo> known) {
    Recipe recipe = parse_recipe(plan.recipe_text, plan.recipe_name, plan.recipe_name, known);
    if (plan.errand == Errand::check) {
        std::erase_if(recipe.stages, [](const StageUse& use) { return !use.info->only_looks; });
        recipe.seals = false;
    } else if (plan.errand == Errand::read_again) {
        std::erase_if(recipe.stages, [](const StageUse& use) {
            return use.info->only_looks || use.info->lays_out;
        });
        recipe.seals = true;
    }
    return recipe;
}

std::string page_key(const std::string& scan_sha512, int image,
                     const std::vector<std::string>& languages, const std::string& key_material) {
    const std::string all = fmt::format("page/{}\n{} {}\n{}\n{}", imaging_revision, scan_sha512,
                                        image, fmt::join(languages, " "), key_material);
    return hex_digest(DigestAlgorithm::sha256, all);
}

std::string override_material(const ScanFile& scan, int image) {
    std::string all;
    for (const Override& o : scan.overrides)
        if (o.image == image)
            all += fmt::format("\noverride {} {} {}{}", o.side, o.name, o.word,
                               fmt::join(o.numbers, " "));
    return all;
}

std::string known_material(const ScanFile& scan, int image) {
    std::string all;
    for (const KnownPage& page : scan.known)
        if (page.image == image)
            all += "\nknown " + nlohmann::json(page.geometry).dump() + std::to_string(page.side);
    return all;
}

void check_overrides(const Batch& batch, const Recipe& recipe) {
    std::vector<std::string> names;
    for (const StageUse& use : recipe.stages)
        for (const OverrideSpec& spec : use.info->overrides)
            names.emplace_back(spec.name);
    const auto check = [&](const Override& o) {
        const auto fail = [&](const std::string& what) {
            throw Failure(Exit::usage, fmt::format("{}: {}", o.where, what));
        };
        for (const StageUse& use : recipe.stages)
            for (const OverrideSpec& spec : use.info->overrides) {
                if (spec.name != o.name) continue;
                if (o.none() && spec.none) return;
                if (static_cast<int>(o.numbers.size()) != spec.numbers || o.none())
                    fail(fmt::format("{} is {}", o.name, spec.sentence));
                for (const double n : o.numbers) {
                    if (spec.step > 0 && std::remainder(n, spec.step) != 0)
                        fail(fmt::format("{} = {:g} is no multiple of {:g}; {} is {}", o.name, n,
                                         spec.step, o.name, spec.sentence));
                    if (n < spec.least || n > spec.most)
                        fail(fmt::format("{} = {:g} is not in {:g} .. {:g}; {} is {}", o.name, n,
                                         spec.least, spec.most, o.name, spec.sentence));
                }
                return;
            }
        const std::string near = nearest(o.name, names);
        fail(near.empty() ? fmt::format("no stage of recipe {} takes '{}'; it takes {}",
                                        recipe.name, o.name, fmt::join(names, ", "))
                          : fmt::format("no stage of recipe {} takes '{}'; did you mean '{}'?",
                                        recipe.name, o.name, near));
    };
    for (const Item& item : batch.items)
        for (const ScanFile& scan : item.scans)
            std::for_each(scan.overrides.begin(), scan.overrides.end(), check);
}

std::vector<std::string> languages_of(const Item& item, const Batch& batch, const Recipe& recipe) {
    if (!item.description.languages.empty()) return item.description.languages;
    return batch.languages.empty() ? recipe.languages : batch.languages;
}

}  // namespace nuskha
