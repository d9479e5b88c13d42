#include "pipeline/run/seal_reading.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "pipeline/run/text_version.hpp"

namespace nuskha {

namespace {

ItemOutcome seal(const Store& store, const Journal& journal, const std::string& item,
                 const RunPlan& plan) {
    auto object = store.find(item);
    if (!object)
        throw Failure(Exit::store,
                      fmt::format("{}: is not in the store any more; run again", item));
    const SealedItem sealed(store, std::move(*object));
    std::string scan;  // whose pages are at hand
    std::map<std::pair<int, int>, Page> pages;
    TextSource source;
    source.page = [&](const SealedPage& page) -> std::optional<Page> {
        if (std::exchange(scan, page.scan) != page.scan) {
            pages.clear();
            journal.for_each_page(item, page.scan, [&](const PageRecord& record) {
                pages[{record.page.id.image, record.page.id.side}] = record.page;
            });
        }
        const auto at = pages.find({page.record.image, page.record.side});
        if (at == pages.end()) return {};
        return std::move(at->second);
    };
    source.event = {"metadata modification",
                    "rerecognise",
                    "success",
                    fmt::format("read again with recipe {}", plan.recipe_name),
                    {},
                    "",
                    0};
    source.message = fmt::format("Text read again by nuskha {} with recipe {}", NUSKHA_VERSION,
                                 plan.recipe_name);
    return add_text_version(store, sealed, source);
}

}  // namespace

ItemOutcome seal_reading(const Journal& journal, const std::string& item, const RunPlan& plan) {
    const Store store = Store::open(plan.store);
    try {
        return seal(store, journal, item, plan);
    } catch (const Failure& failure) {  // what is damaged is the item's own trouble
        if (failure.kind() != Exit::fixity && failure.kind() != Exit::input) throw;
        ItemOutcome outcome;
        outcome.state = ItemState::held_back;
        outcome.findings.push_back(
            make_finding(failure.kind() == Exit::fixity ? "fixity.changed" : "item.no-record", item,
                         failure.what()));
        return outcome;
    }
}

}  // namespace nuskha
