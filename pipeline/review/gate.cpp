#include "pipeline/review/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "pipeline/report/chart.hpp"
#include "pipeline/report/leaf.hpp"
#include "pipeline/report/words.hpp"

namespace nuskha {
namespace {

constexpr std::size_t places_kept = 50, places_told = 5;

struct Tallied {
    std::int64_t count = 0;
    std::vector<std::string> places;
    void add(const std::string& place) {
        ++count;
        if (places.size() < places_kept) places.push_back(place);
    }
};

// That an item was held back follows from errors that are counted already.
bool counts(const Finding& f) {
    return f.level == Level::error && f.code != "item.incomplete";
}

class Judge {
  public:
    Judge(const Journal& journal, const Gate& gate) : journal_(journal), gate_(gate) {}
    GateVerdict verdict();

  private:
    void see_item(const Item& item);
    void see(const report::Leaf& leaf);
    void share(const std::string& limit, double allowed, const Tallied& tallied, std::int64_t of,
               double few);
    void confidence();
    void expected_error();

    const Journal& journal_;
    const Gate& gate_;
    std::int64_t pages_ = 0, items_ = 0;
    Tallied errors_, warned_, items_warned_, unsure_, misread_;
    std::map<std::string, Tallied> codes_;
    std::set<std::string> warnings_;  // codes that are, of pages
    std::set<std::string> of_pages_;  // places of the item's findings that are of a page
    std::vector<double> confidences_;
    std::vector<float> expected_errors_;
    GateVerdict verdict_{true, {}};
};

void Judge::see_item(const Item& item) {
    ++items_;
    bool warned = false;
    const auto look = [&](const std::vector<Finding>& findings) {
        for (const Finding& f : findings) {
            if (counts(f)) errors_.add(f.place);
            if (f.level == Level::warning && !gate_.shares.contains(f.code)) warned = true;
            if (!of_pages_.contains(f.place)) codes_[f.code].add(f.place);
        }
    };
    look(item.findings);
    if (const auto outcome = journal_.outcome(item.id)) look(outcome->findings);
    if (warned) items_warned_.add(item.id);
    of_pages_.clear();
}

void Judge::see(const report::Leaf& leaf) {
    ++pages_;
    const std::string& place = leaf.file->path;
    if (leaf.first_of_scan && leaf.scan)
        for (const Finding& f : leaf.scan->findings)
            if (counts(f)) errors_.add(place);
    for (const Finding& f : leaf.own)
        if (counts(f)) errors_.add(place);
    std::set<std::string> seen;
    bool warned = false, blank = false, not_read = false, no_text = false;
    for (const Finding& f : leaf.findings) {
        warned = warned || (f.level == Level::warning && !gate_.shares.contains(f.code));
        blank = blank || f.code == "image.blank";
        not_read = not_read || f.code == "ocr.not-read";
        no_text = no_text || f.code == "ocr.no-text";
        if (f.level == Level::warning) warnings_.insert(f.code);
        if (seen.insert(f.code).second) codes_[f.code].add(place);
        of_pages_.insert(f.place);
    }
    if (warned) warned_.add(place);
    if (!leaf.recognised || blank || not_read) return;
    confidences_.push_back(leaf.words > 0 ? leaf.confidence : 0);
    if (confidences_.back() < gate_.options.number("min_confidence")) unsure_.add(place);
    if (const auto error = no_text ? std::optional(1.0) : leaf.expected_error()) {
        expected_errors_.push_back(static_cast<float>(*error));
        if (*error > gate_.options.number("max_error")) misread_.add(place);
    }
}

void Judge::share(const std::string& limit, double allowed, const Tallied& tallied, std::int64_t of,
                  double few) {
    const double count = static_cast<double>(tallied.count);
    if (count <= few || count <= allowed * static_cast<double>(of)) return;
    verdict_.breaches.push_back(
        {limit, allowed, count / static_cast<double>(of), tallied.count, of, tallied.places});
}

void Judge::confidence() {
    const double least = gate_.options.number("min_confidence");
    const auto few = static_cast<std::size_t>(gate_.options.number("few"));
    if (least <= 0 || confidences_.empty() || confidences_.size() < few) return;
    const auto middle =
        confidences_.begin() + static_cast<std::ptrdiff_t>((confidences_.size() - 1) / 2);
    std::nth_element(confidences_.begin(), middle, confidences_.end());
    if (*middle < least)
        verdict_.breaches.push_back({"min_confidence", least, *middle, unsure_.count,
                                     static_cast<std::int64_t>(confidences_.size()),
                                     unsure_.places});
}

void Judge::expected_error() {
    const double most = gate_.options.number("max_error");
    const auto few = static_cast<std::size_t>(gate_.options.number("few"));
    if (most <= 0 || expected_errors_.empty() || expected_errors_.size() < few) return;
    const double median = report::quantile(expected_errors_, 0.5);
    if (median > most)
        verdict_.breaches.push_back({"max_error", most, median, misread_.count,
                                     static_cast<std::int64_t>(expected_errors_.size()),
                                     misread_.places});
}

GateVerdict Judge::verdict() {
    for (const Finding& f : journal_.batch_without_items().findings)
        if (counts(f)) errors_.add(f.place);
    report::for_each_leaf(journal_, false, report::english(),
                          {[](const Item&, int) {}, [&](const report::Leaf& leaf) { see(leaf); },
                           [&](const Item& item) { see_item(item); }});
    const Options& limits = gate_.options;
    const double few = limits.number("few");
    if (static_cast<double>(errors_.count) > limits.number("max_errors"))
        verdict_.breaches.push_back({"max_errors", limits.number("max_errors"),
                                     static_cast<double>(errors_.count), errors_.count, 0,
                                     errors_.places});
    share("max_warned", limits.number("max_warned"), warned_, pages_, few);
    for (const auto& [code, tallied] : codes_)
        if (const auto own = gate_.shares.find(code); own != gate_.shares.end())
            share(code, own->second, tallied, pages_, 0);
        else if (warnings_.contains(code))
            share(code, limits.number("max_one_warning"), tallied, pages_, few);
    share("max_items_warned", limits.number("max_items_warned"), items_warned_, items_, few);
    confidence();
    expected_error();
    return std::move(verdict_);
}

std::string some_of(const std::vector<std::string>& places, std::int64_t all) {
    std::string text;
    for (std::size_t i = 0; i < std::min(places.size(), places_told); ++i)
        text += (i ? ", " : "") + places[i];
    const auto more = all - static_cast<std::int64_t>(std::min(places.size(), places_told));
    return more > 0 ? text + fmt::format(" and {} more", more) : text;
}

}  // namespace

std::span<const OptionSpec> Gate::specs() {
    static const auto table = std::to_array<OptionSpec>({
        {"max_errors", 0.0, "error findings that the batch may have", 0, 1e9},
        {"max_warned", 0.2,
         "share of pages that may have a warning of any kind; those with a limit of their own do "
         "not "
         "count here",
         0, 1},
        {"max_one_warning", 0.1,
         "share of pages that may have one and the same warning; a finding's code instead gives it "
         "a "
         "limit of its own, which `few` does not soften: \"image.blurred\" = 0.01",
         0, 1},
        {"max_items_warned", 0.2,
         "share of items that may have a warning of their own: numbering, order, pages missing or "
         "twice",
         0, 1},
        {"min_confidence", 0.6,
         "median over the pages read of how sure the recogniser is; pages that are not blank and "
         "on "
         "which it finds no words count as 0; 0 = not judged",
         0, 1},
        {"max_error", 0.15,
         "median over the pages read of their expected error; pages with marks but no words count "
         "as 1, "
         "pages that no model can read not at all; 0 = not judged",
         0, 1},
        {"stop_error", 0.5,
         "a run stops when the median expected error of the pages read last is above this: it "
         "would "
         "waste the night; 0 = never",
         0, 1},
        {"stop_after", 20.0,
         "pages that must have been read before a run stops so; the last five times as many count",
         1, 1e6},
        {"few", 5.0,
         "so many pages (items) never break a share: a small batch is not judged by one", 0, 1e9},
    });
    return table;
}

GateVerdict judge(const Journal& journal, const Gate& gate) {
    return Judge(journal, gate).verdict();
}

Finding finding_of(const Breach& b, const std::string& batch) {
    const std::string where = some_of(b.places, b.count);
    std::string sentence;
    if (b.limit == "max_errors")
        sentence = fmt::format("max_errors: {} {}, {:g} are allowed: {}", b.count,
                               b.count == 1 ? "error" : "errors", b.allowed, where);
    else if (b.limit == "min_confidence")
        sentence = fmt::format(
            "min_confidence: half of the pages that were read are at {:.0f} % or below, {:.0f} % "
            "is the least, {:.0f} points too low; {} of {} pages are below it: {}",
            b.measured * 100, b.allowed * 100, (b.allowed - b.measured) * 100, b.count, b.of,
            where);
    else if (b.limit == "max_error")
        sentence = fmt::format(
            "max_error: half of the pages that were read have an expected error of {:.1f} % or "
            "more, {:.1f} % is the most; {} of {} pages are above it: {}",
            b.measured * 100, b.allowed * 100, b.count, b.of, where);
    else
        sentence = fmt::format(
            "{}: {} of {} {} ({:.1f} %), {:.1f} % are allowed, {:.1f} points too many: {}", b.limit,
            b.count, b.of, b.limit == "max_items_warned" ? "items" : "pages", b.measured * 100,
            b.allowed * 100, (b.measured - b.allowed) * 100, where);
    return make_finding("batch.gate", batch, sentence,
                        {{"allowed", b.allowed, b.of ? "ratio" : ""},
                         {"measured", b.measured, b.of ? "ratio" : ""},
                         {"count", static_cast<double>(b.count), ""},
                         {"of", static_cast<double>(b.of), ""}});
}

}  // namespace nuskha
