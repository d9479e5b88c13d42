// A batch as it was handed over, and the items in it. Made by intake, from names and side files
// alone; no scan has been opened yet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/document/geometry.hpp"
#include "models/document/override.hpp"
#include "models/preservation/digest.hpp"
#include "models/preservation/finding.hpp"

namespace nuskha {

struct ExpectedDigest {  // from the scanning vendor
    DigestAlgorithm algorithm;
    std::string hex;     // lower case
    std::string source;  // path in the batch of the file that states it
};

struct KnownPage {  // a page of a scan that has been sealed before: it lies where its record says
    int image = 0, side = 0;
    Geometry geometry;
    bool operator==(const KnownPage&) const = default;
};

struct ScanFile {
    std::string path;  // in the batch folder: '/' between folders, bytes as on disk (valid UTF-8)
    std::string name;  // in the item: what it is called in the sealed item's scans/ folder
    std::uint64_t bytes = 0;
    std::string stamp;  // device, inode, size and times: changes when the file is touched
    std::vector<ExpectedDigest> expected;
    std::vector<Override> overrides;  // of its pages, from overrides.toml, in its order
    std::vector<KnownPage> known;     // of a stored scan that is read again; else empty
};

struct Description {  // what the catalogue says; empty = not stated
    std::string title, creator, date, kind, rights,
        shelfmark;                       // kind: "print", "manuscript", "map", "periodical", ...
    std::vector<std::string> languages;  // alphabet codes: "az-Latn", "kk-Cyrl", "ru"
};

struct MetadataFile {  // passed on unchanged
    std::string path;  // in the batch: "AZ-0012/dc.xml"
    std::string name;  // "dc.xml", "mods.xml", "item.toml"
};

struct Item {
    std::string id;
    bool id_declared =
        false;           // by items.csv or item.toml, not derived from a folder's or file's name
    std::string folder;  // in the batch; empty for loose images
    Description description;
    std::vector<MetadataFile> metadata;
    std::vector<ScanFile> scans;  // in natural order: 2 before 10
    std::vector<Finding> findings;
};

struct Batch {
    std::string id;                                            // batch.toml, else the folder's name
    std::string folder;                                        // absolute path
    std::string operator_name, scanner, date, recipe, rights;  // from batch.toml
    std::vector<std::string> languages;
    std::vector<Item> items;           // in natural order of id
    std::vector<std::string> ignored;  // hidden and system files, paths in the batch
    std::vector<Finding> findings;     // of the batch as a whole
};

}  // namespace nuskha
