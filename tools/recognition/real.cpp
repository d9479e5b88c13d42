#include "tools/recognition/real.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>

#include "models/language/alphabet.hpp"
#include "models/language/trained_data.hpp"
#include "stages/trained_models.hpp"
#include "stages/workbench.hpp"
#include "stages/working_picture.hpp"
#include "tools/evaluate/distance.hpp"
#include "tools/evaluate/load.hpp"
#include "tools/measuring/program.hpp"
#include "tools/recognition/readers.hpp"

namespace nuskha {
namespace {

constexpr double allowed = 0.005;  // that a group may be read worse by than the expert reads it

bool of_lines(const Sample& sample) {
    return sample.group.starts_with("lines_");
}

Script script_of(const std::string& text) {
    constexpr Script all[]{Script::latin, Script::cyrillic, Script::arabic};
    return *std::max_element(std::begin(all), std::end(all), [&](Script a, Script b) {
        return share_of_script(text, a) < share_of_script(text, b);
    });
}

// As declared; where no data here reads that language (Komi, Mansi, German), data of the whole script.
std::vector<std::string> declared(const Sample& sample) {
    if (readable(sample.languages)) return sample.languages;
    return {std::string(script_data(script_of(*sample.truth)))};
}

// Single data that an expert may choose by hand: the languages' own, and that of the script and its great languages.
std::vector<std::string> experts_data(const Sample& sample) {
    std::vector<std::string> all;
    for (const std::string& language : declared(sample))
        for (const std::string& data : stated_data(language))
            all.push_back(data);
    const Script script = script_of(*sample.truth);
    all.emplace_back(script_data(script));
    if (script == Script::cyrillic) all.emplace_back("rus");
    if (script == Script::arabic) all.insert(all.end(), {"ara", "fas"});
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    std::erase_if(all, [](const std::string& data) { return trained_data_file(data).empty(); });
    return all;
}

struct Sum {
    std::size_t edits = 0, letters = 0;
    double seconds = 0;
    void add(const Distance& distance, double cpu) {
        edits += distance.edits;
        letters += distance.truth;
        seconds += cpu;
    }
    void add(const Sum& other) { add({other.edits, other.letters}, other.seconds); }
    double error() const { return letters ? double(edits) / double(letters) : 0; }
};

using Calls = std::map<std::string, Sum>;  // by what tesseract is told

struct Group {
    int pages = 0;
    Sum ours;
    Calls scan, prepared;
    void add(const Group& other) {
        pages += other.pages;
        ours.add(other.ours);
        for (const auto& [call, sum] : other.scan)
            scan[call].add(sum);
        for (const auto& [call, sum] : other.prepared)
            prepared[call].add(sum);
    }
};

const Calls::value_type& best(const Calls& calls) {
    return *std::min_element(calls.begin(), calls.end(), [](const auto& a, const auto& b) {
        return a.second.error() < b.second.error();
    });
}

class Comparison {
  public:
    // A line's crop has neither edges nor a tilt that preparation could find: it is toned and read as one line.
    explicit Comparison(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // A group of one scan; of none where it is not sound.
    Group read(const Sample& sample);

  private:
    void ask_tesseract(const Sample& sample, const std::vector<std::filesystem::path>& files,
                       Calls& calls);
    std::vector<std::filesystem::path> write(const std::vector<Page>& pages,
                                             const ScanPixels& pixels);

    std::filesystem::path folder_;
    std::unique_ptr<Workbench> bench_ = make_workbench();
    Chain pages_{{"orient", "split", "deskew", "crop", "dewarp", "tone"}, {}, *bench_},
        lines_{{"tone"}, {}, *bench_}, read_page_{{"recognise"}, {}, *bench_},
        read_line_{{"recognise"}, {"recognise.layout=line"}, *bench_};
};

double seconds_of(const Chain& chain) {
    double sum = 0;
    for (const Chain::Step& step : chain.steps())
        sum += step.seconds;
    return sum;
}

// The prepared pages as files, in the scan's own size of pixels.
std::vector<std::filesystem::path> Comparison::write(const std::vector<Page>& pages,
                                                     const ScanPixels& pixels) {
    constexpr int overview_side = 1600;
    std::vector<std::filesystem::path> files;
    for (const Page& page : pages) {
        const ScanView view(pixels, page.geometry);
        const Size size = page.geometry.page();
        const Rect whole{0, 0, size.width, size.height};
        Raster picture = view.render(whole, 1, Tone::grey);
        if (page.tone != WorkingTone{})
            picture = working_picture(std::move(picture), whole, size,
                                      measure_tone(view.overview(overview_side)), page.tone,
                                      page.ppi_or(0));
        files.push_back(folder_ / fmt::format("real-{}.pgm", files.size()));
        write_pgm(picture, files.back());
    }
    return files;
}

void Comparison::ask_tesseract(const Sample& sample,
                               const std::vector<std::filesystem::path>& files, Calls& calls) {
    const std::vector<std::string> modes =
        of_lines(sample) ? std::vector<std::string>{"7", "13"} : std::vector<std::string>{"3"};
    for (const std::string& data : experts_data(sample))
        for (const std::string& mode : modes) {
            std::string text;
            double seconds = 0;
            for (const auto& file : files) {
                const ReadBy read = tesseract_reads(file, data, {"--psm", mode});
                text += read.text;
                seconds += read.seconds;
            }
            calls[data + " --psm " + mode].add(distance_to_truth(sample, text), seconds);
        }
}

Group Comparison::read(const Sample& sample) {
    Group group;
    auto loaded = load(sample);
    if (!loaded) return group;
    loaded->page.languages = declared(sample);
    const ScanPixels pixels(std::move(loaded->raster));
    Chain& prepare = of_lines(sample) ? lines_ : pages_;
    Chain& recognise = of_lines(sample) ? read_line_ : read_page_;
    const std::vector<Page> prepared = prepare.run({loaded->page}, pixels);
    const Distance ours = distance_to_truth(sample, text_of(recognise.run(prepared, pixels)));
    group.pages = 1;
    group.ours.add(ours, seconds_of(prepare) + seconds_of(recognise));
    ask_tesseract(sample, {sample.file}, group.scan);
    ask_tesseract(sample, write(prepared, pixels), group.prepared);
    return group;
}

std::vector<Sample> samples_for(const PartPlan& plan) {
    const char* shared = std::getenv("NUSKHA_SHARED");
    if (!shared) return {};
    std::map<std::string, std::vector<Sample>> groups;
    for (Sample& sample : samples_in(std::filesystem::path(shared) / "scans"))
        if (sample.truth && (of_lines(sample) || sample.group.starts_with("print_")) &&
            plan.wants(sample.group))
            groups[sample.group].push_back(std::move(sample));
    std::vector<Sample> chosen;
    for (auto& [name, all] : groups) {
        const std::size_t most =
            plan.count ? std::min(all.size(), static_cast<std::size_t>(plan.count)) : all.size();
        for (std::size_t i = 0; i < most; ++i)
            chosen.push_back(std::move(all[i * all.size() / most]));
    }
    return chosen;
}

void write_rows(std::ofstream& csv, const Sample& sample, const Group& one) {
    const auto row = [&](const std::string& reader, const Sum& sum) {
        csv << fmt::format("{},{},{},{},{},{:.3f}\n", sample.group, sample.name, reader, sum.edits,
                           sum.letters, sum.seconds);
    };
    row("ours", one.ours);
    for (const auto& [call, sum] : one.scan)
        row("scan " + call, sum);
    for (const auto& [call, sum] : one.prepared)
        row("prepared " + call, sum);
    csv << std::flush;
}

// Whether the promise is kept.
bool print_table(const std::map<std::string, Group>& groups) {
    fmt::print("{:<26} {:>5} {:>7} {:>8} {:>8}  {:>6} {:>7}  {}\n", "error, %", "pages", "ours",
               "on scan", "prepared", "CPU s", "expert", "expert's calls");
    double ours = 0, expert = 0;
    bool kept = true;
    for (const auto& [name, group] : groups) {
        const auto& [call, scan] = best(group.scan);
        const auto& [other_call, prepared] = best(group.prepared);
        const bool well = group.ours.error() <= scan.error() + allowed;
        kept = kept && well;
        ours += group.ours.error();
        expert += scan.error();
        fmt::print("{:<26} {:>5} {:>7.2f} {:>8.2f} {:>8.2f}  {:>6.2f} {:>7.2f}  {}; {} {}\n", name,
                   group.pages, 100 * group.ours.error(), 100 * scan.error(),
                   100 * prepared.error(), group.ours.seconds / group.pages,
                   scan.seconds / group.pages, call, other_call, well ? "" : "NOT KEPT");
    }
    const double all = double(groups.size());
    fmt::print("mean of the groups: ours {:.2f}, the expert's on the scan {:.2f}\n",
               100 * ours / all, 100 * expert / all);
    return kept && ours < expert;
}

}  // namespace

bool measure_real(const PartPlan& plan) {
    const std::vector<Sample> samples = samples_for(plan);
    if (samples.empty()) {
        fmt::print("skipped: NUSKHA_SHARED names no folder with real scans of that kind\n");
        return true;
    }
    Comparison comparison(plan.out);
    std::ofstream csv(plan.out / "real.csv");
    csv << "group,name,reader,edits,letters,seconds\n";
    std::map<std::string, Group> groups;
    for (const Sample& sample : samples) {
        const Group one = comparison.read(sample);
        if (one.pages == 0) continue;  // not sound
        write_rows(csv, sample, one);
        groups[sample.group].add(one);
    }
    return print_table(groups);
}

}  // namespace nuskha
