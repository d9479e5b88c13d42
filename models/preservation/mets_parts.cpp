#include "models/preservation/mets_parts.hpp"

#include <fmt/format.h>

namespace nuskha {

std::string mets_number(const char* kind, std::size_t number) {
    return fmt::format("{}-{:04}", kind, number);
}

PremisFile mets_premis_file(const std::string& id, const SealedFile& file) {
    return {id,          file.digests,     file.bytes, file.mime, file.format_version,
            file.pronom, file.format_note, "",         {},        ""};
}

std::string mets_event_id(const std::string& item, const std::string& section, const Event& event) {
    return item + "#" + iso8601(event.time) + "#" + section;
}

std::string mets_event_section(const std::string& of, std::size_t number) {
    return fmt::format("{}-event-{:02}", of, number);
}

void write_mets_file(XmlWriter& xml, const MetsFileEntry& file) {
    Element e(xml, "mets:file");
    xml.attribute("ID", "file-" + file.id);
    xml.attribute_if("MIMETYPE", file.mime);
    xml.attribute("SIZE", std::to_string(file.bytes));
    if (!file.sha512.empty()) {
        xml.attribute("CHECKSUM", file.sha512);
        xml.attribute("CHECKSUMTYPE", "SHA-512");
    }
    xml.attribute("ADMID", file.metadata);
    Element location(xml, "mets:FLocat");
    xml.attribute("LOCTYPE", "URL");
    xml.attribute("xlink:type", "simple");
    xml.attribute("xlink:href", uri_path(file.path));
}

void write_mets_pointer(XmlWriter& xml, const std::string& id) {
    Element e(xml, "mets:fptr");
    xml.attribute("FILEID", "file-" + id);
}

}  // namespace nuskha
