#include "tools/recognition/order.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <memory>

#include "models/transcription/role_names.hpp"
#include "pipeline/imaging/scan_view.hpp"
#include "stages/block_roles.hpp"
#include "stages/drawings.hpp"
#include "stages/engine.hpp"
#include "stages/reading_order.hpp"
#include "stages/workbench.hpp"
#include "tools/evaluate/chain.hpp"
#include "tools/recognition/column_pages.hpp"

namespace nuskha {
namespace {

// Index of the line in which a word's middle lies, the nearest where boxes overlap; -1 for none.
int line_at(const ColumnPage& page, const Rect& word) {
    const double x = word.x + word.width / 2, y = word.y + word.height / 2;
    int best = -1;
    double least = 0.75;  // heights between the middles
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        const Rect& box = page.lines[i].box;
        if (x < box.x || x > box.right()) continue;
        const double off = std::abs(box.y + box.height / 2 - y) / box.height;
        if (off < least) least = off, best = static_cast<int>(i);
    }
    return best;
}

double median_height(const Line& line) {
    std::vector<double> heights;
    for (const Word& word : line.words)
        heights.push_back(word.box.height);
    std::sort(heights.begin(), heights.end());
    return heights[heights.size() / 2];
}

// A word whose box reaches into the next line, or a mark far from the middle of its own, where its line's
// letters stand.
Rect level(const Line& line, const Rect& box) {
    const double height = median_height(line);
    const double base = (line.baseline_start.y + line.baseline_end.y) / 2;
    return {box.x, base - height, box.width, height};
}

struct Verdict {
    int lines = 0, read = 0;  // of the page; with a word that was read
    int jumps = 0;            // times the reading goes back
    int mixed = 0;            // lines read with words of two columns in them
    bool right() const { return jumps == 0 && 10 * read >= 9 * lines; }
    std::string first_jump;
};

Verdict judge(const ColumnPage& page, const std::vector<Block>& blocks) {
    Verdict verdict;
    verdict.lines = static_cast<int>(page.lines.size());
    std::vector<bool> read(page.lines.size());
    int before = -1;
    for (const Block& block : blocks)
        for (const Line& line : block.lines) {
            int in_line = -1;
            bool mixed = false;
            const double usual = median_height(line);
            for (const Word& word : line.words) {
                Rect box = word.box;
                if (box.height > 1.5 * usual || box.height < 0.5 * usual) box = level(line, box);
                const int at = line_at(page, box);
                if (at < 0) continue;
                read[static_cast<std::size_t>(at)] = true;
                if (at < before) {
                    if (verdict.jumps++ == 0)
                        verdict.first_jump =
                            fmt::format("'{}' at {:.0f},{:.0f} line {} after {}", word.text,
                                        word.box.x, word.box.y, at, before);
                }
                mixed |= in_line >= 0 && at != in_line && std::abs(at - in_line) > 1;
                in_line = before = at;
            }
            verdict.mixed += mixed;
        }
    verdict.read = static_cast<int>(std::count(read.begin(), read.end(), true));
    return verdict;
}

struct Tally {
    int pages = 0, right = 0, lines = 0, read = 0, mixed = 0;
    int peer_pages = 0, peer_right = 0, peer_mixed = 0;
};

// Of the typesetter's lines (and pictures) that were read (found), how many by which role.
class Roles {
  public:
    void add(const ColumnPage& page, const std::vector<Block>& blocks) {
        std::map<int, std::map<Role, int>> votes;  // of the words of a line
        for (const Block& block : blocks)
            for (const Line& line : block.lines)
                for (const Word& word : line.words)
                    if (const int at = line_at(page, word.box); at >= 0) ++votes[at][block.role];
        for (const auto& [at, roles] : votes) {
            const auto most =
                std::max_element(roles.begin(), roles.end(),
                                 [](const auto& a, const auto& b) { return a.second < b.second; });
            ++counts_[page.roles[static_cast<std::size_t>(at)]][most->first];
        }
        for (const Rect& picture : page.pictures)
            ++counts_[Role::picture][found(blocks, picture) ? Role::picture : Role::paragraph];
    }
    void print() const {
        for (const auto& [truth, named] : counts_) {
            int all = 0;
            std::string rest;
            for (const auto& [role, count] : named) {
                all += count;
                if (role != truth) rest += fmt::format(", {} {}", count, role_name(role));
            }
            const auto right = named.find(truth);
            const int well = right == named.end() ? 0 : right->second;
            fmt::print("{:<14} {:>6} lines or pictures, named so {:>5.1f} %{}\n", role_name(truth),
                       all, 100.0 * well / all, rest);
        }
    }

  private:
    static bool found(const std::vector<Block>& blocks, const Rect& picture) {
        return std::any_of(blocks.begin(), blocks.end(), [&](const Block& block) {
            const Rect shared = intersected(block.box, picture), both = united(block.box, picture);
            return block.role == Role::picture &&
                   shared.width * shared.height > 0.5 * both.width * both.height;
        });
    }
    std::map<Role, std::map<Role, int>> counts_;
};

void print_row(const std::string& name, const Tally& t) {
    fmt::print("{:<18} {:>6} {:>7.1f} {:>7} {:>9.1f} {:>7} {:>14} {:>10.1f} {:>10}\n", name,
               t.pages, 100.0 * t.right / t.pages, t.lines, 100.0 * t.read / t.lines, t.mixed,
               t.peer_pages, 100.0 * t.peer_right / std::max(1, t.peer_pages), t.peer_mixed);
}

// Reads pages as the stage does, and as the engine finds them.
class Readings {
  public:
    std::vector<Block> ours(const ColumnPage& column_page) {
        Page page;
        page.id = {"bench", "page", 0, 0};
        page.languages = {column_page.language};
        page.facts.ppi_x = page.facts.ppi_y = column_page.dpi;
        const Raster& scan = column_page.scan;
        page.geometry = Geometry({double(scan.width), double(scan.height)}, 1);
        const std::vector<Page> read = chain_.run({std::move(page)}, ScanPixels{Raster(scan)});
        reading += chain_.steps().front().seconds;
        return read.front().text.value_or(Text{}).blocks;
    }

    std::vector<Block> engines_own(const ColumnPage& page) {
        std::unique_ptr<Engine>& engine = engines_[page.language];
        if (!engine) engine = std::make_unique<Engine>(trained_set_for({page.language}));
        return engine->read(page.scan, page.dpi, ::nuskha::Layout::automatic).blocks;
    }

    // What laying out costs again, on the engine's blocks.
    void lay_out(const ColumnPage& page, const std::vector<Block>& found) {
        const Geometry geometry({double(page.scan.width), double(page.scan.height)}, 1);
        const Raster overview = ScanView(ScanPixels{Raster(page.scan)}, geometry).overview(1600);
        const Ink ink = find_ink(overview);  // the stage has it for other ends
        const double start = cpu_seconds();
        with_roles(in_reading_order(with_drawings(found, drawings_on(overview, ink),
                                                  double(page.scan.width) / overview.width)));
        ordering += cpu_seconds() - start;
    }

    double reading = 0, ordering = 0;  // CPU seconds

  private:
    std::unique_ptr<Workbench> bench_ = make_workbench();
    Chain chain_{{"recognise"}, {}, *bench_};
    std::map<std::string, std::unique_ptr<Engine>> engines_;
};

}  // namespace

bool measure_order(const PartPlan& plan) {
    const int count = plan.count > 0 ? plan.count : 200;
    const Dice dice = Dice(plan.seed).named("order");
    std::ofstream csv(plan.out / "order.csv");
    csv << "page,kind,language,face,columns,rules,lines,read,right,jumps,mixed,engine_right,engine_"
           "jumps,engine_mixed\n";
    Readings readings;
    std::map<std::string, Tally> groups;
    Tally all;
    Roles roles;
    for (int i = 0; i < count; ++i) {
        if (!plan.only.empty() && plan.only != std::to_string(i)) continue;
        const ColumnPage page = column_page(i, dice.named(fmt::format("page {}", i)));
        const std::vector<Block> ordered = readings.ours(page);
        const Verdict ours = judge(page, ordered);
        const bool asked = all.peer_pages < plan.peers;
        Verdict peer;
        if (asked) {
            const std::vector<Block> found = readings.engines_own(page);
            readings.lay_out(page, found);
            peer = judge(page, found);
        }
        roles.add(page, ordered);
        fmt::print(csv, "{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", i, page.kind, page.language,
                   page.face, page.columns, page.rules, ours.lines, ours.read, ours.right(),
                   ours.jumps, ours.mixed, peer.right(), peer.jumps, peer.mixed);
        csv << std::flush;
        if (!ours.right())
            fmt::print(
                "wrong: {} {} in {}, {} columns{}: {} of {} lines read, {} jumps, {} mixed; {}\n",
                i, page.kind, page.language, page.columns, page.rules ? ", rules" : "", ours.read,
                ours.lines, ours.jumps, ours.mixed, ours.first_jump);
        for (Tally* tally :
             {&all, &groups[page.kind],
              &groups[page.language == "az-Arab" ? "right to left" : "left to right"],
              &groups[fmt::format("{} columns", page.columns)]}) {
            ++tally->pages;
            tally->right += ours.right();
            tally->peer_pages += asked;
            tally->peer_right += asked && peer.right();
            tally->lines += ours.lines;
            tally->read += ours.read;
            tally->mixed += ours.mixed;
            tally->peer_mixed += peer.mixed;
        }
    }
    fmt::print("{:<18} {:>6} {:>7} {:>7} {:>9} {:>7} {:>14} {:>10} {:>10}\n", "", "pages",
               "right %", "lines", "read %", "mixed", "engine's pages", "right %", "mixed");
    for (const auto& [name, tally] : groups)
        print_row(name, tally);
    print_row("all", all);
    roles.print();
    fmt::print("CPU a page: recognition {:.0f} ms, laying out {:.1f} ms\n",
               1000 * readings.reading / all.pages,
               1000 * readings.ordering / std::max(1, all.peer_pages));
    return 100 * all.right >= 98 * all.pages;
}

}  // namespace nuskha
