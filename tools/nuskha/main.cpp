#include <fmt/format.h>

#include <clocale>
#include <cstdio>
#include <exception>

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
5 fixity failure, 6 engine or model, 130 interrupted.)";

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
    for (auto add : {add_run, add_check, add_report, add_show, add_audit, add_recipe, add_languages,
                     add_explain, add_worker})
        add(app, chosen);
    try {
        app.parse(argc, argv);
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
