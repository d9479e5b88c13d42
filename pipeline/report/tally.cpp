#include "pipeline/report/tally.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace nuskha::report {

Tally::Tally(const Journal& journal, Sink sink)
    : courses(journal.run().limits), journal_(journal), sink_(std::move(sink)) {
    for (const Finding& finding : journal.findings_of_batch())
        count(finding, {}, {}, -1, -1);
}

void Tally::count(const Finding& finding, const std::string& item, const std::string& scan,
                  int image, int side) {
    ++findings[static_cast<std::size_t>(finding.level)];
    CodeCount& entry = codes_[finding.code];
    entry.code = finding.code;
    entry.level = std::max(entry.level, finding.level);
    ++entry.count;
    if (sink_) sink_({&finding, item, scan, image, side});
}

void Tally::item(const Item& item) {
    courses.item(item.id);
    for (const Finding& finding : item.findings)
        count(finding, item.id, {}, -1, -1);
}

void Tally::leaf(const Leaf& leaf) {
    courses.leaf(leaf);
    if (leaf.first_of_scan && leaf.scan)
        for (const Finding& finding : leaf.scan->findings)
            count(finding, leaf.item->id, leaf.file->name, -1, -1);
    for (const Finding& finding : leaf.own)
        count(finding, leaf.item->id, leaf.file->name, leaf.page->page.id.image,
              leaf.page->page.id.side);
    std::set<std::string_view> seen;
    for (const Finding& finding : leaf.findings)
        if (seen.insert(finding.code).second) ++codes_[finding.code].leaves;
    const auto level = leaf.level();
    ++leaves[level ? static_cast<std::size_t>(*level) : 3];
    const auto keep = [](std::vector<float>& values, double value) {
        if (std::isfinite(value)) values.push_back(static_cast<float>(value));
    };
    if (leaf.words > 0) keep(confidence, leaf.confidence);
    if (const auto value = leaf.expected_error()) keep(expected_error, *value);
    if (const auto value = leaf.skew()) keep(skew, *value);
    if (const auto value = leaf.edge_width()) keep(edge_width, *value);
}

void Tally::item_ends(const Item& item) {
    if (const auto outcome = journal_.outcome(item.id))
        for (const Finding& finding : outcome->findings)
            count(finding, item.id, {}, -1, -1);
}

std::vector<CodeCount> Tally::codes() const {
    std::vector<CodeCount> list;
    for (const auto& [code, entry] : codes_)
        list.push_back(entry);
    std::stable_sort(list.begin(), list.end(), [](const CodeCount& a, const CodeCount& b) {
        return a.level != b.level ? a.level > b.level : a.count > b.count;
    });
    return list;
}

Tally tally(const Journal& journal) {
    Tally result(journal);
    for_each_leaf(journal, false, english(),
                  {[&](const Item& item, int) { result.item(item); },
                   [&](const Leaf& leaf) { result.leaf(leaf); },
                   [&](const Item& item) { result.item_ends(item); }});
    return result;
}

}  // namespace nuskha::report
