// evaluate: runs stages over a folder of scans with known truth and says how good they are, by
// group. For development; not installed.
//   evaluate FOLDER [--stages a,b,c] [--only TEXT] [--languages "ru en"] [--set stage.option=value]
//            [--turn QUARTERS] [--tilt DEGREES] [--json FILE]
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "models/failure.hpp"
#include "models/language/alphabet.hpp"
#include "stages/stages.hpp"
#include "stages/workbench.hpp"
#include "tests/unit/stages/raster_view.hpp"
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

double cpu_seconds() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return double(t.tv_sec) + double(t.tv_nsec) * 1e-9;
}

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, at);)
        if (!part.empty()) parts.push_back(part);
    return parts;
}

std::string text_of(const Page& page) {
    std::string all;
    if (page.text)
        for (const Block& block : page.text->blocks)
            for (const Line& line : block.lines) {
                for (const Word& word : line.words)
                    all += word.text + ' ';
                all += '\n';
            }
    return all;
}

std::unique_ptr<Stage> make(const StageInfo& info, const Wishes& wishes, Workbench& bench) {
    Options options(info.options);
    for (const std::string& setting : wishes.settings) {
        const auto dot = setting.find('.'), equals = setting.find('=');
        if (dot == std::string::npos || equals == std::string::npos ||
            setting.substr(0, dot) != info.name)
            continue;
        const std::string name = setting.substr(dot + 1, equals - dot - 1),
                          value = setting.substr(equals + 1);
        for (const OptionSpec& spec : info.options)
            if (spec.name == name) {
                if (std::holds_alternative<bool>(spec.default_value))
                    options.set(name, value == "true", "--set");
                else if (std::holds_alternative<double>(spec.default_value))
                    options.set(name, std::stod(value), "--set");
                else
                    options.set(name, value, "--set");
            }
    }
    return info.make(options, bench);
}

nlohmann::json record(const Sample& sample, const Page& page, const Geometry& before,
                      const std::map<std::string, double>& seconds) {
    nlohmann::json json{{"group", sample.group}, {"name", sample.name}};
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
        const Distance d = character_distance(text_of(page), *sample.truth);
        json["edits"] = d.edits;
        json["truth"] = d.truth;
        json["cer"] = d.rate();
    }
    if (page.text) json["text"] = text_of(page);
    return json;
}

int run(const Wishes& wishes) {
    const auto bench = make_workbench();
    std::vector<std::pair<std::string, std::unique_ptr<Stage>>> chain;
    for (const std::string& name : split(wishes.stages, ',')) {
        const StageInfo* info = find_stage(name);
        if (!info) throw Failure(Exit::usage, "--stages: there is no stage '" + name + "'");
        chain.emplace_back(name, make(*info, wishes, *bench));
    }
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
        std::map<std::string, double> seconds;
        for (auto& [name, stage] : chain) {
            const Geometry geometry = page.geometry;
            const RasterView view(loaded->raster, geometry);
            const double began = cpu_seconds();
            page = std::move(stage->run(std::move(page), view).front());
            seconds[name] += cpu_seconds() - began - view.seconds;
            seconds["view"] += view.seconds;
        }
        all.push_back(record(sample, page, before, seconds));
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
