// 1. How often are printed page numbers read, and how often misread (number_reading.hpp)? Numbers of
//    the books below are read with these errors, each book with those of a language.
// 2. Books with pages missing or out of order, and as many sound ones.
// 3. Pages scanned twice (rescan.hpp), known by the picture alone, as in `nuskha check`.
// 4. Books and batches in changing light, and as many sound ones, of paper as it was measured.
#include "tools/preparation/batch.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <bit>
#include <fstream>
#include <map>

#include "pipeline/imaging/scan_view.hpp"
#include "pipeline/review/review.hpp"
#include "pipeline/review/twins.hpp"
#include "stages/inspect.hpp"
#include "stages/workbench.hpp"
#include "tools/preparation/books.hpp"
#include "tools/preparation/number_reading.hpp"
#include "tools/preparation/rescan.hpp"
#include "tools/preparation/sound_pages.hpp"

namespace nuskha {
namespace {

using review::PaperLevel;
using review::Sighting;

constexpr double promised_found = 0.98, promised_false = 0.01;

struct Row {
    std::string_view fault;
    int planted = 0, found = 0, sound = 0, false_alarms = 0;
    std::string_view of;
};

bool print(const Row& row) {
    const double found = row.planted ? double(row.found) / row.planted : 0;
    const double wrong = row.sound ? double(row.false_alarms) / row.sound : 0;
    const bool kept = found >= promised_found && wrong <= promised_false;
    fmt::print("{:26} {:>7} {:>8.1f} % {:>7} {:>8.2f} % {:8} {}\n", row.fault, row.planted,
               100 * found, row.sound, 100 * wrong, row.of, kept ? "kept" : "NOT KEPT");
    return kept;
}

bool near(const std::string& place, std::size_t at, std::size_t within) {
    const auto page = static_cast<std::size_t>(std::stoul(place));
    return page + within >= at && page <= at + within;
}

// Books, each with the errors of one of the languages.
bool measure_order(const PartPlan& plan, int count, std::vector<ReadingRates> languages,
                   std::ostream& csv) {
    for (ReadingRates& rates : languages) {  // real print is worse than ours
        rates.unread = std::max(rates.unread, 0.05);
        rates.misread = std::max(rates.misread, 0.02);
    }
    const auto rates_of = [&](int book) { return languages[std::size_t(book) % languages.size()]; };
    const struct {
        std::string_view name, code;
        OrderFault fault;
    } faults[]{{"a page missing", "item.page-gap", OrderFault::page_missing},
               {"a leaf missing", "item.page-gap", OrderFault::leaf_missing},
               {"two pages swapped", "item.page-order", OrderFault::swapped},
               {"a gathering moved", "item.page-order", OrderFault::gathering_moved},
               {"run backwards", "item.page-order", OrderFault::backwards}};
    const Options options{review::options()};
    std::map<std::string, int> alarms;
    for (int i = 0; i < count; ++i) {
        const NumberedBook book =
            numbered_book(OrderFault::none, rates_of(i),
                          Dice(plan.seed + static_cast<std::uint64_t>(i)).named("sound"));
        for (const Finding& f : review::review_pages("book", book.pages, options)) {
            ++alarms[f.code];
            fmt::print(csv, "false,{},{},{}\n", i, f.code, f.sentence);
        }
    }
    bool kept = true;
    for (const auto& [name, code, fault] : faults) {
        Row row{name, count, 0, count, alarms[std::string(code)], "items"};
        Row legible{"  both numbers legible", 0, 0, count, row.false_alarms, "items"};
        for (int i = 0; i < count; ++i) {
            const NumberedBook book = numbered_book(
                fault, rates_of(i), Dice(plan.seed + static_cast<std::uint64_t>(i)).named(name));
            bool found = false;
            for (const Finding& f : review::review_pages("book", book.pages, options))
                found = found ||
                        (f.code == code && (f.place == "book" || near(f.place, book.fault_at, 8)));
            row.found += found;
            legible.planted += book.legible;
            legible.found += found && book.legible;
            fmt::print(csv, "{},{},{},{},{}\n", name, i, book.fault_at, found, book.legible);
        }
        kept = print(row) && kept;
        if (fault == OrderFault::swapped) print(legible);
    }
    return kept;
}

class Scanner {
  public:
    Scanner()
        : bench_(make_workbench()),
          stage_(inspect_stage.make(Options(inspect_stage.options), *bench_)) {}
    Sighting see(const Raster& picture, const std::string& place) {
        const ScanPixels pixels(picture);
        const Page page = page_of(picture);
        const ScanView view(pixels, page.geometry);
        return review::sighting_of(stage_->run(page, view).front(), place, "");
    }

  private:
    std::unique_ptr<Workbench> bench_;
    std::unique_ptr<Stage> stage_;
};

// Books of 48 sheets each, scanned twice.
bool measure_twins(const PartPlan& plan, int books, Scanner& scanner, std::vector<PaperLevel>& pool,
                   std::ostream& csv) {
    Row row{"a page scanned twice", 0, 0, 0, 0, "pages"};
    for (int b = 0; b < books; ++b) {
        const SoundPages pages(plan.seed + 1000 + static_cast<std::uint64_t>(b), false);
        const int sheets = pages.count();
        std::vector<Sighting> first, second;
        for (int i = 0; i < sheets; ++i) {
            const Wishes fresh{true, true};
            Dice dice = Dice(plan.seed + static_cast<std::uint64_t>(b * sheets + i)).named("again");
            const Raster scan = pages.scan(i, fresh).pixels;
            first.push_back(scanner.see(scan, std::to_string(i)));
            second.push_back(scanner.see(scanned_again(scan, dice), std::to_string(i)));
            fmt::print(csv, "paper,{:.1f},{:.1f},{:.1f},{:.0f}\n", first.back().paper,
                       first.back().tint_a, first.back().tint_b, first.back().parts);
            pool.push_back(
                {first.back().paper, first.back().tint_a, first.back().tint_b, first.back().parts});
        }
        for (int i = 0; i < sheets; ++i)  // how near other pages come
            for (int j = 0; j < i; ++j) {
                const auto &p = first[static_cast<std::size_t>(i)],
                           &q = first[static_cast<std::size_t>(j)];
                if (p.hash && q.hash && std::popcount(*p.hash ^ *q.hash) < 20)
                    fmt::print(csv, "near,{},{},{},{},{}\n", i, j, std::popcount(*p.hash ^ *q.hash),
                               p.parts, q.parts);
            }
        const auto alone = review::find_twins(first, {});
        row.sound += sheets;
        row.false_alarms += static_cast<int>(alone.size());
        for (const auto& twin : alone)
            fmt::print(csv, "false twin,{},{},{}\n", twin.first, twin.second, twin.bits);
        for (int i = 0; i < sheets; ++i) {  // one page twice, a few pages on
            std::vector<Sighting> item = first;
            const auto at = static_cast<std::size_t>(std::min(i + 1 + i % 5, sheets));
            item.insert(item.begin() + static_cast<std::ptrdiff_t>(at),
                        second[static_cast<std::size_t>(i)]);
            const auto twins = review::find_twins(item, {});
            const bool found = std::any_of(twins.begin(), twins.end(), [&](const auto& t) {
                return t.first == static_cast<std::size_t>(i) && t.second == at;
            });
            ++row.planted;
            row.found += found;
            const Sighting &one = first[static_cast<std::size_t>(i)],
                           &two = second[static_cast<std::size_t>(i)];
            fmt::print(csv, "twin,{},{},{},{},{},{}\n", b, i, found,
                       one.hash && two.hash ? std::popcount(*one.hash ^ *two.hash) : -1, one.parts,
                       two.parts);
        }
    }
    return print(row);
}

bool measure_light(const PartPlan& plan, int count, const std::vector<PaperLevel>& pool,
                   std::ostream& csv) {
    constexpr double limit = 20, most_off = 35;
    Row jump{"light jumps by 2/3 stop", count, 0, count, 0, "items"};
    Row drift{"light drifts by 2/3 stop", count, 0, count, 0, "items"};
    Row off{"a page off by a stop", count, 0, 0, 0, "pages"};
    Row batch{"lamps fade over a batch", count, 0, count, 0, "batches"};
    for (int i = 0; i < count; ++i) {
        const Dice dice = Dice(plan.seed + static_cast<std::uint64_t>(i)).named("light");
        std::size_t at = 0;
        const auto sound = lit_book(LightFault::none, pool, dice.named("none"), at);
        const bool alarm = review::drift_in_item(sound, limit).has_value();
        jump.false_alarms += alarm;
        drift.false_alarms += alarm;
        off.sound += static_cast<int>(sound.size());
        off.false_alarms += static_cast<int>(review::outliers(sound, most_off).size());
        const auto jumped =
            review::drift_in_item(lit_book(LightFault::jump, pool, dice.named("jump"), at), limit);
        jump.found += jumped.has_value();
        const bool drifted =
            review::drift_in_item(lit_book(LightFault::drift, pool, dice.named("drift"), at), limit)
                .has_value();
        drift.found += drifted;
        bool seen = false;
        const auto one = lit_book(LightFault::page_off, pool, dice.named("off"), at);
        for (const review::Outlier& o : review::outliers(one, most_off))
            seen = seen || o.page == at;
        off.found += seen;
        const bool mixed =
            review::drift_over_items(lit_batch(false, pool, dice.named("mixed")), limit)
                .has_value();
        const bool fades =
            review::drift_over_items(lit_batch(true, pool, dice.named("fading")), limit)
                .has_value();
        batch.false_alarms += mixed;
        batch.found += fades;
        fmt::print(csv, "light,{},{},{},{},{},{},{}\n", i, alarm, jumped.has_value(), drifted, seen,
                   mixed, fades);
    }
    const bool kept[]{print(jump), print(drift), print(off), print(batch)};
    return std::all_of(std::begin(kept), std::end(kept), [](bool k) { return k; });
}

}  // namespace

bool measure_batch(const PartPlan& plan) {
    const int count = plan.count > 0 ? plan.count : 1000;
    std::ofstream csv(plan.out / "batch.csv");
    fmt::print(csv, "what,which,where,found\n");
    const std::vector<ReadingRates> rates = measure_reading(plan.seed, count < 500 ? 10 : 40, csv);
    fmt::print("{:26} {:>7} {:>10} {:>7} {:>10}\n", "fault", "planted", "found", "sound", "false");
    fmt::print("books numbered in European digits\n");
    bool order = measure_order(plan, count, {rates.begin(), rates.end() - 1}, csv);
    fmt::print("books numbered in the digits of Arabic script\n");
    order = measure_order(plan, std::max(1, count / 5), {rates.back()}, csv) && order;
    fmt::print("of any kind\n");
    Scanner scanner;
    std::vector<PaperLevel> pool;
    const bool twins = measure_twins(plan, std::max(1, count / 100), scanner, pool, csv);
    const bool light = measure_light(plan, count, pool, csv);
    return order && twins && light;
}

}  // namespace nuskha
