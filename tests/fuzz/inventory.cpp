// Any bytes as an OCFL inventory and as its sidecar.
#include "models/preservation/ocfl_inventory.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace nuskha;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text(data, size);
    (void)read_inventory_sidecar(text, DigestAlgorithm::sha512);
    const InventoryRead read = read_inventory(text, "object/inventory.json");
    fuzz::insist_known(read.findings);
    fuzz::insist(read.inventory.has_value() == read.findings.empty(),
                 "an inventory, or findings that say why not");
    if (!read.inventory) return 0;
    for (const auto& [path, digest] : read.inventory->manifest)
        fuzz::insist(is_ocfl_path(path), "no path leaves the object");
    std::string json;
    write_inventory(*read.inventory, [&](std::string_view part) { json += part; });
    const InventoryRead again = read_inventory(json, "object/inventory.json");
    fuzz::insist(again.inventory == read.inventory, "what is written reads back the same");
    return 0;
}
