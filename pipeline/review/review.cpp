#include "pipeline/review/review.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>

#include "pipeline/intake/intake.hpp"
#include "pipeline/review/exposure.hpp"
#include "pipeline/review/pagination.hpp"
#include "pipeline/review/twins.hpp"

namespace nuskha::review {
namespace {

constexpr std::size_t most_told = 20;  // findings of one kind that an item gets

class Findings {
  public:
    void add(std::string_view code, const std::string& place, const std::string& sentence,
             std::vector<Number> numbers) {
        const std::size_t count = ++counts_[std::string(code)];
        if (count <= most_told)
            list_.push_back(make_finding(code, place, sentence, std::move(numbers)));
    }
    std::vector<Finding> take(const std::string& item) {
        for (const auto& [code, count] : counts_)
            if (count > most_told)
                list_.push_back(make_finding(
                    code, item, fmt::format("{} more of the same kind", count - most_told),
                    {{"more", static_cast<double>(count - most_told), ""}}));
        return std::move(list_);
    }

  private:
    std::map<std::string, std::size_t> counts_;
    std::vector<Finding> list_;
};

std::set<std::size_t> tell_twins(const std::vector<Sighting>& pages, const Options& options,
                                 Findings& findings) {
    std::set<std::size_t> twice;
    const int bits = static_cast<int>(options.number("twin_bits"));
    if (bits < 0) return twice;
    const auto reach = static_cast<std::size_t>(options.number("twin_reach"));
    for (const Twin& twin : find_twins(pages, {bits, reach})) {
        twice.insert(twin.second);
        std::vector<Number> numbers{{"bits", static_cast<double>(twin.bits), ""}};
        std::string alike = fmt::format("{} of 64 bits of their pictures differ", twin.bits);
        if (twin.words >= 0) {
            alike += fmt::format(", {:.0f} % of their words are the same", twin.words * 100);
            numbers.push_back({"words", twin.words, "ratio"});
        }
        findings.add("item.duplicate-page", pages[twin.second].place,
                     fmt::format("shows the same page as {}: {}; remove one, or scan the page that "
                                 "is missing",
                                 pages[twin.first].place, alike),
                     std::move(numbers));
    }
    return twice;
}

// In the order of capture where every page states it, else as they are.
std::vector<std::size_t> order_of_scanning(const std::vector<Sighting>& pages) {
    std::vector<std::size_t> order(pages.size());
    std::iota(order.begin(), order.end(), 0);
    if (std::all_of(pages.begin(), pages.end(), [](auto& p) { return !p.captured.empty(); }))
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return pages[a].captured < pages[b].captured;
        });
    return order;
}

void tell_light(const std::string& item, const std::vector<Sighting>& pages, const Options& options,
                Findings& findings) {
    const std::vector<std::size_t> order = order_of_scanning(pages);
    std::vector<PaperLevel> levels;
    for (const std::size_t page : order)
        levels.push_back(
            {pages[page].paper, pages[page].tint_a, pages[page].tint_b, pages[page].parts});
    const double limit = options.number("max_drift"), most_off = options.number("max_off");
    if (const auto drift = drift_in_item(levels, limit)) {
        const Sighting &from = pages[order[drift->from]], &to = pages[order[drift->to]];
        findings.add("item.exposure-drift", drift->sudden ? to.place : item,
                     fmt::format("paper {} from level {:.0f} to {:.0f} between {} and {}, {:.0f} "
                                 "levels are the most; look whether light or settings changed",
                                 drift->sudden ? "jumps" : "drifts", drift->level_from,
                                 drift->level_to, from.place, to.place, limit),
                     {{"from", drift->level_from, "level"},
                      {"to", drift->level_to, "level"},
                      {"limit", limit, "level"}});
    }
    for (const Outlier& off : outliers(levels, most_off))
        findings.add(
            "image.exposure-off", pages[order[off.page]].place,
            fmt::format("paper has level {:.0f}, on the pages around {:.0f}, {:.0f} levels "
                        "are the most; look at it, scan it again if detail is lost",
                        off.level, off.usual, most_off),
            {{"paper", off.level, "level"},
             {"usual", off.usual, "level"},
             {"limit", most_off, "level"}});
}

std::string number_or_none(int number) {
    return number > 0 ? std::to_string(number) : "none that was read";
}

void tell_leap(const Leap& leap, const std::string& item, const std::vector<Sighting>& pages,
               Findings& findings) {
    const std::string &before = pages[leap.before].place, &at = pages[leap.at].place;
    std::vector<Number> numbers{{"from", static_cast<double>(leap.number_before), ""},
                                {"to", static_cast<double>(leap.number_at), ""},
                                {"count", static_cast<double>(leap.count), ""}};
    switch (leap.kind) {
        case Leap::Kind::missing:
            findings.add("item.page-gap", at,
                         fmt::format("printed numbers jump from {} on {} to {}: {} {} missing; "
                                     "look whether {} scanned",
                                     leap.number_before, before, leap.number_at, leap.count,
                                     leap.count == 1 ? "page is" : "pages are",
                                     leap.count == 1 ? "it was" : "they were"),
                         std::move(numbers));
            break;
        case Leap::Kind::order:
            findings.add(
                "item.page-order", before,
                fmt::format("printed numbers do not follow one another from here to {} "
                            "({} and {}); put the scans in order",
                            at, number_or_none(leap.number_before), number_or_none(leap.number_at)),
                std::move(numbers));
            break;
        case Leap::Kind::reversed:
            findings.add("item.page-order", item,
                         fmt::format("printed numbers run backwards from {} on {} to {} on {}; "
                                     "name the scans in reading order",
                                     leap.number_before, before, leap.number_at, at),
                         std::move(numbers));
            break;
    }
}

void tell_numbers(const std::string& item, const std::vector<Sighting>& pages,
                  const std::set<std::size_t>& twice, Findings& findings) {
    std::vector<std::vector<Folio>> folios;
    for (const Sighting& page : pages)
        folios.push_back(page.folios);
    for (const Leap& leap : paginate(folios).leaps) {
        // A page that was scanned twice has been told; its number comes twice, no more.
        const bool of_twin = leap.kind == Leap::Kind::order &&
                             std::any_of(twice.begin(), twice.end(), [&](std::size_t page) {
                                 return page >= leap.before && page <= leap.at;
                             });
        if (!of_twin) tell_leap(leap, item, pages, findings);
    }
}

}  // namespace

std::span<const OptionSpec> options() {
    static const auto specs = std::to_array<OptionSpec>({
        {"max_drift", 20.0,
         "levels (of 255) by which paper may grow darker or brighter along an item, or from item "
         "to "
         "item over the batch; 255 = not looked at",
         1, 255},
        {"max_off", 35.0,
         "levels by which the paper of a single page may differ from that of the pages around it; "
         "255 "
         "= not looked at",
         1, 255},
        {"twin_bits", 10.0,
         "of the 64 bits by which a page is known, so many may differ between two scans of one "
         "page; "
         "-1 = not looked for",
         -1, 24},
        {"twin_reach", 100.0, "pages before a page among which its other scan is sought", 1, 10000},
        {"page_numbers", true,
         "look whether printed page numbers run on, in items of which pages are read"},
    });
    return specs;
}

std::vector<Finding> review_pages(const std::string& item, const std::vector<Sighting>& pages,
                                  const Options& options) {
    Findings findings;
    const std::set<std::size_t> twice = tell_twins(pages, options, findings);
    tell_light(item, pages, options, findings);
    if (options.flag("page_numbers")) tell_numbers(item, pages, twice, findings);
    return findings.take(item);
}

std::vector<Finding> review_item(const Journal& journal, const std::string& item,
                                 const Options& options) {
    std::vector<Sighting> pages;
    std::vector<ScanDigest> digests;
    journal.for_each_scan(item, [&](const ScanFile& file, const std::optional<ScanRecord>& record) {
        if (!record) return;
        digests.push_back({file.path, record->digests.sha512});
        journal.for_each_page(item, file.name, [&](const PageRecord& page) {
            pages.push_back(sighting_of(page.page, file.path, record->digests.sha512));
        });
    });
    std::vector<Finding> findings = find_duplicates(digests);
    std::vector<Finding> more = review_pages(item, pages, options);
    std::move(more.begin(), more.end(), std::back_inserter(findings));
    return findings;
}

std::vector<Finding> review_batch(const Journal& journal, const Options& options) {
    struct Seen {
        std::string item, captured;
        PaperLevel paper;
    };
    std::vector<Seen> items;
    bool all_captured = true;
    journal.for_each_item([&](const Item& item) {
        std::vector<PaperLevel> levels;
        std::string first;
        journal.for_each_scan(item.id, [&](const ScanFile& file, const std::optional<ScanRecord>&) {
            journal.for_each_outline(item.id, file.name, [&](const PageOutline& page) {
                const Sighting seen = sighting_of(page.record.page, file.path, "");
                levels.push_back({seen.paper, seen.tint_a, seen.tint_b, seen.parts});
                if (first.empty() || seen.captured < first) first = seen.captured;
            });
        });
        if (levels.empty()) return;
        all_captured = all_captured && !first.empty();
        items.push_back({item.id, first, median_of(levels)});
    });
    if (all_captured)
        std::stable_sort(items.begin(), items.end(),
                         [](const Seen& a, const Seen& b) { return a.captured < b.captured; });
    std::vector<PaperLevel> levels;
    for (const Seen& seen : items)
        levels.push_back(seen.paper);
    const double limit = options.number("max_drift");
    const auto drift = drift_over_items(levels, limit);
    if (!drift) return {};
    return {make_finding(
        "batch.exposure-drift", journal.batch_without_items().id,
        fmt::format("paper drifts from level {:.0f} to {:.0f} from item to item between {} and {}, "
                    "{:.0f} levels are the most; look whether lamps or settings changed",
                    drift->level_from, drift->level_to, items[drift->from].item,
                    items[drift->to].item, limit),
        {{"from", drift->level_from, "level"},
         {"to", drift->level_to, "level"},
         {"limit", limit, "level"}})};
}

}  // namespace nuskha::review
