// Intake: what a scanning operator handed over, understood from names and side files alone. No scan
// is opened; their bytes are read once, later, and then compared with what the vendor stated.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "models/document/item.hpp"
#include "pipeline/hashing.hpp"

namespace nuskha {

// The batch in a folder, its items and scans in natural order, deterministic.
//
// Items: each sub-folder with scans at any depth below it, and loose scans grouped by the name
// before the last number ("AZ-0012_0001.tif" -> AZ-0012; nothing before it -> the batch's id; no
// number -> the whole stem; a stem that is an id of items.csv -> that id). Scans of deeper folders
// belong to the top one and are named by their path in it ("recto/0001.tif"), unless a deeper
// folder has an item.toml or is named in items.csv: then it is an item of its own. In a BagIt bag
// the items lie in data/.
//
// Scans: files with an image's ending, and others that begin like an image. Side files: batch.toml,
// items.csv, item.toml, dc.xml, mods.xml, checksum lists; docs/scanning-staff.md tells their forms.
// A link to a file inside the batch is followed; `path` is then the link's.
//
// What is wrong with an item is in its findings, what cannot be tied to one in the batch's. Throws
// Failure(input) where there is no folder, it cannot be read, or no scan is in it.
Batch read_batch(const std::filesystem::path& folder);

// The algorithms to compute when reading a scan: the three that are kept, and those the vendor
// used.
std::vector<DigestAlgorithm> algorithms_for(const ScanFile& scan);

// checksum.mismatch for each stated digest that is not the computed one. `computed` must hold the
// scan's algorithms (algorithms_for), else std::logic_error.
std::vector<Finding> compare_checksums(const ScanFile& scan, const DigestValues& computed);

struct ScanDigest {
    std::string path;
    std::string sha512;
};

// item.duplicate-scan for each scan whose bytes an earlier one has, in the order given. Empty files
// and empty digests are left out: they are other findings.
std::vector<Finding> find_duplicates(std::span<const ScanDigest> scans);

}  // namespace nuskha
