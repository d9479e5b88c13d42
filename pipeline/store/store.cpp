#include "pipeline/store/store.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <random>

#include "models/failure.hpp"
#include "pipeline/hashing.hpp"

namespace nuskha {
namespace {

namespace fs = std::filesystem;

const std::string root_declaration(ocfl_root_declaration);
const std::string object_declaration(ocfl_object_declaration);
constexpr auto layout_file = "ocfl_layout.json";
constexpr std::string_view id_scheme = "nuskha:";

bool unreserved(char c) {  // RFC 3986, section 2.3
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

// By its declaration, or by its inventory where the declaration was lost: an audit must say so.
bool is_object_root(const fs::path& folder) {
    std::string error;  // a folder that cannot be read is told by the walk
    for (const auto& entry : entries_of(folder, error))
        if (const std::string name = entry.path().filename().string();
            name.starts_with("0=ocfl_object_") || name == "inventory.json")
            return true;
    return false;
}

// OCFL E024: no empty folders below content. True where `folder` is gone.
bool remove_empty_folders(const fs::path& folder) {
    bool empty = true;
    std::vector<fs::path> below;
    for (const auto& entry : fs::directory_iterator(folder))
        below.push_back(entry.path());
    for (const fs::path& path : below)
        empty &= fs::is_directory(path) && remove_empty_folders(path);
    if (empty) fs::remove(folder);
    return empty;
}

[[noreturn]] void not_a_store(const fs::path& root, const char* why) {
    throw Failure(
        Exit::store,
        fmt::format("{}: {}; give a storage root, or a folder that is empty or not there yet",
                    root.string(), why));
}

}  // namespace

std::string object_id(const std::string& item) {
    std::string id(id_scheme);
    for (char c : item)
        id += unreserved(c) ? std::string(1, c)
                            : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return id;
}

std::string item_of_object_id(const std::string& id) {
    if (!id.starts_with(id_scheme)) return id;
    std::string item;
    for (std::size_t i = id_scheme.size(); i < id.size(); ++i) {
        unsigned value = 0;
        if (id[i] == '%' && i + 2 < id.size() &&
            std::sscanf(id.c_str() + i + 1, "%2x", &value) == 1) {
            item += static_cast<char>(value);
            i += 2;
        } else {
            item += id[i];
        }
    }
    return item;
}

std::vector<std::pair<std::string, std::string>> root_files(const OcflLayout& layout) {
    return {{fmt::format("extensions/{}/config.json", extension_name(layout)),
             layout_config_json(layout)},
            {layout_file, layout_json(layout)},
            {root_declaration, ocfl_declaration_text(ocfl_root_declaration)}};
}

std::string sidecar_fault(const fs::path& file, const std::string& json,
                          DigestAlgorithm algorithm) {
    const std::string name = inventory_sidecar_name(algorithm);
    const FileBytes sidecar = read_whole(file.parent_path() / name, 4096);
    if (!sidecar.error.empty()) return name + " beside it: " + sidecar.error + " (OCFL E058)";
    const auto stated = read_inventory_sidecar(
        {reinterpret_cast<const char*>(sidecar.data.get()), sidecar.size}, algorithm);
    if (!stated) return name + " beside it is not of the form that OCFL demands (OCFL E061)";
    return *stated == hex_digest(algorithm, json)
               ? ""
               : "its bytes are not those that " + name + " beside it states (OCFL E060)";
}

StoredObject read_object(const fs::path& root, const std::string& path) {
    const fs::path file = root / path / "inventory.json";
    const auto damaged = [&](const std::string& why) {
        return Failure(Exit::fixity,
                       fmt::format("{}: {}; restore the object from a copy", file.string(), why));
    };
    const FileBytes bytes = read_whole(file, largest_inventory);
    if (!bytes.error.empty()) throw damaged(bytes.error + " (OCFL E063)");
    const std::string json(reinterpret_cast<const char*>(bytes.data.get()), bytes.size);
    InventoryRead reading = read_inventory(json, path + "/inventory.json");
    if (!reading.inventory) throw damaged(reading.findings.front().sentence);
    if (const std::string why = sidecar_fault(file, json, reading.inventory->digest_algorithm);
        !why.empty())
        throw damaged(why);
    return {path, std::move(*reading.inventory)};
}

namespace {

// As the root's own files state it; 0004 with its defaults where they state nothing.
OcflLayout layout_of(const fs::path& root) {
    if (!fs::exists(root / layout_file)) return {};
    LayoutRead read = read_layout(read_text(root / layout_file, 1 << 20), layout_file);
    if (!read.layout) not_a_store(root, read.findings.front().sentence.c_str());
    const fs::path config = root / "extensions" / extension_name(*read.layout) / "config.json";
    if (fs::exists(config))
        read = read_layout_config(*read.layout, read_text(config, 1 << 20),
                                  config.lexically_relative(root).string());
    if (!read.layout) not_a_store(root, read.findings.front().sentence.c_str());
    return *read.layout;
}

}  // namespace

Store Store::open(const fs::path& root) {
    if (!fs::is_directory(root)) not_a_store(root, "there is no such folder");
    if (!fs::exists(root / root_declaration))
        not_a_store(root, "is not an OCFL 1.1 storage root (it has no file 0=ocfl_1.1)");
    return {root, layout_of(root)};
}

Store Store::open_for_audit(const fs::path& root) {
    try {
        return open(root);
    } catch (const Failure&) {
        if (!fs::exists(root / root_declaration)) throw;
        Store store(root, {});
        store.layout_known_ = false;
        return store;
    }
}

// A root that is not there yet, or whose making was cut off: nothing lies in it but parts of what makes a root.
static bool to_be_made(const fs::path& root) {
    if (!fs::exists(root)) return true;
    if (!fs::is_directory(root) || fs::exists(root / root_declaration)) return false;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        const std::string path = entry.path().lexically_relative(root).generic_string();
        const bool ours = std::ranges::any_of(root_files({}), [&](const auto& file) {
            return entry.is_directory()
                       ? file.first.starts_with(path + "/")
                       : path == file.first ||
                             (path.starts_with(file.first + ".") && path.ends_with(".part"));
        });
        if (!ours) return false;
    }
    return true;
}

Store Store::create_or_open(const fs::path& root) {
    if (to_be_made(root)) {
        if (fs::exists(root))
            for (const auto& entry : fs::directory_iterator(root))
                fs::remove_all(entry.path());
        for (const auto& [file, bytes] : root_files({})) {
            make_folders((root / file).parent_path());
            write_atomically(root / file, bytes);
        }
    }
    Store store = open(root);
    store.clean_staging();
    return store;
}

bool Store::has(const fs::path& root, const std::string& item) {
    return fs::exists(root / root_declaration) && fs::exists(root / open(root).object_path(item));
}

std::optional<std::string> Store::path_of_id(const std::string& id) const {
    return nuskha::object_path(layout_, id, hex_digest(layout_.digest_algorithm, id));
}

std::string Store::object_path(const std::string& item) const {
    const auto path = path_of_id(object_id(item));
    if (!path)
        throw Failure(
            Exit::store,
            fmt::format(
                "{}: the store's layout cannot hold an item of this name; give it a shorter id",
                item));
    return *path;
}

std::optional<StoredObject> Store::find(const std::string& item) const {
    const std::string path = object_path(item);
    if (!fs::exists(root_ / path)) return {};
    return read_object(root_, path);
}

// Remains of runs that were cut off: their locks are free.
void Store::clean_staging() const {
    if (!fs::exists(staging())) return;
    const Descriptor publishing = wait_for_lock(root_ / root_declaration);
    for (const auto& entry : fs::directory_iterator(staging())) {
        if (entry.is_symlink() || !entry.is_directory() || !try_lock(entry.path() / "lock"))
            continue;
        // Cut off between the two renames of a file system that cannot exchange folders: the old
        // version goes back. What names a place outside the store is none of our doing.
        if (const fs::path old = entry.path() / "old"; fs::exists(old)) {
            const std::string target = read_text(entry.path() / "target", 4096);
            if (!is_ocfl_path(target)) continue;
            if (!fs::exists(root_ / target)) rename_path(old, root_ / target);
        }
        fs::remove_all(entry.path());
    }
    std::error_code not_empty;
    fs::remove(staging(), not_empty);
}

std::vector<Finding> Store::for_each_object(
    const std::function<void(const std::string&)>& visit) const {
    constexpr std::size_t deepest = 64;
    std::vector<Finding> findings;
    const std::function<void(const fs::path&, std::size_t)> walk = [&](const fs::path& folder,
                                                                       std::size_t depth) {
        std::vector<fs::path> folders;
        const std::string place = folder.lexically_relative(root_).generic_string();
        std::string error;
        for (const auto& entry : entries_of(folder, error)) {
            if (fs::is_directory(entry.symlink_status()))
                folders.push_back(entry.path());
            else if (depth > 0)
                findings.push_back(
                    make_finding("fixity.extra", entry.path().lexically_relative(root_).string(),
                                 "lies in the store but in no object; find out who put it there"));
        }
        if (!error.empty())
            findings.push_back(make_finding(
                "fixity.unreadable", place,
                fmt::format("the folder cannot be read: {}; what lies in it was not looked at; "
                            "check permissions and the disk",
                            error)));
        else if (folders.empty() && depth > 0)
            findings.push_back(make_finding("fixity.extra", place,
                                            "is an empty folder in the store (OCFL E073); "
                                            "remove it"));
        for (const fs::path& sub : folders) {
            if (depth == 0 && sub.filename() == "extensions") continue;
            if (is_object_root(sub))
                visit(sub.lexically_relative(root_).string());
            else if (depth < deepest)
                walk(sub, depth + 1);
        }
    };
    walk(root_, 0);
    return findings;
}

std::optional<std::string> StoredObject::content_path(const std::string& logical_path,
                                                      std::size_t version) const {
    const auto& versions = inventory.versions;
    const PathDigests& state = (version ? versions.at(version - 1) : versions.back()).state;
    const auto file = state.find(logical_path);
    if (file == state.end()) return {};
    for (const auto& [stored, digest] : inventory.manifest)
        if (digest == file->second) return stored;
    return {};
}

Draft::Draft(const Store& store, const std::string& item)
    : store_(store), item_(item), previous_(store.find(item)) {
    const Descriptor publishing = wait_for_lock(store.root() / root_declaration);
    std::random_device random;
    folder_ = store.staging() / fmt::format("{}-{:08x}", ::getpid(), random());
    make_folders(folder_);
    lock_ = try_lock(folder_ / "lock");
    object_ = folder_ / "object";
    if (previous_) {
        if (previous_->inventory.spec != "1.1")
            throw Failure(
                Exit::store,
                fmt::format("{}: the stored object is of OCFL {}; only 1.1 can be added to", item,
                            previous_->inventory.spec));
        version_ = previous_->inventory.version_name(previous_->inventory.versions.size() + 1);
        content_ = previous_->inventory.content_directory;
    }
    make_folders(content_folder());
}

Draft::~Draft() {
    std::error_code ignored;  // what is left here is cleaned up by the next run
    Descriptor publishing;    // or the folder of all staging goes while another draft begins in it
    try {
        publishing = wait_for_lock(store_.root() / root_declaration);
    } catch (const Failure&) {
        return;
    }
    fs::remove_all(folder_, ignored);
    fs::remove(store_.staging(), ignored);
}

// The files of the earlier versions, by hard link where the file system has them.
void Draft::take_over_previous() {
    const fs::path from = store_.root() / previous_->path;
    for (auto entry = fs::recursive_directory_iterator(from);
         entry != fs::recursive_directory_iterator(); ++entry) {
        const fs::path relative = entry->path().lexically_relative(from);
        if (entry->is_directory())
            make_folders(object_ / relative);
        else if (relative.has_parent_path() ||
                 relative.string().starts_with("0="))  // not the old root inventory
            link_or_copy(entry->path(), object_ / relative);
    }
}

std::string Draft::publish(const OcflInventory& inventory) {
    if (previous_) take_over_previous();
    std::string json;
    write_inventory(inventory, [&](std::string_view part) { json += part; });
    const std::string sidecar = inventory_sidecar(hex_digest(inventory.digest_algorithm, json));
    for (const fs::path& folder : {object_, object_ / version_}) {
        write_atomically(folder / "inventory.json", json, false);
        write_atomically(folder / inventory_sidecar_name(inventory.digest_algorithm), sidecar,
                         false);
    }
    if (!previous_)
        write_atomically(object_ / object_declaration,
                         ocfl_declaration_text(ocfl_object_declaration), false);
    remove_empty_folders(content_folder());
    sync_file_system(store_.root());

    const std::string path = store_.object_path(item_);
    const Descriptor publishing = wait_for_lock(store_.root() / root_declaration);
    if (const bool there = fs::exists(store_.root() / path);
        there != previous_.has_value() ||
        (there && read_object(store_.root(), path).inventory.head() != previous_->inventory.head()))
        throw Failure(
            Exit::store,
            fmt::format("{}: another run changed this item in the meantime; run again", item_));
    if (previous_)
        put_version(store_.root() / path);
    else
        put_new(store_.root() / path);
    return path;
}

// The first folder of the path that is missing is put into place with all that is below it.
void Draft::put_new(const fs::path& place) {
    fs::path missing = place;
    while (!fs::exists(missing.parent_path()))
        missing = missing.parent_path();
    const fs::path tree = folder_ / "tree";
    const fs::path inside = place.lexically_relative(missing.parent_path());
    make_folders((tree / inside).parent_path());
    rename_path(object_, tree / inside);
    sync_folder((tree / inside).parent_path());
    if (!rename_if_absent(tree / missing.filename(), missing))
        throw Failure(Exit::store, fmt::format("{}: appeared while the item was sealed; run again",
                                               missing.string()));
    sync_folder(missing.parent_path());
}

void Draft::put_version(const fs::path& place) {
    if (!exchange_paths(object_, place)) {  // see clean_staging for what a cut here leaves
        write_atomically(folder_ / "target", place.lexically_relative(store_.root()).string());
        rename_path(place, folder_ / "old");
        rename_path(object_, place);
    }
    sync_folder(place.parent_path());
}

}  // namespace nuskha
