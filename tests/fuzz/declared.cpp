// Any bytes as batch.toml, item.toml, items.csv and overrides.toml.
#include "pipeline/intake/declared.hpp"

#include "models/failure.hpp"
#include "pipeline/intake/overrides.hpp"
#include "pipeline/intake/table.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace nuskha;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text(data, size);
    Batch batch;
    intake::read_batch_toml("batch.toml", text, batch);
    fuzz::insist_known(batch.findings);
    fuzz::insist_known(intake::read_item_toml("A/item.toml", text).findings);
    const intake::DeclaredItems declared = intake::read_items_csv("items.csv", text);
    fuzz::insist_known(declared.findings);
    for (const intake::DeclaredItem& item : declared.items) {
        fuzz::insist_known(item.findings);
        fuzz::insist(!item.id.empty() || !item.folder.empty(), "an item has an id or a folder");
    }
    try {  // a fault in what staff decided stops the run
        for (const auto& [scan, decided] : intake::read_overrides("overrides.toml", text))
            fuzz::insist(!scan.empty() && !decided.empty(), "a page has a scan and a decision");
    } catch (const Failure&) {
    }
    return 0;
}
