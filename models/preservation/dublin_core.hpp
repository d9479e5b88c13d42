// Simple Dublin Core 1.1 (namespace http://purl.org/dc/elements/1.1/): what the catalogue says of
// an item.
#pragma once

#include <string>

#include "models/document/item.hpp"
#include "models/preservation/xml_writer.hpp"

namespace nuskha {

// Writes the dc: elements, one after another, in the standard's order; the prefix dc must be bound.
// Identifier is the item's id, and the shelfmark where there is one. Languages are BCP 47 tags.
void write_dublin_core(XmlWriter& xml, const std::string& item, const Description& description);

}  // namespace nuskha
