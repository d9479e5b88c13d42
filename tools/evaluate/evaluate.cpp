// evaluate: runs stages over a folder of scans with known truth and says how good they are, by
// group. For development; not installed.
//   evaluate FOLDER [--stages a,b,c] [--only TEXT] [--languages "ru en"] [--set stage.option=value]
//            [--turn QUARTERS] [--tilt DEGREES] [--json FILE]
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "models/failure.hpp"
#include "models/language/alphabet.hpp"
#include "stages/workbench.hpp"
#include "tools/evaluate/chain.hpp"
#include "tools/evaluate/distance.hpp"
#include "tools/evaluate/load.hpp"

namespace nuskha {
namespace {

struct Wishes {
    std::string folder, stages = "deskew", only, languages, json;
    std::vector<std::string> settings;
    int turn = 0;
    double tilt = 0;
    bool verbose = false;
};

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, at);)
        if (!part.empty()) parts.push_back(part);
    return parts;
}

nlohmann::json record(const Sample& sample, const std::vector<Page>& pages, const Geometry& before,
                      const std::map<std::string, double>& seconds) {
    const Page& page = pages.front();
    nlohmann::json json{{"group", sample.group}, {"name", sample.name}, {"pages", pages.size()}};
    for (const auto& [stage, s] : seconds)
        json["cpu"][stage] = s;
    json["turned"] = page.geometry.degrees() - before.degrees();
    json["page"] = {page.geometry.page().width, page.geometry.page().height};
    if (sample.skew) json["skew"] = *sample.skew;
    for (const Event& event : page.events) {
        json["events"][event.stage] = {{"outcome", event.outcome}, {"detail", event.detail}};
        for (const Number& n : event.numbers)
            json["events"][event.stage][n.name] = n.value;
    }
    for (const Finding& finding : page.findings)
        json["findings"].push_back(finding.code);
    if (page.text && sample.truth) {
        const Distance d = character_distance(text_of(pages), *sample.truth);
        json["edits"] = d.edits;
        json["truth"] = d.truth;
        json["cer"] = d.rate();
    }
    if (page.text) json["text"] = text_of(pages);
    return json;
}

int run(const Wishes& wishes) {
    const auto bench = make_workbench();
    Chain chain(split(wishes.stages, ','), wishes.settings, *bench);
    nlohmann::json all = nlohmann::json::array();
    for (const Sample& sample : samples_in(wishes.folder)) {
        if (sample.file.string().find(wishes.only) == std::string::npos) continue;
        auto loaded = load(sample);
        if (!loaded) {
            fmt::print(stderr, "{}: cannot be read\n", sample.file.string());
            continue;
        }
        Page page = std::move(loaded->page);
        if (!wishes.languages.empty()) page.languages = split(wishes.languages, ' ');
        for (std::string& language : page.languages)
            language = canonical_language(language).value_or(language);
        page.geometry = page.geometry.turned(wishes.turn);
        if (wishes.tilt != 0) page.geometry = page.geometry.rotated(wishes.tilt);
        const Geometry before = page.geometry;
        const ScanPixels pixels(std::move(loaded->raster));
        const std::vector<Page> pages = chain.run({std::move(page)}, pixels);
        std::map<std::string, double> seconds;
        for (const Chain::Step& step : chain.steps()) {
            seconds[std::string(step.info->name)] += step.seconds - step.view;
            seconds["view"] += step.view;
        }
        all.push_back(record(sample, pages, before, seconds));
        if (wishes.verbose) fmt::print("{}\n", all.back().dump());
    }
    if (!wishes.json.empty()) std::ofstream(wishes.json) << all.dump(1) << '\n';

    std::map<std::string, std::vector<const nlohmann::json*>> groups;
    for (const auto& one : all)
        groups[one["group"]].push_back(&one);
    for (const auto& [group, members] : groups) {
        std::map<std::string, double> cpu;
        std::map<std::string, int> findings;
        double edits = 0, truth = 0;
        std::vector<double> errors;
        for (const nlohmann::json* one : members) {
            for (const auto& [stage, s] : (*one)["cpu"].items())
                cpu[stage] += s.get<double>();
            edits += one->value("edits", 0.0);
            truth += one->value("truth", 0.0);
            if (one->contains("findings"))
                for (const auto& code : (*one)["findings"])
                    ++findings[code.get<std::string>()];
            if (one->contains("skew"))
                errors.push_back(std::abs((*one)["turned"].get<double>() + wishes.tilt +
                                          (*one)["skew"].get<double>()));
        }
        fmt::print("{:28} n={:3}", group, members.size());
        for (const auto& [stage, s] : cpu)
            fmt::print(" {}={:.3f}s", stage, s / double(members.size()));
        if (truth > 0) fmt::print(" CER={:.4f}", edits / truth);
        if (!errors.empty()) {
            std::sort(errors.begin(), errors.end());
            double sum = 0;
            for (double e : errors)
                sum += e;
            fmt::print(" skew error mean={:.2f} median={:.2f} worst={:.2f}",
                       sum / double(errors.size()), errors[errors.size() / 2], errors.back());
        }
        for (const auto& [code, n] : findings)
            fmt::print(" {}:{}", code, n);
        fmt::print("\n");
    }
    return 0;
}

}  // namespace
}  // namespace nuskha

int main(int argc, char** argv) {
    nuskha::Wishes wishes;
    CLI::App app{"Measures stages on scans with known truth"};
    app.add_option("folder", wishes.folder)->required();
    app.add_option("--stages", wishes.stages);
    app.add_option("--only", wishes.only);
    app.add_option("--languages", wishes.languages);
    app.add_option("--set", wishes.settings);
    app.add_option("--turn", wishes.turn);
    app.add_option("--tilt", wishes.tilt);
    app.add_option("--json", wishes.json);
    app.add_flag("--verbose", wishes.verbose);
    CLI11_PARSE(app, argc, argv);
    try {
        return nuskha::run(wishes);
    } catch (const nuskha::Failure& failure) {
        fmt::print(stderr, "evaluate: {}\n", failure.what());
        return static_cast<int>(failure.kind());
    }
}
