// What a run is to do: decided once by the command, known to the coordinator and to every worker.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "models/document/item.hpp"
#include "pipeline/imaging/decode.hpp"
#include "pipeline/recipe.hpp"

namespace nuskha {

// What is done with the batch's pages.
enum class Errand {
    seal,       // prepared, read, and sealed as items
    check,      // looked at; nothing is sealed
    read_again  // items of the store: their pages lie where their record says, and are only read;
                // the text becomes a new version
};

struct RunPlan {
    std::string batch_folder;  // absolute
    std::string work_folder;   // journal.db, report/, worker.log; absolute
    std::string store;         // absolute; empty = nothing is sealed
    std::string recipe_name, recipe_text;
    Errand errand = Errand::seal;
    bool publish = true;       // of read_again: false = see what would change, and write no version
    bool keep_faulty = false;  // seal items with faulty scans, saying so in the record
    DecodeLimits limits;
    int jobs = 1;
    double scan_timeout = 600;  // seconds without a sign of life from a worker before it is stopped

    std::string journal_file() const { return work_folder + "/journal.db"; }
    std::string report_folder() const { return work_folder + "/report"; }
    std::string picture_folder() const { return report_folder() + "/pages"; }
};

nlohmann::json to_json(const RunPlan& plan);
RunPlan run_plan_from_json(const nlohmann::json& json);

// What the program consists of beyond the pipeline; the pipeline knows no particular stage.
struct Toolbox {
    std::span<const StageInfo> stages;
    std::unique_ptr<Workbench> (*make_workbench)();
};

// The plan's recipe, reduced to its looking part where the plan says so.
Recipe recipe_of(const RunPlan& plan, std::span<const StageInfo> known);

// Digest of everything that image `image` of a scan depends on; see Recipe::key_material.
std::string page_key(const std::string& scan_sha512, int image,
                     const std::vector<std::string>& languages, const std::string& key_material);

// What staff decided for an image of the scan, as part of the key material; empty where nothing.
std::string override_material(const ScanFile& scan, int image);

// Where the pages of an image are known to lie, as part of the key material; empty where they are yet
// to be found.
std::string known_material(const ScanFile& scan, int image);

// That every override of the batch is for a stage of the recipe, with a value that it takes.
// Throws Failure(usage) naming the line, with the nearest right name.
void check_overrides(const Batch& batch, const Recipe& recipe);

// The languages that an item's pages are read in: the item's, else the batch's, else the recipe's.
std::vector<std::string> languages_of(const Item& item, const Batch& batch, const Recipe& recipe);

}  // namespace nuskha
