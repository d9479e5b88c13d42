#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "models/preservation/finding.hpp"
#include "pipeline/options.hpp"
#include "tools/nuskha/commands.hpp"

namespace nuskha {
namespace {

Exit explain(const std::string& code, bool as_json) {
    auto list = nlohmann::json::array();
    std::vector<std::string> codes;
    for (const FindingKind& kind : finding_catalogue()) {
        codes.emplace_back(kind.code);
        if (!code.empty() && kind.code != code) continue;
        if (as_json)
            list.push_back({{"code", kind.code},
                            {"level", word(kind.level)},
                            {"meaning", kind.meaning},
                            {"advice", kind.advice}});
        else
            fmt::print("{} ({})\n    {}\n    {}\n", kind.code, word(kind.level), kind.meaning,
                       kind.advice);
    }
    if (!code.empty() && !find_finding_kind(code)) {
        const std::string near = nearest(code, codes);
        throw Failure(Exit::usage, fmt::format("{}: there is no such finding; {}", code,
                                               near.empty() ? "`nuskha explain` lists them all"
                                                            : "did you mean '" + near + "'?"));
    }
    if (as_json) fmt::print("{}\n", list.dump(2));
    return Exit::ok;
}

}  // namespace

void add_explain(CLI::App& app, const Chosen& chosen) {
    auto* sub = app.add_subcommand(
        "explain", "What a finding's code means and what to do; without a code, all of them");
    auto code = std::make_shared<std::string>();
    auto as_json = std::make_shared<bool>(false);
    sub->add_option("CODE", *code, "For example scan.truncated")->type_name("");
    sub->add_flag("--json", *as_json, "As JSON");
    sub->footer(R"(
Example:
  nuskha explain checksum.mismatch)");
    sub->callback([=] { chosen([=] { return explain(*code, *as_json); }); });
}

}  // namespace nuskha
