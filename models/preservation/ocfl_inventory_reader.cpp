// Reading an inventory: parsed whole (with a bounded depth), then checked part by part against OCFL
// 1.1, section 3.5. Every complaint names the specification's validation code.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "models/preservation/ocfl_inventory.hpp"
#include "models/preservation/ocfl_paths.hpp"

namespace nuskha {
namespace {

using nlohmann::json;

struct TooMany {};  // findings; caught at the door below

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return text;
}

bool number_at(std::string_view text, std::size_t at, std::size_t count, int low, int high) {
    if (at + count > text.size()) return false;
    int value = 0;
    for (const char c : text.substr(at, count)) {
        if (c < '0' || c > '9') return false;
        value = value * 10 + (c - '0');
    }
    return value >= low && value <= high;
}

bool is_rfc3339(std::string_view t) {  // date-time of RFC 3339, section 5.6
    if (t.size() < 20 || t[4] != '-' || t[7] != '-' || (t[10] != 'T' && t[10] != 't') ||
        t[13] != ':' || t[16] != ':')
        return false;
    if (!number_at(t, 0, 4, 0, 9999) || !number_at(t, 5, 2, 1, 12) || !number_at(t, 8, 2, 1, 31) ||
        !number_at(t, 11, 2, 0, 23) || !number_at(t, 14, 2, 0, 59) || !number_at(t, 17, 2, 0, 60))
        return false;
    std::size_t at = 19;
    if (t[at] == '.') {
        const std::size_t end = std::min(t.find_first_not_of("0123456789", at + 1), t.size());
        if (end == at + 1) return false;
        at = end;
    }
    const std::string_view zone = t.substr(at);
    return zone == "Z" || zone == "z" ||
           (zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':' &&
            number_at(zone, 1, 2, 0, 23) && number_at(zone, 4, 2, 0, 59));
}

class InventoryReader {
  public:
    InventoryReader(const InventoryLimits& limits, InventoryRead& read)
        : limits_(limits), faults_(read.faults), result_(read.as_far) {}

    void read(std::string_view text) {
        if (text.size() > limits_.bytes)
            return complain("E033", "the inventory is larger than the limit");
        const json root = parse(text);
        if (!faults_.empty()) return;
        if (!root.is_object()) return complain("E033", "the inventory is not a JSON object");
        only_keys(root, "the inventory",
                  {"id", "type", "digestAlgorithm", "head", "contentDirectory", "manifest",
                   "versions", "fixity"});
        header(root);
        version_names(root);
        manifest(root);
        versions(root);
        fixity(root);
        if (faults_.empty()) unused();
    }

  private:
    void complain(const char* code, const std::string& what) {
        faults_.push_back({code, "", what});
        if (faults_.size() >= limits_.findings) throw TooMany{};
    }

    // Depth and repeated keys are judged while parsing: a tree has forgotten the second.
    json parse(std::string_view text) {
        std::vector<std::set<std::string>> keys;
        bool deep = false;
        std::string twice;
        const auto watch = [&](int depth, json::parse_event_t event, json& value) {
            if (event == json::parse_event_t::object_start) keys.emplace_back();
            if (event == json::parse_event_t::object_end && !keys.empty()) keys.pop_back();
            if (event == json::parse_event_t::key && !keys.empty() &&
                !keys.back().insert(value.get<std::string>()).second)
                twice = value.get<std::string>();
            deep = deep || depth > 8;
            return depth <= 8;
        };
        json root = json::parse(text, watch, false);
        if (deep)
            complain("E033", "the inventory is nested too deeply");
        else if (root.is_discarded())
            complain("E033", "the inventory is not valid JSON");
        else if (!twice.empty())
            complain("E033", fmt::format("the key {} is there twice", json(twice).dump()));
        return root;
    }

    void only_keys(const json& object, const std::string& where,
                   std::initializer_list<std::string_view> allowed) {
        for (const auto& [key, value] : object.items())
            if (std::find(allowed.begin(), allowed.end(), key) == allowed.end())
                complain("E102", fmt::format("{} has the unknown key {}", where, json(key).dump()));
    }

    // A text that must be there; empty and a complaint where it is not. `code` is for a value that
    // is no text, or an empty one.
    std::string string(const json& object, const char* key, const char* code) {
        const auto at = object.find(key);
        if (at == object.end()) {
            complain("E036", fmt::format("{} is missing", key));
        } else if (!at->is_string() || at->get_ref<const std::string&>().empty()) {
            complain(code, fmt::format("{} is not a text", key));
        } else {
            return at->get<std::string>();
        }
        return "";
    }

    void header(const json& root) {
        result_.id = string(root, "id", "E037");
        const std::string type = string(root, "type", "E038");
        if (type == "https://ocfl.io/1.0/spec/#inventory")
            result_.spec = "1.0";
        else if (type != "https://ocfl.io/1.1/spec/#inventory" && !type.empty())
            complain("E038", "the type is not that of an OCFL 1.0 or 1.1 inventory");
        const std::string algorithm = string(root, "digestAlgorithm", "E025");
        if (algorithm == "sha256")
            result_.digest_algorithm = DigestAlgorithm::sha256;
        else if (algorithm != "sha512" && !algorithm.empty())
            complain("E025", "digestAlgorithm is neither sha512 nor sha256");
        head_ = string(root, "head", "E040");
        if (const auto at = root.find("contentDirectory"); at != root.end()) {
            result_.content_directory = at->is_string() ? at->get<std::string>() : "";
            const std::string& name = result_.content_directory;
            if (name == "." || name == "..")
                complain("E018", "contentDirectory is . or ..");
            else if (name.find('/') != std::string::npos || !is_ocfl_path(name))
                complain("E017", "contentDirectory is not the name of a folder");
        }
    }

    void version_names(const json& root) {
        const auto at = root.find("versions");
        if (at == root.end()) return complain("E043", "there is no versions block");
        if (!at->is_object()) return complain("E044", "versions is not an object");
        if (at->empty()) return complain("E008", "there is no version");
        std::map<std::size_t, std::string> names;
        std::set<int> paddings;
        for (const auto& [name, value] : at->items()) {
            const auto read = read_version_name(name);
            if (!read) {
                complain("E046", fmt::format("{} is not the name of a version", json(name).dump()));
                continue;
            }
            paddings.insert(read->padding);
            if (!names.emplace(read->number, name).second)
                complain("E012", fmt::format("version {} is there twice", read->number));
        }
        if (names.empty()) return;
        if (paddings.size() > 1)
            for (const char* code : {"E011", "E012", "E013"})
                complain(code, "version numbers are not padded alike");
        if (names.begin()->first != 1) complain("E009", "the versions do not start at 1");
        if (names.rbegin()->first != names.size() + (names.begin()->first - 1))
            complain("E010", "a version is missing");
        result_.padding = *paddings.begin();
        if (!head_.empty() && head_ != names.rbegin()->second)
            complain("E040", "head is not the newest version");
        for (const auto& [number, name] : names)
            versions_.push_back(name);
    }

    struct Codes {
        const char *structure, *twice, *path, *path_ends;
    };

    // A block digest -> [path]. Gives every path with its digest as written.
    PathDigests block(const json& block, const std::string& where, const Codes& codes) {
        PathDigests paths;
        std::set<std::string> seen;
        for (const auto& [digest, list] : block.items()) {
            if (!seen.insert(lower(digest)).second)
                complain(codes.twice, fmt::format("{} has one digest twice", where));
            if (!list.is_array()) {
                complain(codes.structure, fmt::format("{}: not a list of paths", where));
                continue;
            }
            for (const json& path : list)
                add(path, digest, where, codes, paths);
        }
        return paths;
    }

    void add(const json& value, const std::string& digest, const std::string& where,
             const Codes& codes, PathDigests& paths) {
        if (!value.is_string())
            return complain(codes.structure, fmt::format("{}: a path is not a text", where));
        const auto& path = value.get_ref<const std::string&>();
        if (path.empty() || path.front() == '/' || path.back() == '/')
            complain(codes.path_ends, fmt::format("{}: the path {} is empty or begins or ends "
                                                  "with /",
                                                  where, json(path).dump()));
        // Judged without the ends, so that a path with two faults is told both.
        std::string_view inner = path;
        if (!inner.empty() && inner.front() == '/') inner.remove_prefix(1);
        if (!inner.empty() && inner.back() == '/') inner.remove_suffix(1);
        if (!inner.empty() && !is_ocfl_path(inner))
            complain(codes.path, fmt::format("{}: the path {} has an empty segment, . or ..", where,
                                             json(path).dump()));
        if (!paths.emplace(path, digest).second)
            complain(where == "manifest" ? "E101"
                     : where == "fixity" ? "E057"
                                         : "E095",
                     fmt::format("{}: the path {} is there twice", where, json(path).dump()));
    }

    std::string hex(const std::string& digest, DigestAlgorithm algorithm, const char* where) {
        if (auto normal = normal_hex(digest, algorithm)) return *normal;
        complain(
            algorithm == DigestAlgorithm::sha256 ? "E030" : "E031",
            fmt::format("{}: {} is not a {} digest", where, json(digest).dump(), word(algorithm)));
        return lower(digest);
    }

    void manifest(const json& root) {
        const auto at = root.find("manifest");
        if (at == root.end()) return complain("E041", "there is no manifest");
        if (!at->is_object())
            return complain(result_.spec == "1.0" ? "E041" : "E106",
                            "the manifest is not an object");
        for (const auto& [digest, list] : at->items()) {
            written_.insert(digest);
            hex(digest, result_.digest_algorithm, "manifest");
            if (list.is_array() && list.empty())
                complain("E092", "manifest: a digest has no content path");
        }
        const auto paths = block(*at, "manifest", {"E092", "E096", "E099", "E100"});
        for (const auto& [path, digest] : paths) {
            const auto first = path.find('/');
            const auto second = first == std::string::npos ? first : path.find('/', first + 1);
            const bool inside =
                second != std::string::npos && second + 1 < path.size() &&
                std::find(versions_.begin(), versions_.end(), path.substr(0, first)) !=
                    versions_.end() &&
                path.substr(first + 1, second - first - 1) == result_.content_directory;
            if (!inside && is_ocfl_path(path))
                complain("E042", fmt::format("manifest: {} is not in a version's content folder",
                                             json(path).dump()));
            result_.manifest.emplace(path, lower(digest));
        }
        if (const auto clash = conflicting_path(result_.manifest))
            complain("E101", fmt::format("manifest: {} is a file and a folder at once",
                                         json(*clash).dump()));
    }

    void versions(const json& root) {
        for (const std::string& name : versions_) {
            const json& value = root["versions"][name];
            if (value.is_object())
                result_.versions.push_back(version(value, name));
            else
                complain("E047", fmt::format("version {} is not an object", name));
        }
    }

    OcflVersion version(const json& value, const std::string& name) {
        OcflVersion version;
        only_keys(value, "version " + name, {"created", "state", "message", "user"});
        if (!value.contains("created"))
            complain("E048", fmt::format("version {} has no created", name));
        else if (!value["created"].is_string() ||
                 !is_rfc3339(value["created"].get_ref<const std::string&>()))
            complain("E049", fmt::format("version {}: created is not an RFC 3339 time", name));
        else
            version.created = value["created"].get<std::string>();
        if (const auto at = value.find("message"); at != value.end()) {
            if (at->is_string())
                version.message = at->get<std::string>();
            else
                complain("E094", fmt::format("version {}: message is not a text", name));
        }
        if (const auto at = value.find("user"); at != value.end()) user(*at, name, version);
        state(value, name, version);
        return version;
    }

    void user(const json& value, const std::string& name, OcflVersion& version) {
        if (!value.is_object() || !value.contains("name") || !value["name"].is_string() ||
            value["name"].get_ref<const std::string&>().empty())
            return complain("E054", fmt::format("version {}: user has no name", name));
        only_keys(value, "user of version " + name, {"name", "address"});
        version.user_name = value["name"].get<std::string>();
        if (const auto at = value.find("address"); at != value.end() && at->is_string())
            version.user_address = at->get<std::string>();
    }

    void state(const json& value, const std::string& name, OcflVersion& version) {
        const auto at = value.find("state");
        if (at == value.end())
            return complain("E048", fmt::format("version {} has no state", name));
        if (!at->is_object())
            return complain("E050", fmt::format("version {}: state is not an object", name));
        const std::string where = "state of " + name;
        for (const auto& [path, digest] : block(*at, where, {"E051", "E050", "E052", "E053"})) {
            if (!written_.contains(digest))
                complain("E050", fmt::format("{}: the digest of {} is not in the manifest", where,
                                             json(path).dump()));
            version.state.emplace(path, lower(digest));
            used_.insert(lower(digest));
        }
        if (const auto clash = conflicting_path(version.state))
            complain("E095", fmt::format("{}: {} is a file and a folder at once", where,
                                         json(*clash).dump()));
    }

    void fixity(const json& root) {
        const auto at = root.find("fixity");
        if (at == root.end()) return;
        if (!at->is_object())
            return complain(result_.spec == "1.0" ? "E056" : "E111", "fixity is not an object");
        for (const auto& [algorithm, digests] : at->items()) {
            if (!digests.is_object()) {
                complain("E057", "fixity: an algorithm is not an object");
                continue;
            }
            PathDigests& paths = result_.fixity[algorithm];
            for (const auto& [path, digest] :
                 block(digests, "fixity", {"E057", "E097", "E099", "E100"})) {
                if (!result_.manifest.contains(path) && is_ocfl_path(path))
                    complain("E057",
                             fmt::format("fixity: {} is not in the manifest", json(path).dump()));
                paths.emplace(path, lower(digest));
            }
        }
    }

    void unused() {
        for (const auto& [path, digest] : result_.manifest)
            if (!used_.contains(digest))
                complain("E107",
                         fmt::format("{} is in the manifest but in no version", json(path).dump()));
    }

    const InventoryLimits& limits_;
    std::vector<OcflFault>& faults_;
    OcflInventory& result_;
    std::string head_;
    std::vector<std::string> versions_;  // names, v1 first
    std::set<std::string> written_;      // digests of the manifest as written
    std::set<std::string> used_;         // digests that a state names, lower-case
};

}  // namespace

InventoryRead read_inventory(std::string_view json, const std::string& place,
                             const InventoryLimits& limits) {
    InventoryRead read;
    try {
        InventoryReader(limits, read).read(json);
    } catch (const TooMany&) {  // enough is known
    }
    for (const OcflFault& fault : read.faults)
        read.findings.push_back(
            make_finding("fixity.inventory", place,
                         fmt::format("{}: {} (OCFL {}); restore the object from a copy.", place,
                                     fault.what, fault.code)));
    if (read.faults.empty()) read.inventory = std::move(read.as_far);
    return read;
}

}  // namespace nuskha
