#include "tools/preparation/whole.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>

#include "stages/workbench.hpp"
#include "tools/evaluate/chain.hpp"
#include "tools/evaluate/distance.hpp"
#include "tools/evaluate/load.hpp"

namespace nuskha {
namespace {

const std::vector<std::string> preparation{"inspect", "orient", "split", "deskew",
                                           "crop",    "dewarp", "tone"};

// What a page read worse by may be chance of the recogniser, points of 100.
constexpr double harm = 0.005;

// Writing by hand counts where three letters in four are read.
constexpr double readable_by_hand = 0.25;

struct Outcome {
    double before = 0, after = 0;  // character error
    // CPU seconds; inspecting is quality control and changes nothing; reading: of the page as it came
    double inspecting = 0, preparing = 0, reading = 0;
    std::vector<double> stages;  // CPU seconds of each
    std::string done;            // what they changed
    bool promised = true;        // counts for the promise
    std::vector<double> chance;  // of a page that was harmed: see chance_of
    double rise() const { return after - before; }
};

std::string what_was_done(const std::vector<Page>& pages) {
    std::string all;
    for (const Page& page : pages)
        for (const Event& event : page.events)
            if (event.outcome == "success" && event.stage != "inspect") {
                std::string detail = event.detail;
                std::replace(detail.begin(), detail.end(), '"', '\'');
                all += (all.empty() ? "" : "; ") + event.stage + ": " + detail;
            }
    return all;
}

class Comparison {
  public:
    std::optional<Outcome> of(const Sample& sample);

  private:
    std::vector<double> chance_of(const Sample& sample, const Page& page, const ScanPixels& pixels);
    std::unique_ptr<Workbench> bench_ = make_workbench();
    Chain prepare_{preparation, {}, *bench_}, read_{{"recognise"}, {}, *bench_};
};

// Character error of the page as it came but for a rim of 1, 2, 3 and 4 pixels: nothing of it is
// better or worse to read, so what differs is chance of the recogniser.
std::vector<double> Comparison::chance_of(const Sample& sample, const Page& page,
                                          const ScanPixels& pixels) {
    std::vector<double> errors;
    const Size size = page.geometry.page();
    for (int rim = 1; rim <= 4; ++rim) {
        Page cut = page;
        cut.geometry = page.geometry.cropped(
            {double(rim), double(rim), size.width - 2 * rim, size.height - 2 * rim});
        errors.push_back(distance_to_truth(sample, text_of(read_.run({cut}, pixels))).rate());
    }
    std::sort(errors.begin(), errors.end());
    return errors;
}

std::optional<Outcome> Comparison::of(const Sample& sample) {
    auto loaded = load(sample);
    if (!loaded) return {};
    const ScanPixels pixels(std::move(loaded->raster));
    const auto alone = read_.run({loaded->page}, pixels);
    Outcome outcome;
    outcome.reading = read_.steps().front().seconds;
    outcome.before = distance_to_truth(sample, text_of(alone)).rate();
    const std::vector<Page> prepared = prepare_.run({loaded->page}, pixels);
    for (const Chain::Step& step : prepare_.steps()) {
        outcome.stages.push_back(step.seconds);
        (step.info->name == "inspect" ? outcome.inspecting : outcome.preparing) += step.seconds;
    }
    outcome.done = what_was_done(prepared);
    const bool same = prepared.size() == 1 && prepared[0].tone == loaded->page.tone &&
                      prepared[0].geometry == loaded->page.geometry;
    outcome.after = same ? outcome.before
                         : distance_to_truth(sample, text_of(read_.run(prepared, pixels))).rate();
    // Handwriting that the recogniser cannot read says nothing of the preparation.
    outcome.promised =
        sample.kind != "manuscript" || std::min(outcome.before, outcome.after) < readable_by_hand;
    if (outcome.promised && outcome.rise() > harm)
        outcome.chance = chance_of(sample, loaded->page, pixels);
    return outcome;
}

struct Tally {
    int pages = 0, harmed = 0;
    double before = 0, after = 0, inspecting = 0, preparing = 0, reading = 0, worst = -1;
    void add(const Outcome& o) {
        ++pages;
        harmed += o.rise() > harm;
        before += o.before;
        after += o.after;
        inspecting += o.inspecting;
        preparing += o.preparing;
        reading += o.reading;
        worst = std::max(worst, o.rise());
    }
};

void print_row(const std::string& name, const Tally& t) {
    fmt::print("{:<28} {:>5} {:>8.2f} {:>8.2f} {:>+8.2f} {:>7} {:>9.0f} % {:>7.0f} %\n", name,
               t.pages, 100 * t.before / t.pages, 100 * t.after / t.pages, 100 * t.worst, t.harmed,
               100 * t.preparing / t.reading, 100 * t.inspecting / t.reading);
}

std::vector<Sample> all_samples() {
    std::vector<Sample> samples = sample_scans(NUSKHA_SAMPLE_SCANS);
    if (const char* shared = std::getenv("NUSKHA_SHARED")) {
        for (Sample& sample : samples_in(std::filesystem::path(shared) / "scans"))
            if (!sample.group.starts_with("lines_")) samples.push_back(std::move(sample));
    } else {
        fmt::print("real scans are left out: NUSKHA_SHARED does not name a folder\n");
    }
    std::erase_if(samples, [](const Sample& sample) { return !sample.truth; });
    return samples;
}

void print_shares(std::vector<double> shares) {
    std::sort(shares.begin(), shares.end());
    const auto at = [&](double share) {
        return 100 * shares[static_cast<std::size_t>(share * double(shares.size() - 1))];
    };
    fmt::print(
        "preparation by page, % of recognition: median {:.0f}, nine in ten below {:.0f}, "
        "most {:.0f}\n",
        at(0.5), at(0.9), at(1));
}

}  // namespace

bool measure_whole(const PartPlan& plan) {
    std::vector<Sample> samples = all_samples();
    if (plan.count > 0 && samples.size() > static_cast<std::size_t>(plan.count))
        samples.resize(static_cast<std::size_t>(plan.count));
    Comparison comparison;
    std::ofstream csv(plan.out / "whole.csv");
    csv << "group,name,promised,error_alone,error_prepared,rise,prepare_s,recognise_s,";
    for (const std::string& stage : preparation)
        csv << stage << "_s,";
    csv << "done\n";
    std::map<std::string, Tally> groups;
    Tally all;
    std::vector<double> shares;
    for (const Sample& sample : samples) {
        if (!readable(sample.languages)) {
            fmt::print("{}/{} is left out: its trained data is not installed\n", sample.group,
                       sample.name);
            continue;
        }
        const std::optional<Outcome> found = comparison.of(sample);
        if (!found) continue;  // planted damage: nothing to read
        csv << fmt::format("{},{},{},{:.5f},{:.5f},{:.5f},{:.3f},{:.3f},{:.3f},\"{}\"\n",
                           sample.group, sample.name, found->promised ? 1 : 0, found->before,
                           found->after, found->rise(), found->preparing, found->reading,
                           fmt::join(found->stages, ","), found->done)
            << std::flush;
        groups[sample.group + (found->promised ? "" : " (outside)")].add(*found);
        if (!found->promised) continue;
        all.add(*found);
        shares.push_back(found->preparing / found->reading);
        if (found->rise() > harm)
            fmt::print(
                "harmed: {}/{} {:.2f} -> {:.2f} ({}); untouched but for a rim of 1 to 4 pixels "
                "it is {:.2f} to {:.2f}\n",
                sample.group, sample.name, 100 * found->before, 100 * found->after, found->done,
                100 * found->chance.front(), 100 * found->chance.back());
    }
    if (all.pages == 0) return false;
    fmt::print("{:<28} {:>5} {:>8} {:>8} {:>8} {:>7} {:>11} {:>9}\n", "error in points of 100",
               "pages", "alone", "prepared", "worst", "harmed", "cost", "inspect");
    for (const auto& [name, tally] : groups)
        print_row(name, tally);
    print_row("all that is promised", all);
    print_shares(shares);
    return all.after < all.before && all.harmed == 0 && all.preparing <= 0.3 * all.reading;
}

}  // namespace nuskha
