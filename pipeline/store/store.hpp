// The store: an OCFL 1.1 storage root. The only place that knows how it lies on the disk.
//
//     STORE/0=ocfl_1.1                        what it is
//     STORE/ocfl_layout.json                  how ids become paths, by default extension 0004
//     STORE/extensions/0004-.../config.json   its parameters
//     STORE/3a1/9f2/c07/3a19f2c07.../         an object: declaration, inventory, v1/, v2/ ...
//     STORE/extensions/nuskha-staging/NAME/   an object in the making; only while a run seals
//
// A new object, or a new version of one, is made wholly in staging, synced, and put into place by
// one rename (or one exchange of two folders): at every instant the store is wholly old or wholly
// new.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/preservation/finding.hpp"
#include "models/preservation/ocfl_inventory.hpp"
#include "models/preservation/ocfl_layout.hpp"
#include "pipeline/files.hpp"

namespace nuskha {

struct StoredObject {
    std::string path;  // in the store
    OcflInventory inventory;

    // Where a version's file of this logical path lies in the object; nothing where there is none.
    // Versions count from 1; 0 is the newest.
    std::optional<std::string> content_path(const std::string& logical_path,
                                            std::size_t version = 0) const;
};

// Reads an object's inventory and proves it against its sidecar. Throws Failure(fixity) where it is
// missing or damaged.
StoredObject read_object(const std::filesystem::path& root, const std::string& path);
// Why `json` is not what its sidecar beside `file` states; empty where it is.
std::string sidecar_fault(const std::filesystem::path& file, const std::string& json,
                          DigestAlgorithm algorithm);
// The files of a storage root of this layout, path -> bytes, the declaration last.
std::vector<std::pair<std::string, std::string>> root_files(const OcflLayout& layout);

inline constexpr std::uint64_t largest_inventory = 512u << 20;

class Draft;

class Store {
  public:
    // Makes a storage root in an absent or empty folder; opens it otherwise. Cleans up after
    // interrupted sealings. Throws Failure(store) where the folder is something else.
    static Store create_or_open(const std::filesystem::path& root);
    static Store open(const std::filesystem::path& root);
    // The same, but a layout that cannot be read does not keep the objects from being audited.
    static Store open_for_audit(const std::filesystem::path& root);
    static bool has(const std::filesystem::path& root,
                    const std::string& item);  // false too where there is no store

    const std::filesystem::path& root() const { return root_; }
    const OcflLayout& layout() const { return layout_; }
    bool layout_known() const { return layout_known_; }      // false only after open_for_audit
    std::string object_path(const std::string& item) const;  // in the store
    // Where the layout puts an object of this OCFL id; nothing where it cannot.
    std::optional<std::string> path_of_id(const std::string& id) const;

    // The object of an item; nothing where there is none. Throws Failure(fixity) where its
    // inventory is damaged.
    std::optional<StoredObject> find(const std::string& item) const;
    // Paths in the store of all object roots, in order. Folders that hold none, and stray files,
    // are findings.
    std::vector<Finding> for_each_object(
        const std::function<void(const std::string& path)>& visit) const;

  private:
    Store(std::filesystem::path root, const OcflLayout& layout)
        : root_(std::move(root)), layout_(layout) {}
    std::filesystem::path staging() const { return root_ / "extensions" / "nuskha-staging"; }
    void clean_staging() const;

    std::filesystem::path root_;
    OcflLayout layout_;
    bool layout_known_ = true;
    friend class Draft;
};

// The OCFL object id of an item: a URI, so that it means something outside this store.
std::string object_id(const std::string& item);
std::string item_of_object_id(const std::string& id);  // the id itself where it is not one of ours

// An object or version in the making. Dropped without publish(), nothing has happened.
class Draft {
  public:
    Draft(const Store& store, const std::string& item);
    ~Draft();
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    const std::optional<StoredObject>& previous() const { return previous_; }
    // "v3": the version being made; files of it are written below content_folder().
    const std::string& version() const { return version_; }
    std::filesystem::path content_folder() const { return object_ / version_ / content_; }

    // Writes inventory and sidecars, syncs, and puts the object into place. Returns its path in the
    // store.
    std::string publish(const OcflInventory& inventory);

  private:
    void take_over_previous();
    void put_new(const std::filesystem::path& place);
    void put_version(const std::filesystem::path& place);

    const Store& store_;
    std::string item_;
    std::optional<StoredObject> previous_;
    std::string version_ = "v1", content_ = "content";
    std::filesystem::path folder_, object_;
    Descriptor lock_;
};

}  // namespace nuskha
