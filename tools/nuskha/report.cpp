#include "pipeline/report/report.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "pipeline/files.hpp"
#include "tools/nuskha/commands.hpp"

namespace nuskha {
namespace {

Exit report(const std::string& batch, const std::string& asked, bool as_json) {
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::path folder = fs::canonical(batch, error);
    const std::string work = work_folder_for(error ? batch : folder.string(), asked);
    for (const char* part : {"run", "check"}) {
        const fs::path journal_file = fs::path(work) / part / "journal.db";
        if (!fs::exists(journal_file)) continue;
        const Journal journal(journal_file, Journal::Mode::read);
        const fs::path out = fs::path(work) / part / "report";
        write_report(journal, out);
        if (as_json)
            fmt::print("{}\n", summary_json(journal, out));
        else
            fmt::print("{}", summary_table(journal, out));
        return Exit::ok;
    }
    throw Failure(Exit::input, fmt::format("{}: there is no journal in it; run `nuskha run` or "
                                           "`nuskha check` on the batch first, or say "
                                           "where it is with --work",
                                           work));
}

}  // namespace

void add_report(CLI::App& app, const Chosen& chosen) {
    auto* sub = app.add_subcommand(
        "report", "Write a batch's report again, from what its run found, else its check");
    auto batch = std::make_shared<std::string>();
    auto work = std::make_shared<std::string>();
    auto as_json = std::make_shared<bool>(false);
    sub->add_option("BATCH", *batch, "Folder of scans")->required()->type_name("FOLDER");
    sub->add_option("--work", *work,
                    "Folder for journal and report [BATCH.nuskha, beside the batch]")
        ->type_name("FOLDER");
    sub->add_flag("--json", *as_json, "The summary as JSON");
    sub->footer(R"(
The report is a folder of static files that opens from the disk: WORK/run/report/index.html, or WORK/check/report.

Example:
  nuskha report /scans/2026-11-22)");
    sub->callback([=] { chosen([=] { return report(*batch, *work, *as_json); }); });
}

}  // namespace nuskha
