#include "pipeline/verify/ocfl_object.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "models/preservation/ocfl_layout.hpp"
#include "models/preservation/ocfl_paths.hpp"
#include "models/preservation/ocfl_rules.hpp"
#include "pipeline/files.hpp"
#include "pipeline/hashing.hpp"
#include "pipeline/store/store.hpp"

namespace nuskha {
namespace {

namespace fs = std::filesystem;

struct Enough {};  // faults; caught at the door below

struct Listing {  // of an object: paths below it
    std::set<std::string> files, folders, empty_folders;
};

std::string slash(const std::string& folder, const std::string& name) {
    return folder.empty() ? name : folder + "/" + name;
}

class ObjectCheck {
  public:
    ObjectCheck(const fs::path& root, VerifyFigures& figures, const VerifyProgress& told,
                OcflVerdict& verdict)
        : root_(root), figures_(figures), told_(told), verdict_(verdict) {}
    void run();

  private:
    struct VersionInventory {
        std::size_t number;
        std::string text;
        InventoryRead read;
        const OcflInventory& inventory() const {
            return read.inventory ? *read.inventory : read.as_far;
        }
    };

    void fault(std::string_view code, const std::string& place, const std::string& what);
    void tell(const std::vector<OcflFault>& faults, const std::string& place);
    void list(const std::string& folder, int depth);
    std::optional<std::string> text_of(const std::string& file, std::uint64_t most,
                                       const char* code);
    void declaration();
    std::optional<VersionInventory> inventory_in(const std::string& folder, std::size_t number);
    void sidecar(const std::string& folder, const VersionInventory& found);
    void entries_of_root(const OcflInventory& newest);
    void extensions();
    void version_folder(const OcflInventory& newest, std::size_t number);
    void compare_with_newest(const VersionInventory& old, const VersionInventory& newest);
    void expect(const VersionInventory& found);
    void content(const std::vector<VersionInventory>& inventories);
    void compare(const std::string& file);

    const fs::path& root_;
    VerifyFigures& figures_;
    const VerifyProgress& told_;
    OcflVerdict& verdict_;
    Listing listing_;
    std::string spec_;  // of the declaration: "1.0", "1.1"; empty where there is none
    // What inventories say of a file: digests of manifests and of fixity blocks.
    struct Expected {
        std::string hex, place;
        const char* code;  // of a difference
        bool operator<(const Expected& other) const {
            return std::tie(hex, code) < std::tie(other.hex, other.code);
        }
    };
    std::map<std::string, std::map<DigestAlgorithm, std::set<Expected>>> expected_;
};

void ObjectCheck::fault(std::string_view code, const std::string& place, const std::string& what) {
    verdict_.faults.push_back({std::string(code), place, what});
    if (verdict_.faults.size() >= most_faults) throw Enough{};
}

void ObjectCheck::tell(const std::vector<OcflFault>& faults, const std::string& place) {
    for (const OcflFault& each : faults)
        fault(each.code, place, each.what);
}

void ObjectCheck::list(const std::string& folder, int depth) {
    if (depth > 200) return fault("E001", folder, "folders are nested too deeply to be followed");
    std::string error;
    const auto entries = entries_of(root_ / folder, error);
    if (!error.empty()) fault("E001", folder, fmt::format("the folder cannot be read: {}", error));
    if (entries.empty() && !folder.empty()) listing_.empty_folders.insert(folder);
    for (const auto& entry : entries) {
        const std::string path = slash(folder, entry.path().filename().string());
        const fs::file_status status = entry.symlink_status();
        if (fs::is_symlink(status))
            fault("E090", path, "is a symbolic link");
        else if (fs::is_directory(status)) {
            listing_.folders.insert(path);
            list(path, depth + 1);
        } else if (fs::is_regular_file(status)) {
            listing_.files.insert(path);
        } else {
            fault("E090", path, "is neither a file nor a folder");
        }
    }
}

std::optional<std::string> ObjectCheck::text_of(const std::string& file, std::uint64_t most,
                                                const char* code) {
    const FileBytes bytes = read_whole(root_ / file, most);
    if (!bytes.error.empty()) {
        fault(code, file, fmt::format("cannot be read: {}", bytes.error));
        return {};
    }
    ++figures_.files;
    figures_.bytes += bytes.size;
    return std::string(reinterpret_cast<const char*>(bytes.data.get()), bytes.size);
}

void ObjectCheck::declaration() {
    std::vector<std::string> names;
    for (const std::string& file : listing_.files)
        if (file.find('/') == std::string::npos && file.starts_with("0=")) names.push_back(file);
    if (names.empty()) return fault("E003", "", "has no declaration that it is an OCFL object");
    if (names.size() > 1) fault("E003", names[1], "is a second declaration");
    const std::string& name = names.front();
    constexpr std::string_view start = "0=ocfl_object_";
    if (!name.starts_with(start)) return fault("E006", name, "does not declare an OCFL object");
    spec_ = name.substr(start.size());
    if (spec_ != "1.0" && spec_ != "1.1")
        fault("E004", name, "declares a version of OCFL other than 1.0 and 1.1");
    const auto text = text_of(name, 1 << 16, "E007");
    if (text && *text != ocfl_declaration_text(name))
        fault("E007", name, "does not say what its name says, and a line end");
}

std::optional<ObjectCheck::VersionInventory> ObjectCheck::inventory_in(const std::string& folder,
                                                                       std::size_t number) {
    const std::string file = slash(folder, "inventory.json");
    if (!listing_.files.contains(file)) return {};
    auto text = text_of(file, largest_inventory, "E033");
    if (!text) return {};
    VersionInventory found{number, std::move(*text), {}};
    found.read = read_inventory(found.text, file);
    tell(found.read.faults, file);
    if (found.inventory().digest_algorithm != DigestAlgorithm::sha512)
        fault("W004", file, "sha512 is recommended for the digests");
    sidecar(folder, found);
    return found;
}

void ObjectCheck::sidecar(const std::string& folder, const VersionInventory& found) {
    const DigestAlgorithm algorithm = found.inventory().digest_algorithm;
    const std::string file = slash(folder, inventory_sidecar_name(algorithm));
    if (!listing_.files.contains(file))
        return fault("E058", file, "the inventory has no sidecar file with its digest");
    const auto text = text_of(file, 1 << 16, "E061");
    if (!text) return;
    const auto digest = read_inventory_sidecar(*text, algorithm);
    if (!digest) return fault("E061", file, "is not a digest, a blank and the name inventory.json");
    if (hex_digest(algorithm, std::string_view(found.text)) != *digest)
        fault("E060", file, "the inventory's digest is another one");
}

// E001, E046: what else lies beside declaration, inventory and versions.
void ObjectCheck::entries_of_root(const OcflInventory& newest) {
    const std::string sidecar = inventory_sidecar_name(newest.digest_algorithm);
    for (const std::string& file : listing_.files)
        if (file.find('/') == std::string::npos && !file.starts_with("0=") &&
            file != "inventory.json" && file != sidecar)
            fault("E001", file, "does not belong in an object's own folder");
    for (const std::string& folder : listing_.folders) {
        if (folder.find('/') != std::string::npos || folder == "extensions" || folder == "logs")
            continue;
        bool known = false;
        for (std::size_t v = 1; v <= newest.versions.size() && !known; ++v)
            known = newest.version_name(v) == folder;
        if (known) continue;
        if (read_version_name(folder))
            fault("E046", folder, "is a version that the inventory does not know");
        else
            fault("E001", folder, "does not belong in an object's own folder");
    }
}

void ObjectCheck::extensions() {
    for (const std::string& file : listing_.files)
        if (file.starts_with("extensions/") && file.find('/', 11) == std::string::npos)
            fault("E067", file, "is a file among the folders of extensions");
    for (const std::string& folder : listing_.folders)
        if (folder.starts_with("extensions/") && folder.find('/', 11) == std::string::npos &&
            !is_registered_ocfl_extension(folder.substr(11)))
            fault("W013", folder, "is not a registered extension");
}

// What may lie in a version's folder: inventory, sidecar, content.
void ObjectCheck::version_folder(const OcflInventory& newest, std::size_t number) {
    const std::string name = newest.version_name(number), start = name + "/";
    if (!listing_.folders.contains(name)) {
        fault("E010", name, "the version's folder is missing");
        return fault("E046", name, "the version has no folder");
    }
    for (auto at = listing_.files.lower_bound(start);
         at != listing_.files.end() && at->starts_with(start); ++at) {
        const std::string file = at->substr(start.size());
        if (file.find('/') == std::string::npos && file != "inventory.json" &&
            !file.starts_with("inventory.json."))
            fault("E015", *at, "lies in a version's folder, but not in its content");
    }
    for (auto at = listing_.folders.lower_bound(start);
         at != listing_.folders.end() && at->starts_with(start); ++at)
        if (const std::string folder = at->substr(start.size());
            folder.find('/') == std::string::npos && folder != newest.content_directory)
            fault("W002", *at, "is a folder of a version that is not its content");
    if (listing_.empty_folders.contains(start + newest.content_directory))
        fault("W003", start + newest.content_directory, "is empty");
}

void ObjectCheck::compare_with_newest(const VersionInventory& old, const VersionInventory& newest) {
    const std::string place = newest.inventory().version_name(old.number) + "/inventory.json";
    if (old.number == newest.inventory().versions.size() && old.text != newest.text)
        fault("E064", place, "is not the same as the inventory of the object");
    tell(differences_of(old.inventory(), old.number, newest.inventory()), place);
}

// Remembers what an inventory says of each file's bytes.
void ObjectCheck::expect(const VersionInventory& found) {
    const OcflInventory& inventory = found.inventory();
    const std::string place = found.number == 0
                                  ? "inventory.json"
                                  : inventory.version_name(found.number) + "/inventory.json";
    for (const auto& [path, digest] : inventory.manifest)
        if (is_ocfl_path(path))
            expected_[path][inventory.digest_algorithm].insert({digest, place, "E092"});
    for (const auto& [name, block] : inventory.fixity)
        if (const auto algorithm = digest_algorithm(name))
            for (const auto& [path, digest] : block)
                if (is_ocfl_path(path)) expected_[path][*algorithm].insert({digest, place, "E093"});
}

void ObjectCheck::compare(const std::string& file) {
    const auto& expected = expected_.at(file);
    std::vector<DigestAlgorithm> algorithms;
    for (const auto& [algorithm, digests] : expected)
        algorithms.push_back(algorithm);
    Hasher hasher(algorithms);
    try {
        figures_.bytes +=
            read_blocks(root_ / file, [&](std::span<const std::byte> b) { hasher.update(b); });
    } catch (const Failure& failure) {
        return fault("E092", file, failure.what());
    }
    const DigestValues got = hasher.finish();
    for (auto of = expected.rbegin(); of != expected.rend(); ++of)  // the longest digest first
        for (const Expected& each : of->second)
            if (got.at(of->first) != each.hex)
                fault(each.code, file,
                      fmt::format("its {} digest is {}, not {} as {} says", word(of->first),
                                  got.at(of->first), each.hex, each.place));
    ++figures_.files;
    told_(figures_, file);
}

// Every file of the versions' content against every inventory that must know it.
void ObjectCheck::content(const std::vector<VersionInventory>& inventories) {
    const OcflInventory& newest = inventories.front().inventory();
    std::vector<std::set<std::string>> files(newest.versions.size() + 1);  // content, by version
    for (std::size_t v = 1; v <= newest.versions.size(); ++v) {
        const std::string start = newest.version_name(v) + "/" + newest.content_directory + "/";
        for (auto at = listing_.files.lower_bound(start);
             at != listing_.files.end() && at->starts_with(start); ++at)
            files[v].insert(*at);
        for (auto at = listing_.empty_folders.lower_bound(start);
             at != listing_.empty_folders.end() && at->starts_with(start); ++at)
            fault("E024", *at, "is an empty folder");
    }
    for (const VersionInventory& each : inventories) {
        const OcflInventory& inventory = each.inventory();
        const std::size_t until = each.number == 0 ? newest.versions.size() : each.number;
        for (std::size_t v = 1; v <= std::min(until, newest.versions.size()); ++v)
            for (const std::string& file : files[v])
                if (!inventory.manifest.contains(file))
                    fault("E023", file,
                          fmt::format(
                              "is not in the manifest of {}",
                              each.number == 0 ? "the object" : newest.version_name(each.number)));
    }
    for (const auto& [file, expected] : expected_) {
        if (listing_.files.contains(file)) {
            compare(file);
            continue;
        }
        fault("E092", file, "is in a manifest but is not there");
        const bool fixity = std::any_of(expected.begin(), expected.end(), [](const auto& of) {
            return std::any_of(of.second.begin(), of.second.end(), [](const Expected& each) {
                return std::string_view(each.code) == "E093";
            });
        });
        if (fixity) fault("E093", file, "is in a fixity block but is not there");
    }
}

void ObjectCheck::run() {
    ++figures_.objects;
    list("", 0);
    declaration();
    std::vector<VersionInventory> inventories;
    if (auto newest = inventory_in("", 0))
        inventories.push_back(std::move(*newest));
    else if (!listing_.files.contains("inventory.json"))
        fault("E063", "", "has no inventory");
    extensions();
    if (inventories.empty()) return;
    const OcflInventory newest = inventories.front().inventory();
    verdict_.id = newest.id;
    if (!spec_.empty() && (spec_ == "1.0" || spec_ == "1.1") && newest.spec != spec_)
        fault("E038", "inventory.json", "is of another OCFL version than the object declares");
    entries_of_root(newest);
    for (std::size_t v = 1; v <= newest.versions.size(); ++v) {
        version_folder(newest, v);
        if (auto old = inventory_in(newest.version_name(v), v))
            inventories.push_back(std::move(*old));
        else if (listing_.folders.contains(newest.version_name(v)) &&
                 !listing_.files.contains(newest.version_name(v) + "/inventory.json"))
            fault("W010", newest.version_name(v), "the version has no inventory of its own");
    }
    std::string spec;  // versions never go back to an older OCFL
    for (std::size_t i = 1; i < inventories.size(); ++i) {
        compare_with_newest(inventories[i], inventories.front());
        if (inventories[i].inventory().spec < spec)
            fault("E103", newest.version_name(inventories[i].number) + "/inventory.json",
                  "is of an older OCFL version than what came before");
        spec = inventories[i].inventory().spec;
    }
    for (const VersionInventory& each : inventories)
        expect(each);
    tell(not_recommended(newest), "inventory.json");
    content(inventories);
}

}  // namespace

bool OcflVerdict::valid() const {
    return std::all_of(faults.begin(), faults.end(),
                       [](const OcflFault& fault) { return fault.warning(); });
}

OcflVerdict verify_ocfl_object(const fs::path& object, VerifyFigures& figures,
                               const VerifyProgress& told) {
    if (!fs::is_directory(object))
        throw Failure(Exit::input, fmt::format("{}: is not a folder", object.string()));
    OcflVerdict verdict;
    try {
        ObjectCheck(object, figures, told, verdict).run();
    } catch (const Enough&) {
        verdict.cut_short = true;
    }
    return verdict;
}

}  // namespace nuskha
