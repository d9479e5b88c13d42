#include "models/preservation/ocfl_layout.hpp"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

namespace nuskha {
namespace {

using nlohmann::json;
using Kind = OcflLayout::Kind;

struct LayoutKind {
    Kind kind;
    std::string_view name, description;
};

constexpr std::array<LayoutKind, 3> kinds{{
    {Kind::flat_direct, "0002-flat-direct-storage-layout",
     "The object's id is the name of its folder in the root."},
    {Kind::encapsulated_n_tuple, "0003-hash-and-id-n-tuple-storage-layout",
     "Folders from the digest of the object's id; the last is named by the id."},
    {Kind::hashed_n_tuple, "0004-hashed-n-tuple-storage-layout",
     "Folders from the digest of the object's id."},
}};

const LayoutKind& of(Kind kind) {
    return kinds[static_cast<std::size_t>(kind)];
}

std::size_t hex_digits(DigestAlgorithm algorithm) {
    switch (algorithm) {
        case DigestAlgorithm::md5:
            return 32;
        case DigestAlgorithm::sha1:
            return 40;
        case DigestAlgorithm::sha224:
            return 56;
        case DigestAlgorithm::sha256:
            return 64;
        case DigestAlgorithm::sha384:
            return 96;
        case DigestAlgorithm::sha512:
            return 128;
    }
    return 0;
}

// Extension 0003: bytes other than A-Z a-z 0-9 - _ as %xx; long names are cut and marked.
std::string encapsulation(std::string_view id, std::string_view digest) {
    std::string name;
    for (const char c : id) {
        const bool safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (safe)
            name += c;
        else
            name += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    }
    if (name.size() <= 100) return name;
    return name.substr(0, 100) + "-" + std::string(digest);
}

bool is_folder_name(std::string_view id) {  // one that is not the root's own
    return !id.empty() && id != "." && id != ".." && id != "extensions" &&
           id != "ocfl_layout.json" && !id.starts_with("0=ocfl_") && id.size() <= 255 &&
           id.find('/') == std::string_view::npos && id.find('\0') == std::string_view::npos;
}

std::string fault(const OcflLayout& layout) {  // why the parameters cannot be; empty = they can
    if (layout.tuple_size < 0 || layout.tuple_size > 32 || layout.tuples < 0 || layout.tuples > 32)
        return "tupleSize and numberOfTuples must be between 0 and 32";
    if ((layout.tuple_size == 0) != (layout.tuples == 0))
        return "tupleSize and numberOfTuples must be 0 together";
    const auto used = static_cast<std::size_t>(layout.tuple_size * layout.tuples);
    if (used > hex_digits(layout.digest_algorithm)) return "the tuples are longer than the digest";
    if (layout.short_object_root && used == hex_digits(layout.digest_algorithm))
        return "shortObjectRoot leaves no name for the object";
    return "";
}

LayoutRead refuse(const std::string& place, const std::string& why) {
    LayoutRead read;
    read.findings.push_back(make_finding(
        "store.layout", place,
        fmt::format("{}: {}; restore the file from a copy, or name a store that this program "
                    "understands.",
                    place, why)));
    return read;
}

// A JSON object of at most 64 kB, or null.
json small_object(std::string_view text) {
    if (text.size() > 64 * 1024) return nullptr;
    const auto shallow = [](int depth, json::parse_event_t, json&) { return depth <= 4; };
    json value = json::parse(text, shallow, false);
    return value.is_object() ? value : json(nullptr);
}

bool take(const json& object, const char* key, int& value) {
    const auto at = object.find(key);
    if (at == object.end()) return true;
    if (!at->is_number_integer() || *at < 0 || *at > 32) return false;
    value = at->get<int>();
    return true;
}

}  // namespace

std::string ocfl_declaration_text(std::string_view name) {
    return std::string(name.substr(name.find('=') + 1)) + "\n";
}

std::string_view extension_name(const OcflLayout& layout) {
    return of(layout.kind).name;
}

std::string layout_json(const OcflLayout& layout) {
    const LayoutKind& kind = of(layout.kind);
    return fmt::format("{{\n  \"description\": \"{}\",\n  \"extension\": \"{}\"\n}}\n",
                       kind.description, kind.name);
}

std::string layout_config_json(const OcflLayout& layout) {
    std::string text = "{\n";
    if (layout.kind != Kind::flat_direct)
        text += fmt::format("  \"digestAlgorithm\": \"{}\",\n", word(layout.digest_algorithm));
    text += fmt::format("  \"extensionName\": \"{}\"", extension_name(layout));
    if (layout.kind != Kind::flat_direct)
        text += fmt::format(",\n  \"numberOfTuples\": {}", layout.tuples);
    if (layout.kind == Kind::hashed_n_tuple)
        text += fmt::format(",\n  \"shortObjectRoot\": {}", layout.short_object_root);
    if (layout.kind != Kind::flat_direct)
        text += fmt::format(",\n  \"tupleSize\": {}", layout.tuple_size);
    return text + "\n}\n";
}

std::optional<std::string> object_path(const OcflLayout& layout, std::string_view id,
                                       std::string_view id_digest) {
    if (layout.kind == Kind::flat_direct) {
        if (!is_folder_name(id)) return {};
        return std::string(id);
    }
    const auto digest = normal_hex(id_digest, layout.digest_algorithm);
    if (id.empty() || !digest || !fault(layout).empty()) return {};
    const auto size = static_cast<std::size_t>(layout.tuple_size);
    const auto used = size * static_cast<std::size_t>(layout.tuples);
    std::string path;
    for (std::size_t at = 0; at < used; at += size)
        path += digest->substr(at, size) + "/";
    if (layout.kind == Kind::encapsulated_n_tuple) return path + encapsulation(id, *digest);
    return path + (layout.short_object_root ? digest->substr(used) : *digest);
}

bool is_registered_ocfl_extension(std::string_view name) {
    constexpr std::array<std::string_view, 13> names{
        "0001-digest-algorithms",
        "0002-flat-direct-storage-layout",
        "0003-hash-and-id-n-tuple-storage-layout",
        "0004-hashed-n-tuple-storage-layout",
        "0005-mutable-head",
        "0006-flat-omit-prefix-storage-layout",
        "0007-n-tuple-omit-prefix-storage-layout",
        "0008-schema-registry",
        "0009-digest-algorithms",
        "0010-differential-n-tuple-omit-prefix-storage-layout",
        "0011-direct-clean-path-layout",
        "0012-digest-algorithms",
        "initial"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

LayoutDescription read_layout_description(std::string_view json) {
    const auto value = small_object(json);
    const auto is_text = [&](const char* key) {
        return value.is_object() && value.contains(key) && value[key].is_string();
    };
    if (!is_text("extension")) return {};
    return {value["extension"].get<std::string>(), is_text("description")};
}

LayoutRead read_layout(std::string_view json, const std::string& place) {
    const auto value = small_object(json);
    if (!value.is_object()) return refuse(place, "not a JSON object");
    const auto name = value.find("extension");
    if (name == value.end() || !name->is_string())
        return refuse(place, "names no extension (OCFL E070)");
    for (const LayoutKind& kind : kinds)
        if (*name == kind.name) {
            LayoutRead read;
            read.layout = OcflLayout{.kind = kind.kind};
            return read;
        }
    return refuse(place, "names a layout that is not supported (OCFL E071)");
}

LayoutRead read_layout_config(const OcflLayout& layout, std::string_view json,
                              const std::string& place) {
    const auto value = small_object(json);
    if (!value.is_object()) return refuse(place, "not a JSON object");
    OcflLayout read = layout;
    if (const auto name = value.find("extensionName");
        name == value.end() || *name != std::string(extension_name(layout)))
        return refuse(place, "extensionName is not that of ocfl_layout.json");
    if (layout.kind == Kind::flat_direct) return {read, {}};
    if (const auto at = value.find("digestAlgorithm"); at != value.end()) {
        const auto algorithm =
            at->is_string() ? digest_algorithm(at->get_ref<const std::string&>()) : std::nullopt;
        if (!algorithm) return refuse(place, "digestAlgorithm is not supported");
        read.digest_algorithm = *algorithm;
    }
    if (!take(value, "tupleSize", read.tuple_size) || !take(value, "numberOfTuples", read.tuples))
        return refuse(place, "tupleSize and numberOfTuples must be between 0 and 32");
    if (const auto at = value.find("shortObjectRoot"); at != value.end()) {
        if (!at->is_boolean()) return refuse(place, "shortObjectRoot is neither true nor false");
        read.short_object_root = layout.kind == Kind::hashed_n_tuple && at->get<bool>();
    }
    if (const std::string why = fault(read); !why.empty()) return refuse(place, why);
    return {read, {}};
}

}  // namespace nuskha
