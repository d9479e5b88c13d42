// preparation [PART...] [--count N] [--seed N] [--peers N] [--out FOLDER]
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "models/failure.hpp"
#include "tools/preparation/parts.hpp"

namespace nuskha {
namespace {

int measure(const std::vector<std::string>& wanted, const PartPlan& plan) {
    std::filesystem::create_directories(plan.out);
    bool all_kept = true;
    for (const Part& part : parts()) {
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
}  // namespace nuskha

int main(int count, char** arguments) {
    CLI::App app{"Measures image preparation and quality control on generated pages."};
    std::vector<std::string> wanted;
    nuskha::PartPlan plan;
    plan.seed = 20260901;
    plan.out = "out/bench/preparation";
    app.add_option("parts", wanted, "which parts; all where none is named");
    app.add_option("--count", plan.count, "pages a part makes");
    bool list = false;
    app.add_flag("--list", list, "say which parts there are");
    app.add_option("--seed", plan.seed, "of the pages that are made");
    app.add_option(
        "--only", plan.only,
        "just this: of quality a defect or \"none\"; of skew and straight a kind of page or a "
        "number, of split a number; a page told by number is kept as a picture");
    app.add_option("--peers", plan.peers, "pages on which other programs are asked too");
    app.add_option("--out", plan.out, "folder for the CSV files");
    CLI11_PARSE(app, count, arguments);
    if (list) {
        for (const nuskha::Part& part : nuskha::parts())
            fmt::print("{}\n", part.name);
        return 0;
    }
    try {
        return nuskha::measure(wanted, plan);
    } catch (const nuskha::Failure& failure) {
        fmt::print(stderr, "preparation: {}\n", failure.what());
        return static_cast<int>(failure.kind());
    }
}
