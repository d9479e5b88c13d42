#include "pipeline/report/leaf.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nuskha::report {
namespace {

// "AZ-1/0003.tif", also with " image 3" or ":12" behind it.
bool names(const std::string& place, const std::string& path) {
    return place.starts_with(path) &&
           (place.size() == path.size() || place[path.size()] == ' ' || place[path.size()] == ':');
}

void add_missing(std::vector<Finding>& to, const std::vector<Finding>& from) {
    for (const Finding& finding : from)
        if (std::find(to.begin(), to.end(), finding) == to.end()) to.push_back(finding);
}

void add_naming(std::vector<Finding>& to, const std::vector<Finding>& from,
                const std::string& path) {
    for (const Finding& finding : from)
        if (names(finding.place, path)) add_missing(to, {finding});
}

std::optional<double> number_of(const Leaf& leaf, std::string_view stage, const char* name) {
    if (!leaf.page) return {};
    const std::vector<Event>& events = leaf.page->page.events;
    for (auto event = events.rbegin(); event != events.rend(); ++event)
        if (event->stage == stage)
            if (const double* value = event->number(name)) return *value;
    return {};
}

void collect_findings(Leaf& leaf, const std::vector<Finding>& of_batch,
                      const std::vector<Finding>& of_outcome) {
    leaf.findings.clear();
    leaf.own.clear();
    if (leaf.scan) leaf.findings = leaf.scan->findings;
    if (leaf.page)
        for (const Finding& finding : leaf.page->page.findings)
            if (std::find(leaf.findings.begin(), leaf.findings.end(), finding) ==
                leaf.findings.end()) {
                leaf.own.push_back(finding);
                leaf.findings.push_back(finding);
            }
    add_naming(leaf.findings, leaf.item->findings, leaf.file->path);
    add_naming(leaf.findings, of_outcome, leaf.file->path);
    add_naming(leaf.findings, of_batch, leaf.file->path);
    std::stable_sort(leaf.findings.begin(), leaf.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.level > b.level; });
}

std::string title_of(const PageId& id, bool many_images, bool many_sides, const Words& words) {
    std::string title = id.scan;
    if (many_images) title += fmt::format(", {} {}", words.image_number, id.image + 1);
    if (many_sides) title += fmt::format(", {} {}", words.side_number, id.side + 1);
    return title;
}

}  // namespace

std::optional<Level> Leaf::level() const {
    if (findings.empty()) return {};
    return findings.front().level;
}

std::optional<double> Leaf::skew() const {
    return number_of(*this, "deskew", "skew");
}

std::optional<double> Leaf::edge_width() const {
    const auto width = number_of(*this, "inspect", "edge_width");
    return width && *width > 0 ? width : std::nullopt;  // 0: the page has no edges to measure
}

std::optional<double> Leaf::edge_limit() const {
    return number_of(*this, "inspect", "edge_limit");
}

std::optional<double> Leaf::paper() const {
    return number_of(*this, "inspect", "paper");
}

std::optional<double> Leaf::mean_grey() const {
    return number_of(*this, "inspect", "mean_grey");
}

std::optional<double> Leaf::expected_error() const {
    return words > 0 ? number_of(*this, "recognise", "expected_error") : std::nullopt;
}

std::string Leaf::why_no_picture(const Words& say, bool in_short) const {
    if (!findings.empty() && findings.front().level == Level::error) {
        const FindingKind* kind = find_finding_kind(findings.front().code);
        return in_short && kind ? std::string(kind->meaning) : findings.front().sentence;
    }
    const bool unread = !page && (!scan || scan->state == ScanState::waiting);
    return std::string(unread ? say.not_read : say.no_picture);
}

void for_each_leaf(const Journal& journal, bool with_text, const Words& words,
                   const Visitor& visitor) {
    const std::vector<Finding> of_batch = journal.findings_of_batch();
    const std::vector<Finding> none;
    Leaf leaf;
    journal.for_each_item([&](const Item& item) {
        leaf.item = &item;
        ++leaf.item_number;
        visitor.item(item, leaf.item_number);
        const std::optional<ItemOutcome> outcome = journal.outcome(item.id);
        journal.for_each_scan(
            item.id, [&](const ScanFile& file, const std::optional<ScanRecord>& record) {
                std::vector<PageOutline> pages;
                journal.for_each_outline(item.id, file.name,
                                         [&](const PageOutline& page) { pages.push_back(page); });
                const bool many_images = std::any_of(
                    pages.begin(), pages.end(), [](auto& p) { return p.record.page.id.image > 0; });
                const bool many_sides = std::any_of(
                    pages.begin(), pages.end(), [](auto& p) { return p.record.page.id.side > 0; });
                leaf.file = &file;
                leaf.scan = record ? &*record : nullptr;
                const auto visit = [&](const PageRecord* page, std::size_t index) {
                    ++leaf.number;
                    leaf.page = page;
                    leaf.first_of_scan = index == 0;
                    leaf.recognised = page && pages[index].recognised;
                    leaf.words = page ? pages[index].words : 0;
                    leaf.confidence = page ? pages[index].confidence : 0;
                    leaf.title =
                        page ? title_of(page->page.id, many_images, many_sides, words) : file.name;
                    collect_findings(leaf, of_batch, outcome ? outcome->findings : none);
                    visitor.leaf(leaf);
                };
                if (pages.empty()) return visit(nullptr, 0);
                std::size_t index = 0;
                if (!with_text) {
                    for (const PageOutline& page : pages)
                        visit(&page.record, index++);
                } else {
                    journal.for_each_page(item.id, file.name, [&](const PageRecord& page) {
                        if (index < pages.size()) visit(&page, index++);
                    });
                }
            });
        visitor.item_ends(item);
    });
}

}  // namespace nuskha::report
