// nuskha run and nuskha check: the same run, with and without recognising and sealing.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "models/language/alphabet.hpp"
#include "pipeline/files.hpp"
#include "pipeline/intake/intake.hpp"
#include "pipeline/report/report.hpp"
#include "pipeline/run/coordinator.hpp"
#include "pipeline/store/store.hpp"
#include "stages/recipes.hpp"
#include "stages/stages.hpp"
#include "stages/workbench.hpp"
#include "tools/nuskha/commands.hpp"
#include "tools/nuskha/progress.hpp"
#include "tools/nuskha/workers.hpp"

namespace nuskha {
namespace {

namespace fs = std::filesystem;

struct RunArguments {
    std::string batch, store, recipe, item, work;
    int jobs = 0;
    double memory_gb = 0, page_timeout = 600;
    bool dry_run = false, as_json = false, keep_faulty = false;
};

// About what a page adds beside its scan: text and record in the store, pictures in the work
// folder.
constexpr std::uint64_t store_bytes_a_scan = 300'000, work_bytes_a_scan = 600'000;

std::string recipe_name(const RunArguments& arguments, const Batch& batch) {
    if (!arguments.recipe.empty()) return arguments.recipe;
    if (batch.recipe.ends_with(".toml"))  // a batch comes from elsewhere and names no files of ours
        throw Failure(Exit::usage,
                      fmt::format("{}/batch.toml: recipe = \"{}\": only a built-in recipe can be "
                                  "named here; give a file with --recipe",
                                  batch.folder, batch.recipe));
    return batch.recipe.empty() ? "print" : batch.recipe;
}

void keep_only(Batch& batch, const std::string& id) {
    std::vector<std::string> ids;
    for (const Item& item : batch.items)
        ids.push_back(item.id);
    std::erase_if(batch.items, [&](const Item& item) { return item.id != id; });
    if (batch.items.empty()) {
        const std::string near = nearest(id, ids);
        throw Failure(Exit::usage,
                      fmt::format("{}: the batch has no item '{}'{}", batch.folder, id,
                                  near.empty() ? "" : "; did you mean '" + near + "'?"));
    }
}

// What the recipe's stages say of an item's languages: a warning is the item's, a note is told once
// for the batch.
void add_remarks(Batch& batch, Item& item, const std::vector<std::string>& languages,
                 const Recipe& recipe) {
    for (const StageUse& use : recipe.stages) {
        if (!use.info->remarks) continue;
        for (Finding& remark : use.info->remarks(use.options, languages)) {
            std::vector<Finding>& told =
                remark.level == Level::note ? batch.findings : item.findings;
            remark.place = remark.level == Level::note ? batch.id : item.id;
            if (std::find(told.begin(), told.end(), remark) == told.end())
                told.push_back(std::move(remark));
        }
    }
}

// Everything that can be known to be wrong before the first scan is opened.
void check_before(const Recipe& recipe, Batch& batch) {
    std::set<std::vector<std::string>> seen;
    for (Item& item : batch.items) {
        const auto languages = languages_of(item, batch, recipe);
        if (seen.insert(languages).second) recipe.key_material(languages);
        add_remarks(batch, item, languages, recipe);
    }
}

std::uint64_t bytes_of(const Batch& batch) {
    std::uint64_t bytes = 0;
    for (const Item& item : batch.items)
        for (const ScanFile& scan : item.scans)
            bytes += scan.bytes;
    return bytes;
}

std::size_t scans_of(const Batch& batch) {
    std::size_t scans = 0;
    for (const Item& item : batch.items)
        scans += item.scans.size();
    return scans;
}

struct Need {
    std::uint64_t store = 0, work = 0;
};

Need space_needed(const Batch& batch, const RunPlan& plan) {
    Need need;
    for (const Item& item : batch.items) {
        const bool stored = !plan.store.empty() && Store::has(plan.store, item.id);
        for (const ScanFile& scan : item.scans)
            if (!stored) need.store += scan.bytes + store_bytes_a_scan;
    }
    if (plan.store.empty()) need.store = 0;
    if (!fs::exists(plan.picture_folder())) need.work = scans_of(batch) * work_bytes_a_scan;
    return need;
}

void check_space(const Need& need, const RunPlan& plan) {
    const auto check = [](const std::string& where, std::uint64_t needed) {
        if (const std::uint64_t free = free_bytes(where); needed > free)
            throw Failure(Exit::store, fmt::format("{}: not enough room: needs {}, has {} free; "
                                                   "free some space and run the same command again",
                                                   where, human_bytes(needed), human_bytes(free)));
    };
    if (!plan.store.empty() && same_file_system(plan.store, plan.work_folder))
        return check(plan.store, need.store + need.work);
    if (!plan.store.empty()) check(plan.store, need.store);
    check(plan.work_folder, need.work);
}

RunPlan make_plan(const RunArguments& arguments, const Batch& batch, const Recipe& recipe,
                  bool check_only) {
    RunPlan plan;
    plan.batch_folder = batch.folder;
    plan.work_folder =
        work_folder_for(batch.folder, arguments.work) + (check_only ? "/check" : "/run");
    plan.errand = check_only ? Errand::check : Errand::seal;
    plan.store =
        arguments.store.empty() ? "" : fs::absolute(arguments.store).lexically_normal().string();
    plan.recipe_name = recipe.name;
    plan.recipe_text = recipe.text;
    plan.keep_faulty = arguments.keep_faulty;
    plan.jobs = worker_count(arguments.jobs);
    plan.limits.max_memory = memory_a_worker(arguments.memory_gb, plan.jobs);
    plan.scan_timeout = arguments.page_timeout;
    return plan;
}

void print_plan(const Batch& batch, const Recipe& recipe, const RunPlan& plan, bool as_json) {
    const Need need = space_needed(batch, plan);
    nlohmann::json items = nlohmann::json::array();
    if (!as_json)
        fmt::print("batch {}: {} items, {} scans, {}; recipe {}; {} workers\n", batch.id,
                   batch.items.size(), scans_of(batch), human_bytes(bytes_of(batch)), recipe.name,
                   plan.jobs);
    for (const Item& item : batch.items) {
        const auto languages = languages_of(item, batch, recipe);
        if (as_json)
            items.push_back({{"item", item.id},
                             {"title", item.description.title},
                             {"scans", item.scans.size()},
                             {"languages", languages}});
        else
            fmt::print("  {:<28} {:>6} scans  {:<16} {}\n", item.id, item.scans.size(),
                       fmt::format("{}", fmt::join(languages, " ")), item.description.title);
    }
    if (as_json) {
        fmt::print("{}\n", nlohmann::json{{"batch", batch.id},
                                          {"recipe", recipe.name},
                                          {"items", items},
                                          {"store_bytes_needed", need.store},
                                          {"work_bytes_needed", need.work}}
                               .dump(2));
        return;
    }
    for (const Finding& f : batch.findings)
        fmt::print("{}\n", finding_line(f));
    for (const Item& item : batch.items)
        for (const Finding& f : item.findings)
            fmt::print("{}\n", finding_line(f));
    fmt::print("about {} in the store, {} in the work folder; nothing was written\n",
               human_bytes(need.store), human_bytes(need.work));
}

Exit go(const RunArguments& arguments, bool check_only) {
    Batch batch = read_batch(arguments.batch);
    if (!arguments.item.empty()) keep_only(batch, arguments.item);
    const RunPlan plan = make_plan(
        arguments, batch,
        load_recipe(recipe_name(arguments, batch), built_in_recipes(), all_stages()), check_only);
    const Recipe recipe = recipe_of(plan, all_stages());
    check_before(recipe, batch);
    if (!check_only) check_overrides(batch, recipe);
    if (arguments.dry_run) {
        print_plan(batch, recipe, plan, arguments.as_json);
        return Exit::ok;
    }
    make_folders(plan.work_folder);
    check_space(space_needed(batch, plan), plan);
    if (!plan.store.empty()) Store::create_or_open(plan.store);
    ::setenv("OMP_THREAD_LIMIT", "1", 1);  // one worker a core; engines must not multiply them
    RunResult result;
    {
        const auto observer = make_observer(arguments.as_json ? Telling::json : Telling::automatic);
        result = run_batch(plan, batch, toolbox(), fs::read_symlink("/proc/self/exe"), *observer);
    }
    const Journal journal(plan.journal_file(), Journal::Mode::read);
    write_report(journal, plan.report_folder());
    if (arguments.as_json)
        fmt::print("{}\n", summary_json(journal, plan.report_folder()));
    else
        fmt::print("{}", summary_table(journal, plan.report_folder()));
    if (result.interrupted)
        fmt::print(stderr, "interrupted; run the same command again to go on\n");
    return result.exit;
}

void add_common(CLI::App* sub, const std::shared_ptr<RunArguments>& a) {
    sub->add_option("BATCH", a->batch, "Folder of scans")->required()->type_name("FOLDER");
    sub->add_option("--recipe", a->recipe,
                    "print, manuscript, map, or a recipe of your own ending in .toml [what "
                    "batch.toml says, else print]")
        ->type_name("NAME");
    sub->add_option("--item", a->item, "Only this item of the batch")->type_name("ID");
    sub->add_option("--jobs,-j", a->jobs, "Worker processes, 1 to 1024 [one a core]")
        ->type_name("N")
        ->check(CLI::Range(1, 1024).description(""));
    sub->add_option(
           "--memory", a->memory_gb,
           "GB that reading and decoding one scan may take in a worker; a larger scan is a "
           "finding [seven tenths of the machine's, divided by the workers]")
        ->type_name("GB")
        ->check(CLI::Range(0.05, 4096.0).description(""));
    sub->add_option("--page-timeout", a->page_timeout,
                    "Seconds without a sign of life after which a scan is given up")
        ->type_name("SECONDS")
        ->check(CLI::Range(1.0, 86400.0).description(""))
        ->capture_default_str();
    sub->add_option("--work", a->work,
                    "Folder for journal and report [BATCH.nuskha, beside the batch]")
        ->type_name("FOLDER");
    sub->add_flag("--json", a->as_json, "One JSON event a line instead of words");
}

}  // namespace

std::string work_folder_for(const std::string& batch_folder, const std::string& asked) {
    if (!asked.empty()) return fs::absolute(asked).lexically_normal().string();
    return batch_folder + ".nuskha";
}

Toolbox toolbox() {
    return {all_stages(), make_workbench};
}

void add_run(CLI::App& app, const Chosen& chosen) {
    auto* sub = app.add_subcommand(
        "run", "Take a batch the whole way: look at it, read it, seal its items into the store");
    auto a = std::make_shared<RunArguments>();
    add_common(sub, a);
    sub->add_option("--store", a->store,
                    "The archive, an OCFL 1.1 storage root; made if it is not there")
        ->type_name("FOLDER")
        ->required();
    sub->add_flag("--keep-faulty", a->keep_faulty,
                  "Seal items with faulty scans too; the record says what is wrong with them");
    sub->add_flag("--dry-run", a->dry_run,
                  "Say what would be done and what room it needs; write nothing");
    sub->footer(R"(
Running the same command again goes on from the last finished page, and adds nothing that the store has already.
Ctrl-C once finishes what is at hand and stops; twice stops at once. Nothing is lost either way.
At the end the recipe's [gate] is judged over the whole batch. A limit that is not kept (batch.gate) makes the exit
status 1 and takes back nothing: what was sealed stays sealed. `nuskha check` judges before anything is sealed.

Examples:
  nuskha run /scans/2026-11-22 --store /archive
  nuskha run /scans/maps --store /archive --recipe map --jobs 4
  nuskha run /scans/2026-11-22 --store /archive --dry-run)");
    sub->callback([=] { chosen([=] { return go(*a, false); }); });
}

void add_check(CLI::App& app, const Chosen& chosen) {
    auto* sub = app.add_subcommand(
        "check", "Look a batch over: names, checksums, decoding, image quality. Stores nothing");
    auto a = std::make_shared<RunArguments>();
    add_common(sub, a);
    sub->footer(R"(
Every scan is read once and decoded to its last pixel; vendor's checksums are compared; the recipe's stages that only
look (inspect) are run; then pages are compared with each other (scanned twice, changes of light) and the recipe's
[gate] is judged. Nothing is recognised and nothing is sealed. Exit status 1 when there are error findings; a limit of
the gate that is not kept is one (batch.gate), told with the pages that break it.

Examples:
  nuskha check /scans/2026-11-22
  nuskha check /scans/2026-11-22 --item AZ-0012 --jobs 1)");
    sub->callback([=] { chosen([=] { return go(*a, true); }); });
}

}  // namespace nuskha
