// The subcommands of `nuskha`, one file each. Each adds itself to the command line and, when
// chosen, runs to an exit status.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <functional>
#include <string>
#include <vector>

#include "models/failure.hpp"
#include "pipeline/run/plan.hpp"
#include "pipeline/store/store.hpp"

namespace nuskha {

using Command = std::function<Exit()>;
using Chosen = std::function<void(Command)>;  // a subcommand gives what is to be run

void add_run(CLI::App& app, const Chosen& chosen);
void add_check(CLI::App& app, const Chosen& chosen);
void add_report(CLI::App& app, const Chosen& chosen);
void add_show(CLI::App& app, const Chosen& chosen);
void add_text(CLI::App& app, const Chosen& chosen);
void add_audit(CLI::App& app, const Chosen& chosen);
void add_verify(CLI::App& app, const Chosen& chosen);
void add_rerecognise(CLI::App& app, const Chosen& chosen);
void add_import_text(CLI::App& app, const Chosen& chosen);
void add_recipe(CLI::App& app, const Chosen& chosen);
void add_explain(CLI::App& app, const Chosen& chosen);
void add_languages(CLI::App& app, const Chosen& chosen);
void add_models(CLI::App& app, const Chosen& chosen);
void add_evaluate(CLI::App& app, const Chosen& chosen);
void add_worker(CLI::App& app, const Chosen& chosen);

// The object of an item. Throws Failure(usage) with the nearest name where there is none.
StoredObject stored_item(const Store& store, const std::string& item);

// A store that is there, cleaned of what interrupted sealings left unless it is only looked at.
Store store_to_add_to(const std::string& folder, bool only_look);

// Draws page frame and word boxes of a stored item over its scans, one JPEG a page in `folder`.
// Returns what was written.
std::vector<std::string> draw_item(const Store& store, const StoredObject& object,
                                   const std::string& folder);

Toolbox toolbox();

// Where a batch's journal and report are kept when --work does not say: beside the batch, never in
// it.
std::string work_folder_for(const std::string& batch_folder, const std::string& asked);

}  // namespace nuskha
