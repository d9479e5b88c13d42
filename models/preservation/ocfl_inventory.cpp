#include "models/preservation/ocfl_inventory.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "models/failure.hpp"
#include "models/preservation/ocfl_paths.hpp"

namespace nuskha {
namespace {

std::string quoted(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Writes JSON of nested objects, indented; keeps little and hands it over often.
class JsonText {
  public:
    explicit JsonText(const TextSink& sink) : sink_(sink) {}
    ~JsonText() = default;

    void open(std::string_view key) {
        item();
        if (!key.empty()) buffer_ += quoted(key) + ": ";
        buffer_ += '{';
        first_ = true;
        ++depth_;
    }
    void close() {
        --depth_;
        if (!first_) line();
        buffer_ += '}';
        first_ = false;
    }
    void value(std::string_view key, std::string_view text) {
        item();
        buffer_ += quoted(key) + ": " + quoted(text);
    }
    void list(std::string_view key, std::span<const std::string_view> texts) {
        item();
        buffer_ += quoted(key) + ": [";
        ++depth_;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (i > 0) buffer_ += ',';
            line();
            buffer_ += quoted(texts[i]);
        }
        --depth_;
        line();
        buffer_ += ']';
    }
    void finish() {
        buffer_ += '\n';
        sink_(buffer_);
        buffer_.clear();
    }

  private:
    void item() {
        if (depth_ == 0) return;
        if (!first_) buffer_ += ',';
        first_ = false;
        line();
        if (buffer_.size() > 64 * 1024) {
            sink_(buffer_);
            buffer_.clear();
        }
    }
    void line() {
        buffer_ += '\n';
        buffer_.append(2 * depth_, ' ');
    }

    const TextSink& sink_;
    std::string buffer_;
    std::size_t depth_ = 0;
    bool first_ = true;
};

// digest -> paths, both sorted.
void write_by_digest(JsonText& json, std::string_view key, const PathDigests& digests) {
    std::map<std::string_view, std::vector<std::string_view>> paths;
    for (const auto& [path, digest] : digests)
        paths[digest].push_back(path);
    json.open(key);
    for (const auto& [digest, list] : paths)
        json.list(digest, list);
    json.close();
}

void write_version(JsonText& json, const std::string& name, const OcflVersion& version) {
    json.open(name);
    json.value("created", version.created);
    if (!version.message.empty()) json.value("message", version.message);
    write_by_digest(json, "state", version.state);
    if (!version.user_name.empty()) {
        json.open("user");
        if (!version.user_address.empty()) json.value("address", version.user_address);
        json.value("name", version.user_name);
        json.close();
    }
    json.close();
}

void check_paths(std::span<const LogicalFile> files) {
    PathDigests all;
    for (const LogicalFile& file : files) {
        if (!is_ocfl_path(file.path))
            throw Failure(Exit::store, file.path +
                                           ": not a path that OCFL can hold (E052, E053); "
                                           "rename the file");
        if (!all.emplace(file.path, "").second)
            throw Failure(Exit::store,
                          file.path + ": two files of one item have this path (E095); rename one");
    }
    if (const auto clash = conflicting_path(all))
        throw Failure(Exit::store,
                      *clash + ": is a file and a folder at once (E095); rename one of them");
}

const std::string& address(const Digests& digests, DigestAlgorithm algorithm) {
    return algorithm == DigestAlgorithm::sha256 ? digests.sha256 : digests.sha512;
}

// What a newly stored file has beside its address.
void add_fixity(OcflInventory& inventory, const std::string& content_path, const Digests& digests) {
    const auto add = [&](DigestAlgorithm algorithm, const std::string& hex) {
        if (algorithm != inventory.digest_algorithm && !hex.empty())
            inventory.fixity[std::string(word(algorithm))][content_path] = hex;
    };
    add(DigestAlgorithm::md5, digests.md5);
    add(DigestAlgorithm::sha256, digests.sha256);
    add(DigestAlgorithm::sha512, digests.sha512);
}

}  // namespace

std::string OcflInventory::version_name(std::size_t number) const {
    return fmt::format("v{:0{}}", number, padding);
}

void write_inventory(const OcflInventory& inventory, const TextSink& sink) {
    JsonText json(sink);
    json.open("");
    if (inventory.content_directory != "content")
        json.value("contentDirectory", inventory.content_directory);
    json.value("digestAlgorithm", word(inventory.digest_algorithm));
    if (!inventory.fixity.empty()) {
        json.open("fixity");
        for (const auto& [algorithm, digests] : inventory.fixity)
            write_by_digest(json, algorithm, digests);
        json.close();
    }
    json.value("head", inventory.head());
    json.value("id", inventory.id);
    write_by_digest(json, "manifest", inventory.manifest);
    json.value("type", fmt::format("https://ocfl.io/{}/spec/#inventory", inventory.spec));
    json.open("versions");
    for (std::size_t i = 0; i < inventory.versions.size(); ++i)
        write_version(json, inventory.version_name(i + 1), inventory.versions[i]);
    json.close();
    json.close();
    json.finish();
}

std::string inventory_sidecar_name(DigestAlgorithm algorithm) {
    return "inventory.json." + std::string(word(algorithm));
}

std::string inventory_sidecar(std::string_view digest) {
    return std::string(digest) + " inventory.json\n";
}

std::optional<std::string> read_inventory_sidecar(std::string_view text,
                                                  DigestAlgorithm algorithm) {
    if (text.size() > 1024) return {};
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.remove_suffix(1);
    const auto gap = text.find_first_of(" \t");
    if (gap == std::string_view::npos) return {};
    const auto name = text.find_first_not_of(" \t", gap);
    if (name == std::string_view::npos || text.substr(name) != "inventory.json") return {};
    return normal_hex(text.substr(0, gap), algorithm);
}

NextVersion next_version(const OcflInventory* previous, const std::string& id,
                         std::span<const LogicalFile> files, OcflVersion version) {
    check_paths(files);
    NextVersion next;
    if (previous) next.inventory = *previous;
    OcflInventory& inventory = next.inventory;
    if (!previous) inventory.id = id;
    version.state.clear();
    std::map<std::string_view, const LogicalFile*> in_order;
    for (const LogicalFile& file : files) {
        version.state[file.path] = address(file.digests, inventory.digest_algorithm);
        in_order[file.path] = &file;
    }
    if (previous && !previous->versions.empty() &&
        previous->versions.back().state == version.state) {
        next.unchanged = true;
        return next;
    }
    const std::string name = inventory.version_name(inventory.versions.size() + 1);
    if (inventory.padding > 0 &&  // E011: a padded number starts with a zero
        (name.size() != static_cast<std::size_t>(inventory.padding) + 1 || name[1] != '0'))
        throw Failure(Exit::store, id + ": has as many versions as its zero-padded numbers allow; "
                                        "move it into a new object");
    std::map<std::string, bool, std::less<>> held;  // digests with content
    for (const auto& [path, digest] : inventory.manifest)
        held[digest] = true;
    for (const auto& [path, file] : in_order) {
        const std::string& digest = address(file->digests, inventory.digest_algorithm);
        if (!held.emplace(digest, true).second) continue;
        const std::string content = name + "/" + inventory.content_directory + "/" + file->path;
        inventory.manifest[content] = digest;
        add_fixity(inventory, content, file->digests);
        next.to_store.push_back({file->path, content});
    }
    inventory.versions.push_back(std::move(version));
    return next;
}

}  // namespace nuskha
