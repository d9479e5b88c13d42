#include "models/transcription/role_names.hpp"

#include <algorithm>
#include <array>

namespace nuskha {
namespace {

struct Names {
    Role role;
    std::string_view name, page_type;
};

constexpr std::array names{
    Names{Role::paragraph, "paragraph", "paragraph"},
    Names{Role::heading, "heading", "heading"},
    Names{Role::running_head, "running head", "header"},
    Names{Role::page_number, "page number", "page-number"},
    Names{Role::footnote, "footnote", "footnote"},
    Names{Role::caption, "caption", "caption"},
    Names{Role::table, "table", "other"},
    Names{Role::picture, "picture", ""},
    Names{Role::ornament, "ornament", ""},
};

const Names& names_of(Role role) {
    return *std::find_if(names.begin(), names.end(),
                         [&](const Names& one) { return one.role == role; });
}

}  // namespace

std::string_view role_name(Role role) {
    return names_of(role).name;
}

Role role_named(std::string_view name) {
    const auto at = std::find_if(names.begin(), names.end(),
                                 [&](const Names& one) { return one.name == name; });
    return at == names.end() ? Role::paragraph : at->role;
}

std::string_view page_type(Role role) {
    return names_of(role).page_type;
}

Role role_of_page_type(std::string_view type) {
    const auto at = std::find_if(names.begin(), names.end(), [&](const Names& one) {
        return !type.empty() && one.page_type == type;
    });
    return at == names.end() ? Role::paragraph : at->role;
}

}  // namespace nuskha
