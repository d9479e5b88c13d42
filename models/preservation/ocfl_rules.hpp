// What OCFL demands or recommends of inventories beyond what each says by itself.
#pragma once

#include <cstddef>
#include <vector>

#include "models/preservation/ocfl_inventory.hpp"

namespace nuskha {

// What the inventory of version `number` (from 1) says otherwise than the newest one, though it may
// not (E...) or should not (W011). Places are empty.
std::vector<OcflFault> differences_of(const OcflInventory& old, std::size_t number,
                                      const OcflInventory& newest);

// W...: what the specification recommends and the inventory does not do. Places are empty.
std::vector<OcflFault> not_recommended(const OcflInventory& inventory);

}  // namespace nuskha
