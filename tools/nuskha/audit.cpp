#include "pipeline/store/audit.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "pipeline/clock.hpp"
#include "tools/nuskha/commands.hpp"
#include "tools/nuskha/progress.hpp"

namespace nuskha {
namespace {

Exit audit(const std::string& folder, const std::string& item, bool as_json) {
    using Clock = std::chrono::steady_clock;
    const bool drawing = ::isatty(STDERR_FILENO) && !as_json;
    auto last = Clock::now();
    const Store store = Store::open_for_audit(folder);
    const AuditResult result =
        audit_store(store, item, [&](const AuditFigures& f, const std::string& path) {
            if (!drawing || Clock::now() - last < std::chrono::milliseconds(200)) return;
            last = Clock::now();
            fmt::print(stderr, "\r\x1b[K{} objects, {} files, {}: {:.60}", f.objects, f.files,
                       human_bytes(f.bytes), path);
        });
    if (drawing) fmt::print(stderr, "\r\x1b[K");
    const bool sound = result.findings.empty();
    if (as_json) {
        auto list = nlohmann::json::array();
        for (const Finding& f : result.findings)
            list.push_back({{"code", f.code},
                            {"level", word(f.level)},
                            {"place", f.place},
                            {"sentence", f.sentence}});
        fmt::print("{}\n", nlohmann::json{{"store", store.root().string()},
                                          {"time", iso8601(now())},
                                          {"objects", result.figures.objects},
                                          {"files", result.figures.files},
                                          {"bytes", result.figures.bytes},
                                          {"sound", sound},
                                          {"findings", list}}
                               .dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
    } else {
        for (const Finding& f : result.findings)
            fmt::print("{}\n", finding_line(f));
        fmt::print("{}: {} objects, {} files, {} read; {}\n", store.root().string(),
                   result.figures.objects, result.figures.files, human_bytes(result.figures.bytes),
                   sound ? "every byte is as it was sealed"
                         : fmt::format("{} DIFFERENCES", result.findings.size()));
    }
    return sound ? Exit::ok : Exit::fixity;
}

}  // namespace

void add_audit(CLI::App& app, const Chosen& chosen) {
    auto* sub = app.add_subcommand(
        "audit",
        "Re-read every byte of a store and compare it with what was sealed; writes nothing");
    auto store = std::make_shared<std::string>();
    auto item = std::make_shared<std::string>();
    auto as_json = std::make_shared<bool>(false);
    sub->add_option("STORE", *store, "The archive")->required()->type_name("FOLDER");
    sub->add_option("--item", *item, "Only this item")->type_name("ID");
    sub->add_flag("--json", *as_json, "As JSON");
    sub->footer(R"(
Exit status 5 when anything is changed, missing, extra or unreadable; each is named.

Examples:
  nuskha audit /archive
  nuskha audit /archive --item AZ-0012 --json)");
    sub->callback([=] { chosen([=] { return audit(*store, *item, *as_json); }); });
}

}  // namespace nuskha
