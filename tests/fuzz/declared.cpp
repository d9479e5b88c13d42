// Any bytes as batch.toml, item.toml and items.csv.
#include "pipeline/intake/declared.hpp"

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
    return 0;
}
