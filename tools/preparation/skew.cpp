#include "tools/preparation/skew.hpp"
#include "models/median.hpp"
#include "tools/measuring/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <map>
#include <numeric>

#include "models/failure.hpp"
#include "pipeline/imaging/scan_view.hpp"
#include "stages/deskew.hpp"
#include "stages/workbench.hpp"
#include "tools/preparation/skew_pages.hpp"
#include "tools/preparation/skew_peers.hpp"

namespace nuskha {
namespace {

struct Tally {
    std::vector<double> errors, times;  // degrees, milliseconds
    int left_alone = 0;                 // though tilted by more than 0.1 degrees
    void add(double error, double ms) {
        errors.push_back(std::abs(error));
        times.push_back(ms);
    }
    double within(double most) const {
        const auto n = std::count_if(errors.begin(), errors.end(),
                                     [&](double error) { return error <= most; });
        return double(n) / double(errors.size());
    }
    double worst() const { return *std::max_element(errors.begin(), errors.end()); }
};

double mean(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}

struct Straightened {
    double left = 0;  // tilt that is left, degrees
    double milliseconds = 0;
    Event event;
};

Straightened straightened(Stage& stage, const SkewPage& scan) {
    const ScanPixels pixels(scan.scan);
    Page page;
    page.id = {"bench", "page.tif", 0, 0};
    page.languages = {scan.language};
    page.geometry = Geometry({double(scan.scan.width), double(scan.scan.height)}, 1);
    const ScanView view(pixels, page.geometry);
    const std::clock_t began = std::clock();
    const Page done = stage.run(std::move(page), view).front();
    const double ms = 1000.0 * static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
    return {scan.degrees + done.geometry.degrees(), ms, done.events.back()};
}

std::string numbers_of(const Event& event) {
    std::string all;
    for (const Number& n : event.numbers)
        all += fmt::format("{}{}={:.3f}", all.empty() ? "" : " ", n.name, n.value);
    return all;
}

void print_head(const std::string& of) {
    fmt::print("{:<34} {:>5} {:>8} {:>8} {:>7} {:>7} {:>7} {:>10} {:>8} {:>8}\n", of, "pages",
               "mean", "median", "<= .05", "<= .1", "worst", "left alone", "ms mean", "median");
}

void print_row(const std::string& name, const Tally& t) {
    fmt::print(
        "{:<34} {:>5} {:>8.4f} {:>8.4f} {:>7.3f} {:>7.3f} {:>7.3f} {:>10} {:>8.1f} {:>8.1f}\n",
        name, t.errors.size(), mean(t.errors), median(t.errors), t.within(0.05), t.within(0.1),
        t.worst(), t.left_alone, mean(t.times), median(t.times));
}

// Pages that are tilted by up to `most` degrees, or straight: the stage on each, the peers on some.
class Round {
  public:
    Round(const PartPlan& plan, Stage& stage, std::string name, double most)
        : plan_(plan),
          stage_(stage),
          name_(std::move(name)),
          most_(most),
          peers_(skew_peers(missing_)) {
        csv_.open(plan.out / ("skew-" + name_ + ".csv"));
        csv_ << "number,kind,bed,language,face,degrees,left_over,cpu_ms,outcome,detail,numbers";
        for (const SkewPeer& peer : peers_)
            csv_ << ',' << peer.name << " left_over,ms";
        csv_ << '\n';
    }

    void run(int count, int for_peers) {
        const Dice dice = Dice(plan_.seed).named(name_);
        for (int i = 0; i < count; ++i) {
            if (!plan_.wants_page(i, most_ > 0 ? tilted_kind(i) : straight_kind(i))) continue;
            const Dice own = dice.named(fmt::format("page {}", i));
            const SkewPage page = most_ > 0 ? tilted_page(i, most_, own) : straight_page(i, own);
            const Straightened done = straightened(stage_, page);
            if (plan_.only == std::to_string(i))
                write_pgm(page.scan, plan_.out / fmt::format("{}-{}.pgm", name_, i));
            for (const std::string& name :
                 {page.kind, "bed " + page.bed, page.language, std::string("~")}) {
                Tally& tally = tallies_[name];
                tally.add(done.left, done.milliseconds);
                tally.left_alone += done.event.outcome != "success" && std::abs(page.degrees) > 0.1;
            }
            csv_ << fmt::format("{},{},{},{},{},{:.4f},{:.4f},{:.1f},{},\"{}\",{}", i, page.kind,
                                page.bed, page.language, page.face, page.degrees, done.left,
                                done.milliseconds, done.event.outcome, done.event.detail,
                                numbers_of(done.event));
            if (i < for_peers) ask_peers(page, done);
            csv_ << std::endl;
        }
        if (tallies_.empty())
            throw Failure(Exit::usage, fmt::format("{}: there is no page '{}' among the first {}",
                                                   name_, plan_.only, count));
    }

    const Tally& all() { return tallies_["~"]; }

    void print() {
        print_head(name_ + (most_ > 0 ? ": degrees left over" : ": degrees turned"));
        for (const auto& [name, tally] : tallies_)
            print_row(name == "~" ? "all" : name, tally);
        fmt::print("\n");
        if (same_.errors.empty()) return;
        print_head(fmt::format("the first {}, with peers", same_.errors.size()));
        print_row("nuskha deskew", same_);
        for (const SkewPeer& peer : peers_)
            if (const Tally& t = others_[peer.name]; !t.errors.empty()) print_row(peer.name, t);
        fmt::print("\n{:<34} {:>12} {:>12}\n", "peer over nuskha", "mean error", "median time");
        for (const SkewPeer& peer : peers_)
            if (const Tally& t = others_[peer.name]; !t.errors.empty())
                fmt::print("{:<34} {:>12.1f} {:>12.1f}\n", peer.name,
                           mean(t.errors) / std::max(1e-6, mean(same_.errors)),
                           median(t.times) / median(same_.times));
        for (const std::string& name : missing_)
            fmt::print("{}: not installed, left out; tools/install bench installs it\n", name);
        fmt::print("\n");
    }

  private:
    void ask_peers(const SkewPage& page, const Straightened& done) {
        const auto file = plan_.out / "skew-page.pgm";
        write_pgm(page.scan, file);
        same_.add(done.left, done.milliseconds);
        for (const SkewPeer& peer : peers_) {
            const PeerAnswer answer = peer.ask(page.scan, file);
            const double left = page.degrees - answer.degrees;
            others_[peer.name].add(left, answer.milliseconds);
            others_[peer.name].left_alone += answer.degrees == 0 && std::abs(page.degrees) > 0.1;
            csv_ << fmt::format(",{:.4f},{:.1f}", left, answer.milliseconds);
        }
        std::filesystem::remove(file);
        std::filesystem::remove(file.string() + ".out.pgm");
    }

    const PartPlan& plan_;
    Stage& stage_;
    std::string name_;
    double most_;
    std::vector<std::string> missing_;
    std::vector<SkewPeer> peers_;
    std::ofstream csv_;
    std::map<std::string, Tally> tallies_, others_;
    Tally same_;
};

}  // namespace

bool measure_skew(const PartPlan& plan) {
    const int count = plan.count > 0 ? plan.count : 1000;
    const auto bench = make_workbench();
    const auto stage = deskew_stage.make(Options(deskew_stage.options), *bench);
    Round tilted(plan, *stage, "tilted", 15), slight(plan, *stage, "slight", 1);
    tilted.run(count, plan.peers);
    tilted.print();
    if (plan.only.empty()) {
        slight.run(count / 4, 0);  // what most scans have; nothing was promised of them apart
        slight.print();
    }
    const Tally& t = tilted.all();
    fmt::print(
        "mean error {:.4f} (at most 0.05), within 0.1 degrees {:.1f} % (at least 95), worst "
        "{:.3f} (under 0.5); median {:.1f} ms (at most 60)\n",
        mean(t.errors), 100 * t.within(0.1), t.worst(), median(t.times));
    return mean(t.errors) <= 0.05 && t.within(0.1) >= 0.95 && t.worst() < 0.5 &&
           median(t.times) <= 60;
}

bool measure_straight(const PartPlan& plan) {
    const int count = plan.count > 0 ? plan.count : 1000;
    const auto bench = make_workbench();
    const auto stage = deskew_stage.make(Options(deskew_stage.options), *bench);
    Round straight(plan, *stage, "straight", 0);
    straight.run(count, plan.peers);
    straight.print();
    const Tally& s = straight.all();
    const double harmed = (1 - s.within(0.1)) * double(s.errors.size());
    fmt::print("straight pages turned by more than 0.1 degrees: {:.0f} of {} (none)\n", harmed,
               s.errors.size());
    return s.within(0.1) == 1;
}

}  // namespace nuskha
