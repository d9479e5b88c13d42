// What the roles of blocks are called in files.
#pragma once

#include <string_view>

#include "models/document/text.hpp"

namespace nuskha {

// "paragraph", "heading", "running head", ...: in ALTO's tags, JSON Lines and hOCR.
std::string_view role_name(Role role);
Role role_named(std::string_view name);  // paragraph for an unknown name

// TextRegion's @type of PAGE-XML 2019-07-15; "" for pictures and ornaments, which have regions of
// their own.
std::string_view page_type(Role role);
Role role_of_page_type(std::string_view type);  // paragraph for those without a role here

}  // namespace nuskha
