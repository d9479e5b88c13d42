#include "pipeline/store/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "models/failure.hpp"
#include "pipeline/files.hpp"
#include "pipeline/hashing.hpp"

namespace nuskha {
namespace {

namespace fs = std::filesystem;

std::string read_small(const fs::path& file) {  // empty where it cannot be read
    const FileBytes bytes = read_whole(file, largest_inventory);
    return bytes.error.empty()
               ? std::string(reinterpret_cast<const char*>(bytes.data.get()), bytes.size)
               : std::string();
}

class ObjectAudit {
  public:
    ObjectAudit(const Store& store, const std::string& path, AuditResult& result,
                const AuditProgress& told)
        : store_(store), path_(path), result_(result), told_(told) {}
    void run();

  private:
    void find(const char* code, const std::string& file, const std::string& what);
    bool open_inventory();
    void list_files(const std::string& folder);
    bool missing(const std::string& file) const;
    void compare(const std::string& file, const std::map<DigestAlgorithm, std::string>& expected);
    void compare_control_files();

    const Store& store_;
    std::string path_, item_;  // in the store; the item's id once it is known
    AuditResult& result_;
    const AuditProgress& told_;
    OcflInventory inventory_;
    std::set<std::string> files_;       // below the object, what is really there
    std::set<std::string> known_;       // control files that belong there
    std::set<std::string> unreadable_;  // folders below the object, with a "/" at the end
};

void ObjectAudit::find(const char* code, const std::string& file, const std::string& what) {
    const std::string place = file.empty() ? path_ : path_ + "/" + file;
    result_.findings.push_back(
        make_finding(code, place, item_.empty() ? what : fmt::format("{} (item {})", what, item_)));
}

void ObjectAudit::list_files(const std::string& folder) {
    const fs::path root = store_.root() / path_;
    std::string error;
    for (const auto& entry : entries_of(root / folder, error)) {
        const std::string file = entry.path().lexically_relative(root).generic_string();
        if (fs::is_directory(entry.symlink_status()))
            list_files(file);
        else
            files_.insert(file);
    }
    if (error.empty()) return;
    unreadable_.insert(folder.empty() ? "" : folder + "/");
    find("fixity.unreadable", folder,
         fmt::format("the folder cannot be read: {}; check permissions and the disk, restore what "
                     "is in it from a copy",
                     error));
}

// Whether it is known that a file is not there: not where a folder above it could not be read.
bool ObjectAudit::missing(const std::string& file) const {
    return !files_.contains(file) &&
           std::none_of(unreadable_.begin(), unreadable_.end(),
                        [&](const std::string& folder) { return file.starts_with(folder); });
}

bool ObjectAudit::open_inventory() {
    try {
        inventory_ = read_object(store_.root(), path_).inventory;
        item_ = item_of_object_id(inventory_.id);
        return true;
    } catch (const Failure& failure) {
        result_.findings.push_back(make_finding("fixity.inventory", path_, failure.what()));
        return false;
    }
}

void ObjectAudit::compare(const std::string& file,
                          const std::map<DigestAlgorithm, std::string>& expected) {
    const fs::path path = store_.root() / path_ / file;
    if (missing(file))
        return find("fixity.missing", file,
                    "is in the inventory but not on the disk; restore it from a copy");
    if (!files_.contains(file)) return;  // its folder is told
    if (!fs::is_regular_file(fs::symlink_status(path)))
        return find("fixity.changed", file,
                    "is not a regular file any more; restore it from a copy");
    std::vector<DigestAlgorithm> algorithms;
    for (const auto& [algorithm, hex] : expected)
        algorithms.push_back(algorithm);
    Hasher hasher(algorithms);
    try {
        result_.figures.bytes +=
            read_blocks(path, [&](std::span<const std::byte> block) { hasher.update(block); });
    } catch (const Failure& failure) {
        return find("fixity.unreadable", file, failure.what());
    }
    const auto got = hasher.finish();
    std::string differing;
    for (const auto& [algorithm, hex] : expected)
        if (got.at(algorithm) != hex)
            differing += fmt::format("{}{} {}", differing.empty() ? "" : ", ", word(algorithm),
                                     got.at(algorithm));
    if (!differing.empty())
        find("fixity.changed", file,
             fmt::format("its bytes are not those that were sealed: found {}, recorded {} {}; "
                         "restore it from a copy",
                         differing, word(expected.rbegin()->first), expected.rbegin()->second));
    ++result_.figures.files;
    told_(result_.figures, path_ + "/" + file);
}

// What no manifest lists: the declaration and the inventories of the versions with their sidecars.
void ObjectAudit::compare_control_files() {
    const fs::path root = store_.root() / path_;
    const std::string declaration = fmt::format("0=ocfl_object_{}", inventory_.spec);
    if (read_small(root / declaration) != ocfl_declaration_text(declaration))
        find("fixity.changed", declaration,
             "is missing or does not say what it must (OCFL E003, E007)");
    known_.insert(
        {declaration, "inventory.json", inventory_sidecar_name(inventory_.digest_algorithm)});
    const std::string newest = read_small(root / "inventory.json");
    for (std::size_t v = 1; v <= inventory_.versions.size(); ++v) {
        const std::string file = inventory_.version_name(v) + "/inventory.json";
        if (missing(file))
            find("fixity.missing", file, "is not there (OCFL W010); restore it from a copy");
        if (!files_.contains(file)) continue;
        const std::string json = read_small(root / file);
        const InventoryRead read = read_inventory(json, path_ + "/" + file);
        if (!read.inventory) {
            result_.findings.insert(result_.findings.end(), read.findings.begin(),
                                    read.findings.end());
            continue;
        }
        const DigestAlgorithm algorithm = read.inventory->digest_algorithm;
        known_.insert({file, inventory_.version_name(v) + "/" + inventory_sidecar_name(algorithm)});
        if (const std::string why = sidecar_fault(root / file, json, algorithm); !why.empty())
            find("fixity.inventory", file, why);
        if (v == inventory_.versions.size() && json != newest)
            find("fixity.inventory", file,
                 "is not the same as the object's inventory.json (OCFL E064)");
    }
}

void ObjectAudit::run() {
    ++result_.figures.objects;
    const bool opened = open_inventory();
    list_files("");
    if (!opened) return;
    if (const auto place = store_.path_of_id(inventory_.id);
        store_.layout_known() && place != path_)
        find("fixity.changed", "",
             fmt::format("lies elsewhere than the store's layout says ({}): {} or the object was "
                         "changed; restore it from a copy",
                         place.value_or("nowhere"), root_files(store_.layout()).front().first));
    std::map<std::string, std::map<DigestAlgorithm, std::string>> expected;
    for (const auto& [file, digest] : inventory_.manifest)
        expected[file][inventory_.digest_algorithm] = digest;
    for (const auto& [name, block] : inventory_.fixity)
        if (const auto algorithm = digest_algorithm(name))
            for (const auto& [file, digest] : block)
                expected[file][*algorithm] = digest;
    for (const auto& [file, digests] : expected)
        compare(file, digests);
    compare_control_files();
    for (const std::string& file : files_)
        if (!expected.contains(file) && !known_.contains(file))
            find("fixity.extra", file,
                 "is in no inventory; find out who put it there, and remove it");
}

void compare_root_files(const Store& store, AuditResult& result) {
    for (const auto& [file, bytes] : root_files(store.layout()))
        if (read_small(store.root() / file) != bytes)
            result.findings.push_back(
                make_finding("fixity.changed", file,
                             "is missing or not as it was written; restore it from a copy"));
}

}  // namespace

AuditResult audit_store(const Store& store, const std::string& item, const AuditProgress& told) {
    AuditResult result;
    const auto audit = [&](const std::string& path) {
        ObjectAudit(store, path, result, told).run();
    };
    if (item.empty()) {
        // The walk's own findings come after those of the objects, which it must not replace.
        const std::vector<Finding> stray = store.for_each_object(audit);
        result.findings.insert(result.findings.end(), stray.begin(), stray.end());
        compare_root_files(store, result);
    } else if (Store::has(store.root(), item))
        audit(store.object_path(item));
    else
        throw Failure(Exit::usage,
                      fmt::format("{}: there is no item '{}' in it; `nuskha show {}` lists them",
                                  store.root().string(), item, store.root().string()));
    return result;
}

}  // namespace nuskha
