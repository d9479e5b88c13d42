// The vendor's checksums, tied to the files they speak of.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "models/document/item.hpp"
#include "pipeline/intake/tree.hpp"

namespace nuskha::intake {

// Reads every checksum list of the tree and gives each scan what is expected of it. `scans` has an
// element for each file of the tree, nullptr where it is no scan. What is wrong is told with the
// path it is about: files that are listed and absent, scans that are not listed, side files that
// differ, lines that cannot be understood.
//
// A listed name is looked for beside the list, in the batch folder, and with the batch's name or
// "data/" before it left out; names are compared in NFC, and without case where only one file
// fits. An absolute path counts by its end. No path leaves the batch.
std::vector<Noticed> tie_checksums(const Tree& tree, const std::string& batch_folder_name,
                                   const std::vector<ScanFile*>& scans);

}  // namespace nuskha::intake
