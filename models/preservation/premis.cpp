#include "models/preservation/premis.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace nuskha {
namespace {

// Terms and codes of http://id.loc.gov/vocabulary/preservation/eventType, sorted by term.
constexpr auto event_types = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"accession", "acc"},
    {"appraisal", "app"},
    {"capture", "cap"},
    {"compiling", "cop"},
    {"compression", "com"},
    {"creation", "cre"},
    {"deaccession", "dea"},
    {"decompression", "dec"},
    {"decryption", "der"},
    {"deletion", "del"},
    {"digital signature generation", "dsg"},
    {"digital signature validation", "dig"},
    {"displaying", "dsp"},
    {"dissemination", "dis"},
    {"encryption", "enc"},
    {"execution", "exe"},
    {"exporting", "exp"},
    {"extraction", "ext"},
    {"filename change", "fil"},
    {"fixity check", "fix"},
    {"forensic feature analysis", "ffa"},
    {"format identification", "for"},
    {"imaging", "ima"},
    {"information package creation", "ipc"},
    {"information package merging", "ipm"},
    {"information package splitting", "ips"},
    {"ingestion", "ing"},
    {"ingestion end", "ine"},
    {"ingestion start", "ins"},
    {"interpreting", "int"},
    {"message digest calculation", "mes"},
    {"metadata extraction", "mee"},
    {"metadata modification", "mem"},
    {"migration", "mig"},
    {"modification", "mod"},
    {"normalization", "nor"},
    {"packing", "pac"},
    {"policy assignment", "poa"},
    {"printing", "prt"},
    {"quarantine", "qua"},
    {"recovery", "rec"},
    {"redaction", "red"},
    {"refreshment", "ref"},
    {"rendering", "ren"},
    {"replication", "rep"},
    {"transfer", "tra"},
    {"unpacking", "unp"},
    {"unquarantine", "unq"},
    {"validation", "val"},
    {"virus check", "vir"},
});
static_assert(std::is_sorted(event_types.begin(), event_types.end()));

constexpr std::string_view event_type_vocabulary =
    "http://id.loc.gov/vocabulary/preservation/eventType";

// objectIdentifier, eventIdentifier, linkingAgentIdentifier, ...: always a type and a value.
void write_identifier(XmlWriter& xml, const std::string& element, std::string_view value,
                      std::string_view role = "", const std::string& role_element = "") {
    Element e(xml, "premis:" + element);
    xml.element("premis:" + element + "Type", "local");
    xml.element("premis:" + element + "Value", value);
    if (!role.empty()) xml.element("premis:" + role_element, role);
}

void write_fixity(XmlWriter& xml, std::string_view algorithm, const std::string& hex) {
    if (hex.empty()) return;
    Element e(xml, "premis:fixity");
    xml.element("premis:messageDigestAlgorithm", algorithm);
    xml.element("premis:messageDigest", hex);
}

void write_format(XmlWriter& xml, const PremisFile& file) {
    Element e(xml, "premis:format");
    {
        Element designation(xml, "premis:formatDesignation");
        xml.element("premis:formatName",
                    file.mime.empty() ? "application/octet-stream" : file.mime);
        xml.element_if("premis:formatVersion", file.format_version);
    }
    if (!file.pronom.empty()) {
        Element registry(xml, "premis:formatRegistry");
        xml.element("premis:formatRegistryName", "PRONOM");
        xml.element("premis:formatRegistryKey", file.pronom);
    }
    xml.element_if("premis:formatNote", file.format_note);
}

void write_outcome(XmlWriter& xml, const Event& event) {
    std::string note;
    for (const Number& n : event.numbers) {
        if (!note.empty()) note += "; ";
        note += n.name + " = " + decimal(n.value, 6);
        if (!n.unit.empty()) note += " " + n.unit;
    }
    if (event.outcome.empty() && note.empty()) return;
    Element e(xml, "premis:eventOutcomeInformation");
    xml.element("premis:eventOutcome", event.outcome.empty() ? "unknown" : event.outcome);
    if (note.empty()) return;
    Element detail(xml, "premis:eventOutcomeDetail");
    xml.element("premis:eventOutcomeDetailNote", note);
}

}  // namespace

std::string event_type_uri(std::string_view type) {
    const auto* at =
        std::lower_bound(event_types.begin(), event_types.end(), type,
                         [](const auto& term, auto word) { return term.first < word; });
    if (at == event_types.end() || at->first != type) return "";
    return std::string(event_type_vocabulary) + "/" + std::string(at->second);
}

void write_premis_file(XmlWriter& xml, const PremisFile& file) {
    Element e(xml, "premis:object");
    xml.attribute("xsi:type", "premis:file");
    write_identifier(xml, "objectIdentifier", file.id);
    {
        Element characteristics(xml, "premis:objectCharacteristics");
        xml.element("premis:compositionLevel", "0");
        write_fixity(xml, "SHA-512", file.digests.sha512);
        write_fixity(xml, "SHA-256", file.digests.sha256);
        write_fixity(xml, "MD5", file.digests.md5);
        xml.element("premis:size", std::to_string(file.bytes));
        write_format(xml, file);
    }
    xml.element_if("premis:originalName", file.original_name);
    if (file.sources.empty()) return;
    Element relationship(xml, "premis:relationship");
    xml.element("premis:relationshipType", "derivation");
    xml.element("premis:relationshipSubType", "has source");
    for (const std::string& source : file.sources)
        write_identifier(xml, "relatedObjectIdentifier", source);
    if (!file.made_by.empty()) write_identifier(xml, "relatedEventIdentifier", file.made_by);
}

void write_premis_entity(XmlWriter& xml, const std::string& id, const std::string& original_name) {
    Element e(xml, "premis:object");
    xml.attribute("xsi:type", "premis:intellectualEntity");
    write_identifier(xml, "objectIdentifier", id);
    xml.element_if("premis:originalName", original_name);
}

void write_premis_event(XmlWriter& xml, const std::string& id, const Event& event,
                        std::span<const PremisLink> objects) {
    Element e(xml, "premis:event");
    write_identifier(xml, "eventIdentifier", id);
    {
        Element type(xml, "premis:eventType");
        if (const std::string uri = event_type_uri(event.type); !uri.empty()) {
            xml.attribute("authority", "eventType");
            xml.attribute("authorityURI", event_type_vocabulary);
            xml.attribute("valueURI", uri);
        }
        xml.text(event.type);
    }
    xml.element("premis:eventDateTime", iso8601(event.time));
    std::string detail = event.stage;
    if (!event.detail.empty()) detail += (detail.empty() ? "" : ": ") + event.detail;
    if (!detail.empty()) {
        Element information(xml, "premis:eventDetailInformation");
        xml.element("premis:eventDetail", detail);
    }
    write_outcome(xml, event);
    if (!event.agent.empty())
        write_identifier(xml, "linkingAgentIdentifier", event.agent, "executing program",
                         "linkingAgentRole");
    for (const PremisLink& link : objects)
        write_identifier(xml, "linkingObjectIdentifier", link.object, link.role,
                         "linkingObjectRole");
}

void write_premis_agent(XmlWriter& xml, const std::string& agent) {
    Element e(xml, "premis:agent");
    write_identifier(xml, "agentIdentifier", agent);
    const auto at = agent.find_last_of(" /");
    const bool versioned = at != std::string::npos && at + 1 < agent.size() &&
                           agent[at + 1] >= '0' && agent[at + 1] <= '9';
    xml.element("premis:agentName", versioned ? agent.substr(0, at) : agent);
    xml.element("premis:agentType", "software");
    if (versioned) xml.element("premis:agentVersion", agent.substr(at + 1));
}

}  // namespace nuskha
