// MIX 2.0 (NISO Z39.87-2006 as XML, namespace http://www.loc.gov/mix/v20): what is technically
// known of one image.
#pragma once

#include <cstdint>
#include <string>

#include "models/document/page.hpp"
#include "models/preservation/xml_writer.hpp"

namespace nuskha {

// Writes <mix:mix>; the prefix mix must be bound. `object_id` is the file's local identifier,
// `bytes` the file's size. What the facts do not say is left out, never guessed.
void write_mix(XmlWriter& xml, const ImageFacts& facts, const std::string& object_id,
               std::uint64_t bytes);

}  // namespace nuskha
