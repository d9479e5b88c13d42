#include "tools/preparation/orient.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>

#include "pipeline/imaging/scan_view.hpp"
#include "stages/orient.hpp"
#include "stages/workbench.hpp"
#include "tools/evaluate/chain.hpp"
#include "tools/evaluate/load.hpp"
#include "tools/preparation/skew_pages.hpp"

namespace nuskha {
namespace {

enum class Verdict { right, flagged, silent, wrong };  // silent: left lying, but nothing is written
constexpr std::array words{"right", "unsure", "nothing written", "wrong"};

struct Decision {
    Verdict verdict;
    double milliseconds;  // CPU, overview included
    Event event;
};

// `page` lies upright; it is laid on another side, and orient has to find out.
Decision decided(Stage& stage, Page page, const ScanPixels& pixels, int turns) {
    const Geometry upright = page.geometry;
    page.geometry = upright.turned(turns);
    const double began = cpu_seconds();
    const Page done = stage.run(page, ScanView(pixels, page.geometry)).front();
    Decision decision{Verdict::wrong, 1000 * (cpu_seconds() - began), done.events.back()};
    const bool flagged =
        std::any_of(done.findings.begin(), done.findings.end(),
                    [](const Finding& finding) { return finding.code == "orient.unsure"; });
    const bool left_alone = done.geometry == page.geometry;
    const double off = done.geometry.degrees() - upright.degrees();
    if (std::abs(std::remainder(off, 360)) < 1)
        decision.verdict = flagged ? Verdict::flagged : Verdict::right;
    else if (left_alone && flagged)
        decision.verdict = Verdict::flagged;
    else if (left_alone && decision.event.detail.starts_with("too little writing"))
        decision.verdict = Verdict::silent;
    return decision;
}

struct Tally {
    std::array<int, 4> counts{};
    double milliseconds = 0;
    int of(Verdict verdict) const { return counts[static_cast<std::size_t>(verdict)]; }
    int all() const { return counts[0] + counts[1] + counts[2] + counts[3]; }
};

// Counts decisions by group, and writes each down.
class Record {
  public:
    explicit Record(const std::filesystem::path& file) : csv_(file) {
        csv_ << "page,group,language,turned,verdict,cpu_ms,why,numbers\n";
    }
    void add(const std::string& page, const std::vector<std::string>& groups,
             const std::string& language, int turns, const Decision& decision) {
        std::string numbers;
        for (const Number& n : decision.event.numbers)
            numbers += fmt::format("{}{}={:.3f}", numbers.empty() ? "" : " ", n.name, n.value);
        const auto verdict = static_cast<std::size_t>(decision.verdict);
        csv_ << fmt::format("{},{},{},{},{},{:.1f},\"{}\",\"{}\"\n", page, groups.front(), language,
                            90 * turns, words[verdict], decision.milliseconds,
                            decision.event.detail, numbers)
             << std::flush;
        if (decision.verdict == Verdict::wrong)
            fmt::print("wrong: {} laid by {} degrees: {} ({})\n", page, 90 * turns,
                       decision.event.detail, numbers);
        for (Tally* tally : tallies_of(groups)) {
            ++tally->counts[verdict];
            tally->milliseconds += decision.milliseconds;
        }
    }
    const Tally& all() const { return all_; }
    void print() const {
        fmt::print("{:<28} {:>9} {:>7} {:>7} {:>8} {:>6} {:>7}\n", "", "decisions", "right",
                   "unsure", "nothing", "wrong", "CPU ms");
        for (const auto& [name, tally] : groups_)
            row(name, tally);
        row("all", all_);
    }

  private:
    std::vector<Tally*> tallies_of(const std::vector<std::string>& groups) {
        std::vector<Tally*> tallies{&all_};
        for (const std::string& group : groups)
            tallies.push_back(&groups_[group]);
        return tallies;
    }
    static void row(const std::string& name, const Tally& t) {
        fmt::print("{:<28} {:>9} {:>7} {:>7} {:>8} {:>6} {:>7.0f}\n", name, t.all(),
                   t.of(Verdict::right), t.of(Verdict::flagged), t.of(Verdict::silent),
                   t.of(Verdict::wrong), t.milliseconds / t.all());
    }
    std::ofstream csv_;
    std::map<std::string, Tally> groups_;
    Tally all_;
};

constexpr double most_tilt = 15;  // degrees, of the pages that lie aslant

// Scans whose publisher left them lying: by how many quarters they have to be turned clockwise.
int turns_to_upright(const Sample& sample) {
    return sample.name == "lyra.005.jpg" || sample.name == "phototestrot.tif" ? 1 : 0;
}

}  // namespace

bool measure_orient(const PartPlan& plan) {
    const int count = plan.count > 0 ? plan.count : 1000;
    const auto bench = make_workbench();
    const auto stage = orient_stage.make(Options(orient_stage.options), *bench);
    Record record(plan.out / "orient.csv");
    const Dice dice = Dice(plan.seed).named("orient");
    for (int i = 0; i < count; ++i) {
        const Dice own = dice.named(fmt::format("page {}", i));
        const bool tilted = i % 2 == 0;
        SkewPage made = tilted ? tilted_page(i / 2, most_tilt, own) : straight_page(i / 2, own);
        Page page;
        page.id = {"bench", fmt::format("{:04}.tif", i), 0, 0};
        page.languages = {made.language};
        page.facts.ppi_x = page.facts.ppi_y = 300;
        page.geometry = Geometry({double(made.scan.width), double(made.scan.height)}, 1);
        const ScanPixels pixels(std::move(made.scan));
        for (int turns = 0; turns < 4; ++turns)
            record.add(fmt::format("{} {} in {}", i, made.kind, made.face),
                       {made.kind, "in " + made.language, tilted ? "tilted" : "straight"},
                       made.language, turns, decided(*stage, page, pixels, turns));
    }
    record.print();
    return 1000 * record.all().of(Verdict::wrong) <= record.all().all();
}

bool measure_orient_real(const PartPlan& plan) {
    const char* shared = std::getenv("NUSKHA_SHARED");
    if (!shared) {
        fmt::print("skipped: NUSKHA_SHARED does not name a folder with real scans\n");
        return true;
    }
    const auto bench = make_workbench();
    const auto stage = orient_stage.make(Options(orient_stage.options), *bench);
    Record record(plan.out / "orient-real.csv");
    for (const Sample& sample : samples_in(std::filesystem::path(shared) / "scans")) {
        if (sample.group.starts_with("lines_")) continue;
        auto loaded = load(sample);
        if (!loaded) continue;
        Page page = loaded->page;
        page.geometry = page.geometry.turned(turns_to_upright(sample));
        // What the recipe for print reads where nothing is declared, or what was cannot be read.
        if (!readable(page.languages)) page.languages = {"az-Latn", "az-Cyrl", "ru", "en"};
        const ScanPixels pixels(std::move(loaded->raster));
        const std::string language =
            sample.languages.empty() ? "not declared" : sample.languages.front();
        for (int turns = 0; turns < 4; ++turns)
            record.add(sample.group + "/" + sample.name, {sample.group}, language, turns,
                       decided(*stage, page, pixels, turns));
    }
    record.print();
    return record.all().of(Verdict::wrong) == 0;
}

}  // namespace nuskha
