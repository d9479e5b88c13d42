// 1. Slips of text are read with each defect at rising strengths: at which do half of the words that
//    were read without it get lost? Defects that do not hide words have a strength that is argued.
// 2. Each defect is planted at half, three quarters and the whole of that strength into sound scans
//    and inspected with the default options.
// 3. As many sound scans are inspected: every finding is a false alarm.
#include "tools/preparation/quality.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "pipeline/imaging/scan_view.hpp"
#include "stages/engine.hpp"
#include "stages/inspect.hpp"
#include "stages/workbench.hpp"
#include "tools/preparation/defects.hpp"
#include "tools/preparation/sound_pages.hpp"
#include "tools/samples/prose.hpp"

namespace nuskha {
namespace {

constexpr double promised_found = 0.98, promised_false = 0.01;
constexpr int steps = 3;  // strengths at which a defect is planted

class Inspector {
  public:
    Inspector()
        : bench_(make_workbench()),
          stage_(inspect_stage.make(Options(inspect_stage.options), *bench_)) {}

    std::set<std::string> codes(const Raster& picture) {
        const ScanPixels pixels(picture);
        const Page page = page_of(picture);
        const ScanView view(pixels, page.geometry);
        last_ = stage_->run(page, view).front();
        std::set<std::string> codes;
        for (const Finding& finding : last_.findings)
            codes.insert(finding.code);
        return codes;
    }
    std::string numbers() const {  // of the page inspected last, for the CSV
        std::string out;
        for (const Number& n : last_.events.back().numbers)
            out += fmt::format(",{:.4g}", n.value);
        return out;
    }
    std::string names() const {
        std::string out;
        for (const Number& n : last_.events.back().numbers)
            out += "," + n.name;
        return out;
    }

  private:
    std::unique_ptr<Workbench> bench_;
    std::unique_ptr<Stage> stage_;
    Page last_;
};

Raster grey_of(const Raster& raster) {
    if (raster.channels == 1) return raster;
    Raster grey(raster.width, raster.height, 1);
    for (std::size_t i = 0; i < grey.pixels.size(); ++i)
        grey.pixels[i] =
            static_cast<std::uint8_t>((299 * raster.pixels[3 * i] + 587 * raster.pixels[3 * i + 1] +
                                       114 * raster.pixels[3 * i + 2]) /
                                      1000);
    return grey;
}

// Words of the slip that are read, as a share.
double words_read(Engine& engine, const Raster& picture, const Sheet& sheet) {
    std::multiset<std::string> read;
    for (const Block& block : engine.read(grey_of(picture), 300, Layout::block).blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words)
                read.insert(word.text);
    double all = 0, found = 0;
    for (const SheetLine& line : sheet.lines) {
        std::istringstream words(line.text);
        for (std::string word; words >> word;) {
            ++all;
            if (const auto at = read.find(word); at != read.end()) {
                read.erase(at);
                ++found;
            }
        }
    }
    return all > 0 ? found / all : 0;
}

class Reader {
  public:
    Reader(std::uint64_t seed, int slips)
        : pages_(seed, true), slips_(std::min(slips, pages_.count())) {
        for (const char* language : {"en", "ru"})
            engines_.emplace(language, std::make_unique<Engine>(trained_set_for({language})));
    }

    // Mean share of words read; strength 0 is without the defect. Slips in turn, of both languages.
    double accuracy(const Defect& defect, double strength) {
        double sum = 0;
        for (int i = 0; i < slips_; ++i) {
            const Sheet& sheet = pages_.sheet(i * (pages_.count() / slips_));
            const Rect leaf{0, 0, double(sheet.paint.width), double(sheet.paint.height)};
            Raster paper = sheet.paint;
            for (std::uint8_t& level : paper.pixels)  // ink of 35 on paper of 235
                level = static_cast<std::uint8_t>(35 + level * 200 / 255);
            Dice dice = Dice(static_cast<std::uint64_t>(i)).named(defect.name);
            const Raster picture = strength > 0 ? defect.plant(paper, leaf, strength, dice) : paper;
            sum += words_read(*engines_.at(sheet.language), picture, sheet);
        }
        return sum / slips_;
    }

    // The strength at which half of the words are lost; the strongest tried where none is.
    double halving(const Defect& defect, std::ostream& csv) {
        const double sound = accuracy(defect, 0);
        double before = sound, weaker = 0;
        for (const double strength : defect.tried) {
            const double now = accuracy(defect, strength);
            fmt::print(csv, "{},{},{:.4f}\n", defect.name, strength, now);
            if (now <= sound / 2)
                return weaker + (strength - weaker) * (before - sound / 2) / (before - now);
            before = now;
            weaker = strength;
        }
        return weaker;
    }

  private:
    SoundPages pages_;
    int slips_;
    std::map<std::string, std::unique_ptr<Engine>> engines_;
};

struct Count {
    int made = 0, found = 0;
    double rate() const { return made ? double(found) / made : 0; }
};

struct Tally {
    std::array<Count, steps> at;
    double matters = 0;
    int false_alarms = 0;
};

bool tells(const std::set<std::string>& codes, const Defect& defect) {
    std::istringstream wanted{std::string(defect.codes)};
    for (std::string code; wanted >> code;)
        if (codes.contains(code)) return true;
    return false;
}

Wishes wishes_of(const Defect& defect) {
    const bool cast = defect.codes == "image.colour-cast";
    return {cast, cast};
}

// Half of the pages at the strength that matters, a quarter each at 1/2 and 3/4 of it.
int step_of(int number) {
    return number % 4 < 2 ? 2 : number % 4 - 2;
}

void plant_all(const PartPlan& plan, int count, const SoundPages& pages, Inspector& inspector,
               std::map<std::string, Tally>& tallies, std::ostream& csv) {
    const auto kinds = static_cast<int>(defects().size()) + 1;  // and blank leaves
    for (int i = 0; i < count; ++i) {
        const int kind = i % kinds, number = i / kinds;
        const Dice dice = Dice(plan.seed + static_cast<std::uint64_t>(i));
        if (!plan.wants(kind + 1 == kinds ? "blank"
                                          : defects()[static_cast<std::size_t>(kind)].name))
            continue;
        if (kind + 1 == kinds) {
            const auto codes = inspector.codes(pages.blank_scan(i).pixels);
            const auto found = static_cast<int>(codes.count("image.blank"));
            Count& at = tallies.at("blank").at[steps - 1];
            ++at.made;
            at.found += found;
            fmt::print(csv, "{},blank,1,{},{}{}\n", i, found, fmt::join(codes, " "),
                       inspector.numbers());
            continue;
        }
        const Defect& defect = defects()[static_cast<std::size_t>(kind)];
        Tally& tally = tallies.at(std::string(defect.name));
        const int step = step_of(number);
        const double strength = tally.matters * (2 + step) / 4;
        Dice own = dice.named(defect.name);
        const SoundScan sound = pages.scan(i, wishes_of(defect));
        const auto codes = inspector.codes(defect.plant(sound.pixels, sound.leaf, strength, own));
        Count& at = tally.at[static_cast<std::size_t>(step)];
        ++at.made;
        at.found += static_cast<int>(tells(codes, defect));
        fmt::print(csv, "{},{},{:.3f},{},{}{}\n", i, defect.name, strength,
                   tells(codes, defect) ? 1 : 0, fmt::join(codes, " "), inspector.numbers());
    }
}

void inspect_sound(int count, const SoundPages& pages, Inspector& inspector,
                   std::map<std::string, Tally>& tallies, std::ostream& csv) {
    for (int i = 0; i < count; ++i) {
        const auto codes = inspector.codes(pages.scan(1'000'000 + i, {}).pixels);
        for (const Defect& defect : defects())
            tallies.at(std::string(defect.name)).false_alarms +=
                static_cast<int>(tells(codes, defect));
        tallies.at("blank").false_alarms += static_cast<int>(codes.count("image.blank"));
        fmt::print(csv, "{},none,0,{},{}{}\n", i, codes.size(), fmt::join(codes, " "),
                   inspector.numbers());
    }
}

bool print_row(std::string_view name, const Tally& tally, std::string_view unit,
               std::string_view why, int sound) {
    const double false_rate = double(tally.false_alarms) / std::max(1, sound);
    const Count& full = tally.at[steps - 1];
    const bool kept =
        (full.made == 0 || full.rate() >= promised_found) && false_rate <= promised_false;
    const auto rate = [](const Count& c) {
        return c.made ? fmt::format("{:.1f} %", 100 * c.rate()) : std::string("-");
    };
    fmt::print("{:13} {:>8.2f} {:24} {:>8} {:>8} {:>8} {:>10} {:8} {}\n", name, tally.matters, unit,
               rate(tally.at[0]), rate(tally.at[1]), rate(full),
               fmt::format("{:.2f} %", 100 * false_rate), kept ? "kept" : "NOT KEPT", why);
    return kept;
}

}  // namespace

bool measure_quality(const PartPlan& plan) {
    const int count = plan.count > 0 ? plan.count : 2000;
    std::ofstream csv(plan.out / "quality.csv"), reading(plan.out / "quality-reading.csv");
    fmt::print(reading, "defect,strength,words_read\n");
    Inspector inspector;
    std::map<std::string, Tally> tallies;
    {
        Reader reader(plan.seed, count < 1000 ? 6 : 20);
        for (const Defect& defect : defects())
            tallies[std::string(defect.name)].matters =
                defect.tried.empty() || !plan.wants(defect.name) ? defect.matters
                                                                 : reader.halving(defect, reading);
    }
    tallies["blank"].matters = 1;
    const SoundPages pages(plan.seed, false);
    inspector.codes(pages.scan(0, {}).pixels);
    fmt::print(csv, "page,defect,strength,found,codes{}\n", inspector.names());
    plant_all(plan, count, pages, inspector, tallies, csv);
    if (plan.wants("none")) inspect_sound(count, pages, inspector, tallies, csv);
    fmt::print(
        "{} scans with a defect, {} without; found at 1/2, 3/4 and all of the strength that "
        "matters; false alarms on sound scans\n{:13} {:>8} {:24} {:>8} {:>8} {:>8} {:>10}\n",
        count, count, "defect", "matters", "", "1/2", "3/4", "all", "false");
    bool kept = true;
    const int sound = plan.wants("none") ? count : 0;
    for (const Defect& defect : defects())
        if (plan.wants(defect.name) || plan.wants("none"))
            kept = print_row(defect.name, tallies.at(std::string(defect.name)), defect.unit,
                             defect.tried.empty() ? defect.why : "half of the words are lost",
                             sound) &&
                   kept;
    if (plan.wants("blank") || plan.wants("none"))
        kept = print_row("blank", tallies.at("blank"), "", "nothing is written", sound) && kept;
    return kept;
}

}  // namespace nuskha
