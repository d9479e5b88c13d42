#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>

#include "pipeline/options.hpp"
#include "tools/nuskha/commands.hpp"

namespace {

constexpr auto footer = R"(
Start here:
  nuskha check BATCH                      look a batch over; nothing is stored
  nuskha run BATCH --store STORE          the whole way: scans in, sealed items and text out
  nuskha report BATCH                     the batch's report again
  nuskha audit STORE                      re-read every byte and compare

A BATCH is a folder of scans: each sub-folder is an item, loose images are grouped by the name before the last
number. Running a command again goes on where it was; what is done is not done twice.

Exit status: 0 all well, 1 done but with error findings, 2 wrong usage, 3 input unusable, 4 store or disk,
5 fixity failure, 6 engine or model, 130 interrupted.

`nuskha COMMAND --help` tells each command's options and an example; `man nuskha` tells all of them.)";

// A misspelt word is told with the right one, before CLI11 complains of what is missing because of it.
void check_spelling(const CLI::App& app, int argc, char** argv) {
    using namespace nuskha;
    const CLI::App* at = &app;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        std::vector<std::string> known;
        if (word.starts_with("--")) {
            if (word.size() == 2) return;
            for (const CLI::Option* option : at->get_options())
                for (const std::string& name : option->get_lnames())
                    known.push_back("--" + name);
        } else if (!word.starts_with('-') && at->get_require_subcommand_min() > 0) {
            for (const CLI::App* sub : at->get_subcommands([](const CLI::App*) { return true; }))
                known.push_back(sub->get_name());
        } else {
            continue;
        }
        const std::string name = word.substr(0, word.find('='));
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            const std::string near = nearest(name, known);
            throw Failure(Exit::usage,
                          fmt::format("there is no {}{}; `{} --help` tells what there is", name,
                                      near.empty() ? "" : fmt::format("; did you mean {}?", near),
                                      at == &app ? "nuskha" : "nuskha " + at->get_name()));
        }
        if (!word.starts_with("--")) at = at->get_subcommand(name);
    }
}

}  // namespace

int main(int argc, char** argv) {
    using namespace nuskha;
    CLI::App app(
        "Nuskha takes scans of books, manuscripts, periodicals and maps to sealed, verifiable "
        "items and readable text.",
        "nuskha");
    app.set_version_flag("--version", "nuskha " NUSKHA_VERSION);
    app.require_subcommand(1);
    app.footer(footer);
    Command command;
    const Chosen chosen = [&](Command c) { command = std::move(c); };
    for (auto add : {add_run, add_check, add_report, add_show, add_text, add_audit, add_verify,
                     add_rerecognise, add_import_text, add_recipe, add_languages, add_models,
                     add_evaluate, add_explain, add_worker})
        add(app, chosen);
    try {
        check_spelling(app, argc, argv);
        app.parse(argc, argv);
    } catch (const Failure& failure) {
        fmt::print(stderr, "nuskha: {}\n", failure.what());
        return static_cast<int>(failure.kind());
    } catch (const CLI::ParseError& e) {
        return app.exit(e) == 0 ? 0 : static_cast<int>(Exit::usage);
    }
    try {
        return static_cast<int>(command());
    } catch (const Failure& failure) {
        fmt::print(stderr, "nuskha: {}\n", failure.what());
        return static_cast<int>(failure.kind());
    } catch (const std::exception& e) {
        fmt::print(stderr,
                   "nuskha: went wrong in a way that was not foreseen: {}; please report it\n",
                   e.what());
        return static_cast<int>(Exit::store);
    }
}
