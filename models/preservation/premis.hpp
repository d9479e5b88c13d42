// PREMIS 3.0 (namespace http://www.loc.gov/premis/v3): objects, events and agents as XML.
// Every function writes one element; the prefixes premis and xsi must be bound.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/preservation/digest.hpp"
#include "models/preservation/event.hpp"
#include "models/preservation/xml_writer.hpp"

namespace nuskha {

// URI of a term of the Library of Congress' vocabulary of preservation event types; empty where the
// word is none of its terms.
std::string event_type_uri(std::string_view type);

struct PremisFile {   // a file as a PREMIS object of category "file"
    std::string id;   // local identifier, unique in the store
    Digests digests;  // empty ones are left out
    std::uint64_t bytes = 0;
    std::string mime, format_version, pronom, format_note;  // empty = not known
    std::string original_name;                              // as it was handed over
    std::vector<std::string> sources;  // identifiers of the objects it was made from
    std::string made_by;               // identifier of the event that made it
};
void write_premis_file(XmlWriter& xml, const PremisFile& file);

// The item as an intellectual entity. Where it was handed over under another name, say so.
void write_premis_entity(XmlWriter& xml, const std::string& id, const std::string& original_name);

struct PremisLink {      // of an event to an object
    std::string object;  // its identifier
    std::string role;    // "source", "outcome"
};

// The numbers are put into eventOutcomeDetailNote, each with its unit.
void write_premis_event(XmlWriter& xml, const std::string& id, const Event& event,
                        std::span<const PremisLink> objects);

// A program named "NAME VERSION" or "NAME/VERSION".
void write_premis_agent(XmlWriter& xml, const std::string& agent);

}  // namespace nuskha
