// Rules for paths in an OCFL inventory.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace nuskha {

// A path that is also a folder on the way to another one (E095, E101), or nothing.
std::optional<std::string> conflicting_path(const std::map<std::string, std::string>& paths);

// The number of a version folder's name ("v1", "v0001") and how many digits it is padded to (0 =
// not), or nothing where it is no such name.
struct VersionName {
    std::size_t number;
    int padding;
};
std::optional<VersionName> read_version_name(const std::string& name);

}  // namespace nuskha
