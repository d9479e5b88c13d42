#include "tools/measuring/parts.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "models/failure.hpp"

namespace nuskha {
namespace {

int measure(std::span<const Part> parts, const std::vector<std::string>& wanted,
            const PartPlan& plan) {
    std::filesystem::create_directories(plan.out);
    bool all_kept = true;
    for (const Part& part : parts) {
        if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), part.name) == wanted.end())
            continue;
        fmt::print("== {}: {}\n", part.name, part.sentence);
        const bool kept = part.run(plan);
        fmt::print("{}: {}\n\n", part.name, kept ? "kept" : "NOT KEPT");
        all_kept = all_kept && kept;
    }
    return all_kept ? 0 : 1;
}

}  // namespace

int run_parts(const std::string& program, const std::string& sentence, std::span<const Part> parts,
              int count, char** arguments) {
    CLI::App app{sentence, program};
    std::vector<std::string> wanted, names;
    for (const Part& part : parts)
        names.emplace_back(part.name);
    PartPlan plan;
    plan.seed = 20260901;
    plan.out = "out/bench/" + program;
    app.add_option("parts", wanted, "which parts; all where none is named")
        ->check(CLI::IsMember(names));
    app.add_option("--count", plan.count, "pages a part makes");
    bool list = false;
    app.add_flag("--list", list, "say which parts there are");
    app.add_option("--seed", plan.seed, "of the pages that are made");
    app.add_option("--only", plan.only,
                   "just this kind, defect, alphabet or number of page, as far as the part "
                   "distinguishes them; a page told by number may be kept as a picture");
    app.add_option("--peers", plan.peers, "pages on which other programs are asked too");
    app.add_flag(
        "--keep", plan.keep,
        "keep pictures, truth and readings of the pages beside the CSV files, where the part can");
    app.add_option("--out", plan.out, "folder for the CSV files");
    CLI11_PARSE(app, count, arguments);
    if (list) {
        for (const std::string& name : names)
            fmt::print("{}\n", name);
        return 0;
    }
    try {
        return measure(parts, wanted, plan);
    } catch (const Failure& failure) {
        fmt::print(stderr, "{}: {}\n", program, failure.what());
        return static_cast<int>(failure.kind());
    }
}

}  // namespace nuskha
