#include "models/preservation/ocfl_paths.hpp"

#include "models/preservation/ocfl_inventory.hpp"

namespace nuskha {

bool is_ocfl_path(std::string_view path) {
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        const std::string_view segment = path.substr(at, end - at);
        if (segment.empty() || segment == "." || segment == ".." ||
            segment.find('\0') != std::string_view::npos)
            return false;
        at = end + 1;
    }
    return true;
}

std::optional<std::string> conflicting_path(const std::map<std::string, std::string>& paths) {
    for (const auto& [path, digest] : paths) {
        const std::string folder = path + '/';
        const auto inside = paths.lower_bound(folder);
        if (inside != paths.end() && inside->first.starts_with(folder)) return path;
    }
    return {};
}

std::optional<VersionName> read_version_name(const std::string& name) {
    if (name.size() < 2 || name.size() > 10 || name[0] != 'v') return {};
    std::size_t number = 0;
    for (const char c : name.substr(1)) {
        if (c < '0' || c > '9') return {};
        number = number * 10 + static_cast<std::size_t>(c - '0');
    }
    if (number == 0) return {};
    return VersionName{number, name[1] == '0' ? static_cast<int>(name.size()) - 1 : 0};
}

}  // namespace nuskha
