// What lies in a batch folder: every file with its kind, told from names alone. Only files that no
// name rule knows are opened, for their first 16 bytes: an image without an ending is a scan.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "models/preservation/finding.hpp"

namespace nuskha::intake {

enum class FileKind {
    scan,
    batch_toml,
    overrides,
    items_csv,
    item_toml,
    descriptive_xml,  // dc.xml, mods.xml, ITEM.dc.xml, ITEM.mods.xml
    checksums,
    weak_checksums,  // CRC32 and the like
    known_other,     // part of a BagIt bag, a signature of a checksum file
    unknown,
    refused  // there, but not taken: hidden, unsafe link, bad name, not a regular file
};

struct File {
    std::string path;  // in the batch, bytes as on disk
    std::uint64_t bytes = 0;
    FileKind kind = FileKind::unknown;
};

struct Noticed {
    std::string path;  // what it is about, bytes as on disk: tells the item
    Finding finding;
};

struct Tree {
    std::filesystem::path root;        // absolute, no links
    std::vector<File> files;           // by path
    std::vector<std::string> ignored;  // printable; folders end in '/'
    std::vector<Noticed> noticed;
    std::string content;  // "data" where the batch is a BagIt bag, else empty: where items lie
};

// Throws Failure(input) where it is no folder, cannot be read or holds more than a million files.
Tree walk(const std::filesystem::path& folder);

}  // namespace nuskha::intake
