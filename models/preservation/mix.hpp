// MIX 2.0 (NISO Z39.87-2006 as XML, namespace http://www.loc.gov/mix/v20): what is technically
// known of one image.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "models/document/page.hpp"
#include "models/preservation/xml_writer.hpp"

namespace nuskha {

// Writes <mix:mix>; the prefix mix must be bound. `object_id` is the file's local identifier,
// `bytes` the file's size. What the facts do not say is left out, never guessed.
//
// Z39.87 has no elements for what was measured of the picture (focus, exposure, noise, ...). The
// numbers of `reviews` (those events of type "quality review"; others are passed over) stand in
// MIX's own place for what it does not name, mix:Extension, as
//     <figures xmlns="urn:nuskha:figures:1" by="nuskha inspect/4">
//       <figure name="edge_width" unit="pixel">1.8</figure> ...
void write_mix(XmlWriter& xml, const ImageFacts& facts, const std::string& object_id,
               std::uint64_t bytes, std::span<const Event> reviews = {});

}  // namespace nuskha
