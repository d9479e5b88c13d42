// Parts of a METS file that both its writer and its update write.
#pragma once

#include <string>

#include "models/preservation/mets.hpp"
#include "models/preservation/premis.hpp"

namespace nuskha {

std::string mets_number(const char* kind, std::size_t number);  // "page-0001"

// A METS metadata section with its wrapper: <mets:techMD ID><mets:mdWrap MDTYPE><mets:xmlData>.
template <typename Write>
void mets_section(XmlWriter& xml, const char* element, const std::string& id, const char* type,
                  const char* version, Write write_content) {
    Element e(xml, element);
    xml.attribute("ID", id);
    Element wrap(xml, "mets:mdWrap");
    xml.attribute("MDTYPE", type);
    xml.attribute("MDTYPEVERSION", version);
    Element data(xml, "mets:xmlData");
    write_content();
}

PremisFile mets_premis_file(const std::string& id, const SealedFile& file);
// Unique also beside the events of other versions of the item.
std::string mets_event_id(const std::string& item, const std::string& section, const Event& event);
// "page-0001-event-02"
std::string mets_event_section(const std::string& of, std::size_t number);

struct MetsFileEntry {  // what fileSec says of a file
    std::string id, metadata, path, mime, sha512;
    std::uint64_t bytes = 0;
};
void write_mets_file(XmlWriter& xml, const MetsFileEntry& file);
void write_mets_pointer(XmlWriter& xml, const std::string& id);  // an fptr to file-ID

}  // namespace nuskha
