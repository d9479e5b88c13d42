#include "tools/recognition/real.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>

#include "models/language/alphabet.hpp"
#include "models/language/trained_data.hpp"
#include "stages/trained_models.hpp"
#include "tools/evaluate/load.hpp"
#include "tools/recognition/readers.hpp"

namespace nuskha {
namespace {

constexpr double most_worse = 0.005;  // of a group

bool is_line(const Sample& sample) {
    return sample.group.starts_with("lines_");
}

double error(const Sample& sample, const std::string& read) {
    return distance_to_truth(sample, read).rate();
}

std::string script_data_of(const Sample& sample) {
    Script most = Script::latin;
    for (const Script script : {Script::cyrillic, Script::arabic})
        if (share_of_script(*sample.truth, script) > share_of_script(*sample.truth, most))
            most = script;
    return std::string(script_data(most));
}

// What may be declared of it here: data of its script where there is none of its languages.
std::vector<std::string> declared(const Sample& sample) {
    return !sample.languages.empty() && readable(sample.languages)
               ? sample.languages
               : std::vector{script_data_of(sample)};
}

// The calls that an expert may choose: data of one language, or of the script.
std::vector<std::string> experts_calls(const Sample& sample) {
    std::vector<std::string> calls{script_data_of(sample)};
    for (const std::string& language : sample.languages)
        for (std::string data : stated_data(language)) {
            if (language == "ru") data = "rus";
            if (find_data(data) && std::find(calls.begin(), calls.end(), data) == calls.end())
                calls.push_back(data);
        }
    return calls;
}

const std::vector<std::string> whole{"inspect", "orient", "split", "deskew",
                                     "crop",    "dewarp", "tone",  "recognise"};

class Ours {
  public:
    std::optional<ReadBy> read(const Sample& sample) {
        auto loaded = load(sample);
        if (!loaded) return {};
        Chain& chain = is_line(sample) ? line_ : page_;
        loaded->page.languages = declared(sample);
        const ScanPixels pixels(std::move(loaded->raster));
        ReadBy reading;
        reading.text = text_of(chain.run({loaded->page}, pixels));
        for (const Chain::Step& step : chain.steps())
            reading.seconds += step.seconds;
        return reading;
    }

  private:
    std::unique_ptr<Workbench> bench_ = make_workbench();
    Chain page_{whole, {}, *bench_}, line_{whole, {"recognise.layout=line"}, *bench_};
};

struct Tally {
    int pages = 0;
    double error = 0, seconds = 0;
    void add(double more, double time) { ++pages, error += more, seconds += time; }
    void add(const Tally& more) {
        pages += more.pages, error += more.error, seconds += more.seconds;
    }
    double mean() const { return pages ? error / pages : 0; }
    double each() const { return pages ? seconds / pages : 0; }
};

struct Group {
    Tally ours;
    std::map<std::string, Tally> theirs;  // by call; only those that read every page
    Tally each_its_best;                  // of the calls, page by page
    std::pair<std::string, Tally> best() const {
        if (theirs.empty()) return {"each its best", each_its_best};
        return *std::min_element(theirs.begin(), theirs.end(), [](const auto& a, const auto& b) {
            return a.second.mean() < b.second.mean();
        });
    }
};

std::vector<Sample> samples_of(const PartPlan& plan, const char* shared) {
    std::map<std::string, std::vector<Sample>> groups;
    for (Sample& sample : samples_in(std::filesystem::path(shared) / "scans"))
        if (sample.truth && sample.kind != "manuscript" && sample.kind != "map" &&
            !sample.group.starts_with("ms_") && plan.wants(sample.group))
            groups[sample.group].push_back(std::move(sample));
    std::vector<Sample> chosen;
    for (auto& [name, all] : groups) {
        const std::size_t count =
            plan.count ? std::min(all.size(), std::size_t(plan.count)) : all.size();
        for (std::size_t i = 0; i < count; ++i)
            chosen.push_back(all[i * all.size() / count]);
    }
    return chosen;
}

}  // namespace

bool measure_real(const PartPlan& plan) {
    const char* shared = std::getenv("NUSKHA_SHARED");
    if (!shared) {
        fmt::print("real scans are left out: NUSKHA_SHARED does not name a folder\n");
        return true;
    }
    Ours ours;
    std::map<std::string, Group> groups;
    std::ofstream csv(plan.out / "real.csv");
    csv << "group,name,by,error,seconds\n";
    for (const Sample& sample : samples_of(plan, shared)) {
        const auto read = ours.read(sample);
        if (!read) {
            fmt::print("{}/{} is left out: its pixels cannot be read\n", sample.group, sample.name);
            continue;
        }
        Group& group = groups[sample.group];
        const auto note = [&](Tally& tally, const std::string& by, const ReadBy& reading) {
            const double wrong = error(sample, reading.text);
            tally.add(wrong, reading.seconds);
            csv << fmt::format("{},\"{}\",{},{:.5f},{:.3f}\n", sample.group, sample.name, by, wrong,
                               reading.seconds)
                << std::flush;
        };
        note(group.ours, "nuskha", *read);
        Tally best;
        for (const std::string& call : experts_calls(sample)) {
            Tally one;
            note(one, call,
                 tesseract_reads(sample.file, call,
                                 is_line(sample) ? std::vector<std::string>{"--psm", "7"}
                                                 : std::vector<std::string>{}));
            group.theirs[call].add(one);
            if (best.pages == 0 || one.error < best.error) best = one;
        }
        group.each_its_best.add(best);
    }
    fmt::print("{:<30} {:>5} {:>7} {:>7} {:<10} {:>7} {:>7}\n", "error, %", "pages", "nuskha",
               "peer", "peer's", "s", "peer s");
    Tally all, peer;
    int worse = 0;
    for (auto& [name, group] : groups) {
        std::erase_if(group.theirs, [&ours = group.ours](const auto& call) {
            return call.second.pages < ours.pages;
        });
        const auto [call, best] = group.best();
        const bool is_worse = group.ours.mean() > best.mean() + most_worse;
        worse += is_worse;
        fmt::print("{:<30} {:>5} {:>7.2f} {:>7.2f} {:<10} {:>7.2f} {:>7.2f} {}\n", name,
                   group.ours.pages, 100 * group.ours.mean(), 100 * best.mean(), call,
                   group.ours.each(), best.each(), is_worse ? "WORSE" : "");
        all.add(group.ours);
        peer.add(best);
    }
    fmt::print("{:<30} {:>5} {:>7.2f} {:>7.2f} {:<10} {:>7.2f} {:>7.2f}\n", "all", all.pages,
               100 * all.mean(), 100 * peer.mean(), "", all.each(), peer.each());
    return all.pages > 0 && all.mean() < peer.mean() && worse == 0;
}

}  // namespace nuskha
