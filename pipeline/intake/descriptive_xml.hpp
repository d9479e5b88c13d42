// Dublin Core and MODS as they come beside scans: checked to be sound, read for a few facts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/document/item.hpp"

namespace nuskha::intake {

struct DescriptiveXml {
    Description description;           // title, creator, date where stated (DCMES 1.1, MODS 3)
    std::optional<std::string> fault;  // why it cannot be taken: "line 3: ..."
};

// Well-formed XML without a document type declaration, at most 16 MB and 100 elements deep. Nothing
// is ever loaded from elsewhere.
DescriptiveXml read_descriptive_xml(std::string_view bytes);

}  // namespace nuskha::intake
