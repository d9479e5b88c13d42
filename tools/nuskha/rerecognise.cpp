// nuskha rerecognise: stored items are read again; what comes out differently becomes a new version.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "pipeline/files.hpp"
#include "pipeline/intake/languages.hpp"
#include "pipeline/run/coordinator.hpp"
#include "stages/recipes.hpp"
#include "stages/stages.hpp"
#include "tools/nuskha/commands.hpp"
#include "tools/nuskha/progress.hpp"
#include "tools/nuskha/reading_age.hpp"
#include "tools/nuskha/text_change.hpp"
#include "tools/nuskha/workers.hpp"

namespace nuskha {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Wishes {
    std::string store, older_than, recipe, languages, work;
    std::vector<std::string> items;
    int jobs = 0;
    double memory_gb = 0, page_timeout = 600;
    bool all = false, with_imported = false, dry_run = false, as_json = false;
};

// Items that are read with one recipe make one run.
using Runs = std::map<std::string, Batch>;

std::vector<std::string> asked_languages(const std::string& list) {
    std::vector<std::string> languages;
    for (std::size_t at = 0; at < list.size();) {
        const std::size_t end = std::min(list.find_first_of(", ", at), list.size());
        if (end > at) {
            const std::string word = list.substr(at, end - at);
            const auto code = intake::parse_language(word);
            if (!code)
                throw Failure(Exit::usage,
                              fmt::format("--languages: '{}' is no language; `nuskha languages` "
                                          "tells what there is",
                                          word));
            languages.push_back(*code);
        }
        at = end + 1;
    }
    return languages;
}

std::string recipe_for(const SealedItem& item, const std::string& asked) {
    if (!asked.empty()) return asked;
    for (const BuiltInRecipe& recipe : built_in_recipes())
        if (recipe.name == item.header().recipe) return item.header().recipe;
    throw Failure(Exit::usage,
                  fmt::format("{}: was sealed with recipe '{}', which is not built in; give a "
                              "recipe with --recipe",
                              item.id(), item.header().recipe));
}

class Choice {
  public:
    Choice(const Store& store, const Wishes& wishes)
        : store_(store), wishes_(wishes), languages_(asked_languages(wishes.languages)) {
        if (!wishes.older_than.empty()) age_ = reading_older_than(wishes.older_than);
    }

    Runs choose() {
        if (!wishes_.items.empty()) {
            std::vector<StoredObject> named;  // all found before the first is read
            for (const std::string& id : wishes_.items)
                named.push_back(stored_item(store_, id));
            for (StoredObject& object : named)
                consider(std::move(object));
        } else {
            store_.for_each_object([&](const std::string& path) {
                std::optional<StoredObject> object;
                try {
                    object = read_object(store_.root(), path);
                } catch (const Failure& failure) {
                    return unsound(path, failure);
                }
                consider(std::move(*object));
            });
        }
        return std::move(runs_);
    }

    const std::vector<Finding>& findings() const { return findings_; }

  private:
    void consider(StoredObject object) {
        const std::string path = object.path;
        std::optional<SealedItem> item;
        try {
            item.emplace(store_, std::move(object));
        } catch (const Failure& failure) {
            return unsound(path, failure);
        }
        if (age_ && !age_->older(*item)) return;
        Item chosen = item->as_item(wishes_.with_imported);
        if (chosen.scans.empty()) return;
        if (!languages_.empty()) chosen.description.languages = languages_;
        Batch& batch = runs_[recipe_for(*item, wishes_.recipe)];
        batch.items.push_back(std::move(chosen));
    }

    void unsound(const std::string& path, const Failure& failure) {
        if (failure.kind() != Exit::fixity && failure.kind() != Exit::input) throw failure;
        findings_.push_back(
            make_finding(failure.kind() == Exit::fixity ? "fixity.changed" : "item.no-record", path,
                         failure.what()));
    }

    const Store& store_;
    const Wishes& wishes_;
    std::vector<std::string> languages_;
    std::unique_ptr<ReadingAge> age_;
    Runs runs_;
    std::vector<Finding> findings_;
};

RunPlan make_plan(const Wishes& wishes, const Store& store, const std::string& recipe_name) {
    const Recipe recipe = load_recipe(recipe_name, built_in_recipes(), all_stages());
    RunPlan plan;
    plan.batch_folder = fs::absolute(store.root()).lexically_normal().string();
    plan.work_folder =
        work_folder_for(plan.batch_folder, wishes.work) + "/rerecognise-" + recipe.name;
    plan.store = plan.batch_folder;
    plan.recipe_name = recipe.name;
    plan.recipe_text = recipe.text;
    plan.errand = Errand::read_again;
    plan.publish = !wishes.dry_run;
    plan.jobs = worker_count(wishes.jobs);
    plan.limits.max_memory = memory_a_worker(wishes.memory_gb, plan.jobs);
    plan.scan_timeout = wishes.page_timeout;
    return plan;
}

// Everything that can be known to be wrong before the first scan is opened.
void check_before(const Recipe& recipe, Batch& batch) {
    if (std::none_of(recipe.stages.begin(), recipe.stages.end(),
                     [](const StageUse& use) { return use.info->name == "recognise"; }))
        throw Failure(Exit::usage,
                      fmt::format("recipe {}: has no stage recognise, so nothing would be read; "
                                  "give another with --recipe",
                                  recipe.name));
    for (Item& item : batch.items) {
        const auto languages = languages_of(item, batch, recipe);
        recipe.key_material(languages);
        for (const StageUse& use : recipe.stages) {
            if (!use.info->remarks) continue;
            for (Finding& remark : use.info->remarks(use.options, languages)) {
                remark.place = item.id;
                if (remark.level != Level::note) item.findings.push_back(std::move(remark));
            }
        }
    }
}

// What the item's text was before the run, beside what the journal has now.
ItemChange change_of(const Store& store, const Journal& journal, const Item& item, int version) {
    ItemChange change;
    change.item = item.id;
    if (const auto outcome = journal.outcome(item.id)) change.outcome = *outcome;
    if (change.outcome.state == ItemState::held_back) return change;
    StoredObject object = stored_item(store, item.id);
    object.inventory.versions.resize(static_cast<std::size_t>(version));
    const SealedItem sealed(store, std::move(object));
    std::map<PageId, Page> pages;
    for (const ScanFile& scan : item.scans)
        journal.for_each_page(item.id, scan.name, [&](const PageRecord& record) {
            pages.emplace(record.page.id, record.page);
        });
    for (const SealedPage& page : sealed.pages())
        if (const auto at = pages.find(page.id(item.id)); at != pages.end())
            change.pages.push_back(
                nuskha::change_of(sealed, page, at->second, TextSource{}.reading));
    return change;
}

bool damaged(const Journal& journal, const Item& item) {
    bool found = false;
    const auto look = [&](const std::vector<Finding>& findings) {
        for (const Finding& f : findings)
            found = found || f.code.starts_with("fixity.");
    };
    journal.for_each_scan(item.id, [&](const ScanFile&, const std::optional<ScanRecord>& record) {
        if (record) look(record->findings);
    });
    if (const auto outcome = journal.outcome(item.id)) look(outcome->findings);
    return found;
}

class Reading {
  public:
    Reading(const Wishes& wishes, const Store& store) : wishes_(wishes), store_(store) {}

    Exit run() {
        Choice choice(store_, wishes_);
        Runs runs = choice.choose();
        for (const Finding& finding : choice.findings())
            tell(finding);
        std::vector<std::pair<RunPlan, Batch*>> all;
        for (auto& [recipe, batch] : runs) {
            all.emplace_back(make_plan(wishes_, store_, recipe), &batch);
            check_before(recipe_of(all.back().first, all_stages()), batch);
        }
        ::setenv("OMP_THREAD_LIMIT", "1", 1);  // one worker a core; engines must not multiply them
        if (!wishes_.as_json && !all.empty()) print_heading();
        for (auto& [plan, batch] : all)
            if (!interrupted_) read(plan, *batch);
        finish();
        return interrupted_ ? Exit::interrupted
               : damaged_   ? Exit::fixity
               : errors_    ? Exit::findings
                            : Exit::ok;
    }

  private:
    void tell(const Finding& finding) {
        ++errors_;
        damaged_ = damaged_ || finding.code.starts_with("fixity.");
        if (wishes_.as_json)
            fmt::print("{}\n", json{{"event", "noticed"},
                                    {"findings",
                                     {{{"code", finding.code},
                                       {"level", word(finding.level)},
                                       {"place", finding.place},
                                       {"sentence", finding.sentence}}}}}
                                   .dump(-1, ' ', false, json::error_handler_t::replace));
        else
            fmt::print(stderr, "{}\n", finding_line(finding));
    }

    void read(const RunPlan& plan, Batch& batch) {
        batch.id = fs::path(plan.store).filename().string();
        batch.folder = plan.batch_folder;
        make_folders(plan.work_folder);
        std::map<std::string, int> versions;
        for (const Item& item : batch.items)
            versions[item.id] =
                static_cast<int>(stored_item(store_, item.id).inventory.versions.size());
        {
            const auto observer =
                make_observer(wishes_.as_json ? Telling::json : Telling::automatic);
            const RunResult result =
                run_batch(plan, batch, toolbox(), fs::read_symlink("/proc/self/exe"), *observer);
            interrupted_ = result.interrupted;
            errors_ += result.progress.errors;
        }
        const Journal journal(plan.journal_file(), Journal::Mode::read);
        for (const Item& item : batch.items) {
            damaged_ = damaged_ || damaged(journal, item);
            if (!interrupted_) show(change_of(store_, journal, item, versions.at(item.id)));
        }
    }

    void show(const ItemChange& change) {
        ++items_;
        items_changed_ += change.pages_changed() > 0;
        pages_changed_ += change.pages_changed();
        if (wishes_.as_json) {
            json told = as_json(change);
            told["event"] = "text";
            told["dry_run"] = wishes_.dry_run;
            fmt::print("{}\n", told.dump(-1, ' ', false, json::error_handler_t::replace));
        } else {
            print_change(change, wishes_.dry_run);
        }
    }

    void finish() const {
        if (interrupted_) {
            fmt::print(stderr, "interrupted; run the same command again to go on\n");
        } else if (wishes_.as_json) {
            fmt::print("{}\n", json{{"event", "finished"},
                                    {"dry_run", wishes_.dry_run},
                                    {"items", items_},
                                    {"items_changed", items_changed_},
                                    {"pages_changed", pages_changed_}}
                                   .dump());
        } else if (items_ == 0) {
            fmt::print("no item to be read again\n");
        } else {
            fmt::print(
                "{} items read again, {} pages of {} items {}\n", items_, pages_changed_,
                items_changed_,
                wishes_.dry_run ? "would change; nothing was written to the store" : "changed");
        }
    }

    const Wishes& wishes_;
    const Store& store_;
    std::size_t items_ = 0, items_changed_ = 0, pages_changed_ = 0, errors_ = 0;
    bool interrupted_ = false, damaged_ = false;
};

Exit rerecognise(const Wishes& wishes) {
    if (wishes.items.empty() && !wishes.all && wishes.older_than.empty())
        throw Failure(
            Exit::usage,
            "rerecognise: say which items: name them, or give --model-older-than or --all");
    if (!wishes.items.empty() && wishes.all)
        throw Failure(Exit::usage, "rerecognise: name items or give --all, not both");
    const Store store = store_to_add_to(wishes.store, wishes.dry_run);
    return Reading(wishes, store).run();
}

}  // namespace

void add_rerecognise(CLI::App& app, const Chosen& chosen) {
    auto* sub = app.add_subcommand(
        "rerecognise", "Read stored items again; what reads differently becomes a new version");
    auto w = std::make_shared<Wishes>();
    sub->add_option("STORE", w->store, "The archive")->required()->type_name("FOLDER");
    sub->add_option("ITEM", w->items, "Items' ids")->type_name("ID");
    sub->add_flag("--all", w->all, "All items of the store");
    sub->add_option("--model-older-than", w->older_than,
                    "Items with a page whose text came before a date (2026-01-31), or whose engine "
                    "was below a version (5.3.0), or that was read by another engine or other "
                    "models than are installed (the word installed); of the items named, else of "
                    "all")
        ->type_name("WHAT");
    sub->add_option(
           "--recipe", w->recipe,
           "Whose tone and recognise stages read; print, manuscript, map, or a file ending "
           "in .toml [the item's own]")
        ->type_name("NAME");
    sub->add_option("--languages", w->languages,
                    "To read in, parted by commas [those that the item was read in]")
        ->type_name("LIST");
    sub->add_flag("--with-imported", w->with_imported,
                  "Also pages whose text was imported; without, that text is never replaced");
    sub->add_flag("--dry-run", w->dry_run,
                  "Read, and show what would change page by page; write nothing to the store");
    sub->add_option("--jobs,-j", w->jobs, "Worker processes, 1 to 1024 [one a core]")
        ->type_name("N")
        ->check(CLI::Range(1, 1024).description(""));
    sub->add_option("--memory", w->memory_gb,
                    "GB that reading and decoding one scan may take in a worker [seven tenths of "
                    "the machine's, divided by the workers]")
        ->type_name("GB")
        ->check(CLI::Range(0.05, 4096.0).description(""));
    sub->add_option("--page-timeout", w->page_timeout,
                    "Seconds without a sign of life after which a scan is given up")
        ->type_name("SECONDS")
        ->check(CLI::Range(1.0, 86400.0).description(""))
        ->capture_default_str();
    sub->add_option("--work", w->work, "Folder for the journal [STORE.nuskha, beside the store]")
        ->type_name("FOLDER");
    sub->add_flag("--json", w->as_json, "One JSON event a line instead of words");
    sub->footer(R"(
Scans are read out of the store, each page where its sealed record says that it lies: it is not
straightened or cut anew, so words' boxes go on fitting it. A new version holds the text that
changed, METS and findings; the scans stay where the first version put them and are neither copied
nor hashed for it. An item whose text comes out the same gets no version. Old text stays:
nuskha text STORE ITEM --version v1.
While a scan is in memory to be read, it is compared with the inventory's digest. One that differs
is an error (fixity.changed, exit status 5), and its item is left alone.
Ctrl-C loses nothing; the same command goes on. What --dry-run has read is not read again.

Examples:
  nuskha rerecognise /archive AZ-0012 --dry-run
  nuskha rerecognise /archive AZ-0012
  nuskha rerecognise /archive --model-older-than installed --jobs 4
  nuskha rerecognise /archive KZ-0003 --languages kk-Cyrl,ru --dry-run --json)");
    sub->callback([=] { chosen([=] { return rerecognise(*w); }); });
}

}  // namespace nuskha
