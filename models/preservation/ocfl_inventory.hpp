// The inventory of an OCFL object (OCFL 1.1, section 3.5) as a value, and as JSON.
//
// Digests are lower-case hex. Paths are UTF-8 with '/' between segments; a content path starts at
// the object's root ("v1/content/scans/0001.tif"), a logical path is what the item's user sees
// ("scans/0001.tif").
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/preservation/digest.hpp"
#include "models/preservation/finding.hpp"
#include "models/preservation/xml_writer.hpp"

namespace nuskha {

using PathDigests = std::map<std::string, std::string>;  // path -> digest

struct OcflVersion {
    std::string created;                  // RFC 3339
    std::string message;                  // may be empty
    std::string user_name, user_address;  // may be empty; an address needs a name
    PathDigests state;                    // logical path -> digest
    bool operator==(const OcflVersion&) const = default;
};

struct OcflInventory {
    std::string id;
    std::string spec = "1.1";                                    // of the type URI: "1.0" or "1.1"
    DigestAlgorithm digest_algorithm = DigestAlgorithm::sha512;  // or sha256
    std::string content_directory = "content";
    int padding = 0;                            // digits of a zero-padded version number; 0 = none
    PathDigests manifest;                       // content path -> digest
    std::vector<OcflVersion> versions;          // v1 first; never empty in a sound inventory
    std::map<std::string, PathDigests> fixity;  // algorithm -> content path -> digest
    bool operator==(const OcflInventory&) const = default;

    std::string version_name(std::size_t number) const;  // "v1", "v0001"; number from 1
    std::string head() const { return version_name(versions.size()); }
};

// JSON, indented by two spaces, keys in a fixed order, digests and paths sorted: equal inventories
// give equal bytes. Handed over in pieces, so that no second copy of a large inventory is made.
void write_inventory(const OcflInventory& inventory, const TextSink& sink);

struct InventoryLimits {
    std::size_t bytes = 512u << 20;
    std::size_t findings = 100;  // then reading stops
};

// A rule of OCFL that is broken (E...) or a recommendation that is not followed (W...), by the
// specification's validation code: https://ocfl.io/1.1/spec/validation-codes.html
struct OcflFault {
    std::string code;   // "E058", "W004"
    std::string place;  // in the object or root: "v1/inventory.json"; empty: the whole of it
    std::string what;   // a sentence without its full stop
    bool warning() const { return code.starts_with('W'); }
};

struct InventoryRead {
    std::optional<OcflInventory> inventory;  // only where there is no fault
    std::vector<OcflFault> faults;           // of that inventory: their places are empty
    std::vector<Finding> findings;           // the same, fixity.inventory
    OcflInventory as_far;                    // what could be read where there are faults
};

// Takes hostile input: bounded depth, no path that leaves the object, no exception. Checks all that
// OCFL demands of an inventory by itself; what it says of files is for an audit.
InventoryRead read_inventory(std::string_view json, const std::string& place,
                             const InventoryLimits& limits = {});

// The sidecar file "inventory.json.sha512": "DIGEST inventory.json".
std::string inventory_sidecar_name(DigestAlgorithm algorithm);
std::string inventory_sidecar(std::string_view digest);
// The digest, lower-case, or nothing where the text is not of that form (E061).
std::optional<std::string> read_inventory_sidecar(std::string_view text, DigestAlgorithm algorithm);

// A path in the sense of OCFL: not empty, no empty segment, no "." or "..", no '/' at either end.
bool is_ocfl_path(std::string_view path);

struct LogicalFile {  // a file of the version to be made
    std::string path;
    Digests digests;
};

struct StoredFile {  // a file whose bytes have to be written
    std::string logical_path, content_path;
};

struct NextVersion {
    OcflInventory inventory;           // with the new version as its head
    std::vector<StoredFile> to_store;  // content that no earlier version has, each once; sorted
    bool unchanged = false;            // the state is that of the head already: nothing to do, and
                                       // `inventory` is the previous one
};

// Adds a version in which the item has just these files. Content that the manifest has already is
// not stored again (forward delta). `version.state` is filled here. Throws Failure(store) where the
// files' paths break OCFL's rules (E052, E053, E095) or the version number outgrows its padding.
NextVersion next_version(const OcflInventory* previous, const std::string& id,
                         std::span<const LogicalFile> files, OcflVersion version);

}  // namespace nuskha
