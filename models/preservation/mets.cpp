#include "models/preservation/mets.hpp"

#include <fmt/format.h>

#include <set>
#include <stdexcept>

#include "models/preservation/dublin_core.hpp"
#include "models/preservation/mets_parts.hpp"
#include "models/preservation/mix.hpp"
#include "models/preservation/premis.hpp"
#include "models/transcription/outline.hpp"

namespace nuskha {
namespace {

MetsFileEntry entry(std::string id, std::string metadata, const SealedFile& file) {
    return {std::move(id), std::move(metadata), file.path,
            file.mime,     file.digests.sha512, file.bytes};
}

struct PageEntry {
    std::size_t scan;         // from 1
    std::string label, area;  // area: corners on the scan; empty = the whole of it
    bool alto, text;
};

const char* metadata_type(const std::string& path) {
    const auto slash = path.rfind('/');
    const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    if (name == "dc.xml") return "DC";
    return name == "mods.xml" ? "MODS" : "OTHER";
}

// Corners of the page on the scan as in an HTML image map, or nothing where it is (within a pixel)
// the whole scan.
std::string area_of(const Geometry& geometry) {
    const auto outline = outline_on_scan(geometry);
    const Size scan = geometry.scan();
    const auto at_edge = [](double v, double far) { return v < 1 || v > far - 1; };
    const Rect box = bounds(outline);
    bool whole = outline.size() == 4 && box.width > scan.width - 2 && box.height > scan.height - 2;
    for (const Point& p : outline)
        whole = whole && at_edge(p.x, scan.width) && at_edge(p.y, scan.height);
    if (whole) return "";
    std::string coordinates;
    for (const Point& p : outline)
        coordinates += fmt::format("{}{},{}", coordinates.empty() ? "" : ",", decimal(p.x, 0),
                                   decimal(p.y, 0));
    return coordinates;
}

}  // namespace

struct MetsWriter::State {
    XmlWriter xml;
    std::string item, original_name, item_metadata = "item-object";
    std::vector<MetsFileEntry> scans, altos, texts, others;
    std::vector<PageEntry> pages;
    std::string scan_object;  // identifier of the scan that pages belong to now
    std::uint64_t scan_bytes = 0;
    int image = -1;                // of the scan, whose MIX was written last
    std::size_t metadata = 0;      // how many dmdSec for files passed on
    std::set<std::string> agents;  // identifiers

    explicit State(TextSink sink) : xml(std::move(sink)) {}

    std::string object_id(const std::string& path) const { return item + "/" + path; }
    void header(const MetsHeader& h);
    void object(const std::string& id, const PremisFile& file) {
        mets_section(xml, "mets:techMD", id, "PREMIS:OBJECT", "3.0",
                     [&] { write_premis_file(xml, file); });
    }
    // Writes the events of a scan, page or the item; gives their section ids.
    std::string events(const std::string& of, const std::vector<Event>& events,
                       const std::vector<PremisLink>& links, std::size_t maker,
                       const std::vector<PremisLink>& made);
    void agents_section();
    void files(const char* use, const char* id, const std::vector<MetsFileEntry>& entries);
    void structure(const std::string& label);
    void page_division(std::size_t number);
};

void MetsWriter::State::header(const MetsHeader& h) {
    {
        Element e(xml, "mets:metsHdr");
        xml.attribute("CREATEDATE", iso8601(h.created));
        {
            Element agent(xml, "mets:agent");
            xml.attribute("ROLE", "CREATOR");
            xml.attribute("TYPE", "OTHER");
            xml.attribute("OTHERTYPE", "SOFTWARE");
            xml.element("mets:name", h.software);
        }
        if (!h.operator_name.empty()) {
            Element element(xml, "mets:agent");
            xml.attribute("ROLE", "OTHER");
            xml.attribute("OTHERROLE", "SCANNER OPERATOR");
            xml.attribute("TYPE", "INDIVIDUAL");
            xml.element("mets:name", h.operator_name);
        }
        if (!h.batch.empty()) {
            Element record(xml, "mets:altRecordID");
            xml.attribute("TYPE", "BATCH");
            xml.text(h.batch);
        }
    }
    mets_section(xml, "mets:dmdSec", "description", "DC", "1.1",
                 [&] { write_dublin_core(xml, h.item, h.description); });
    for (const SealedFile& file : h.metadata) {
        Element e(xml, "mets:dmdSec");
        xml.attribute("ID", mets_number("description", ++metadata));
        Element reference(xml, "mets:mdRef");
        xml.attribute("LOCTYPE", "URL");
        xml.attribute("xlink:type", "simple");
        xml.attribute("xlink:href", uri_path(file.path));
        const std::string type = metadata_type(file.path);
        xml.attribute("MDTYPE", type);
        if (type == "OTHER") xml.attribute("OTHERMDTYPE", "SIDE FILE");
        xml.attribute_if("MIMETYPE", file.mime);
        xml.attribute("SIZE", std::to_string(file.bytes));
        if (!file.digests.sha512.empty()) {
            xml.attribute("CHECKSUM", file.digests.sha512);
            xml.attribute("CHECKSUMTYPE", "SHA-512");
        }
    }
}

std::string MetsWriter::State::events(const std::string& of, const std::vector<Event>& events,
                                      const std::vector<PremisLink>& links, std::size_t maker,
                                      const std::vector<PremisLink>& made) {
    std::string ids;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const std::string id = mets_event_section(of, i + 1);
        std::vector<PremisLink> all = links;
        if (i == maker) all.insert(all.end(), made.begin(), made.end());
        mets_section(xml, "mets:digiprovMD", id, "PREMIS:EVENT", "3.0", [&] {
            write_premis_event(xml, mets_event_id(item, id, events[i]), events[i], all);
        });
        if (!events[i].agent.empty()) agents.insert(events[i].agent);
        ids += " " + id;
    }
    return ids;
}

void MetsWriter::State::agents_section() {
    std::size_t number = 0;
    for (const std::string& agent : agents) {
        mets_section(xml, "mets:digiprovMD", mets_number("agent", ++number), "PREMIS:AGENT", "3.0",
                     [&] { write_premis_agent(xml, agent); });
    }
}

void MetsWriter::State::files(const char* use, const char* id,
                              const std::vector<MetsFileEntry>& entries) {
    if (entries.empty()) return;
    Element group(xml, "mets:fileGrp");
    xml.attribute("ID", id);
    xml.attribute("USE", use);
    for (const MetsFileEntry& file : entries)
        write_mets_file(xml, file);
}

void MetsWriter::State::page_division(std::size_t number) {
    const PageEntry& page = pages[number - 1];
    Element e(xml, "mets:div");
    xml.attribute("ID", mets_number("div", number));
    xml.attribute("TYPE", "page");
    xml.attribute("ORDER", std::to_string(number));
    xml.attribute("LABEL", page.label);
    if (page.area.empty()) {
        write_mets_pointer(xml, mets_number("scan", page.scan));
    } else {
        Element part(xml, "mets:fptr");
        Element area(xml, "mets:area");
        xml.attribute("FILEID", "file-" + mets_number("scan", page.scan));
        xml.attribute("SHAPE", "POLY");
        xml.attribute("COORDS", page.area);
    }
    if (page.alto) write_mets_pointer(xml, mets_number("page", number) + "-alto");
    if (page.text) write_mets_pointer(xml, mets_number("page", number) + "-text");
}

void MetsWriter::State::structure(const std::string& label) {
    Element map(xml, "mets:structMap");
    xml.attribute("TYPE", "PHYSICAL");
    Element e(xml, "mets:div");
    xml.attribute("ID", "div-item");
    xml.attribute("TYPE", "item");
    xml.attribute("LABEL", label);
    std::string descriptions = "description";
    for (std::size_t i = 1; i <= metadata; ++i)
        descriptions += " " + mets_number("description", i);
    xml.attribute("DMDID", descriptions);
    xml.attribute("ADMID", item_metadata);
    for (const MetsFileEntry& file : others)
        write_mets_pointer(xml, file.id);
    for (std::size_t i = 1; i <= pages.size(); ++i)
        page_division(i);
}

MetsWriter::MetsWriter(TextSink sink, const MetsHeader& header)
    : state_(std::make_unique<State>(std::move(sink))) {
    State& s = *state_;
    s.item = header.item;
    s.original_name = header.original_name;
    s.xml.start("mets:mets");
    s.xml.attribute("xmlns:mets", "http://www.loc.gov/METS/");
    s.xml.attribute("xmlns:xlink", "http://www.w3.org/1999/xlink");
    s.xml.attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    s.xml.attribute("xmlns:dc", "http://purl.org/dc/elements/1.1/");
    s.xml.attribute("xmlns:premis", "http://www.loc.gov/premis/v3");
    s.xml.attribute("xmlns:mix", "http://www.loc.gov/mix/v20");
    s.xml.attribute("xsi:schemaLocation",
                    "http://www.loc.gov/METS/ http://www.loc.gov/standards/mets/mets.xsd "
                    "http://www.loc.gov/premis/v3 "
                    "http://www.loc.gov/standards/premis/v3/premis.xsd "
                    "http://www.loc.gov/mix/v20 "
                    "http://www.loc.gov/standards/mix/mix20/mix20.xsd");
    s.xml.attribute("OBJID", header.item);
    s.xml.attribute_if("LABEL", header.description.title);
    s.xml.attribute_if("TYPE", header.description.kind);
    s.header(header);
}

MetsWriter::~MetsWriter() = default;

void MetsWriter::scan(const MetsScan& scan) {
    State& s = *state_;
    const std::string id = mets_number("scan", s.scans.size() + 1);
    s.scan_object = s.object_id(scan.file.path);
    s.scan_bytes = scan.file.bytes;
    s.image = -1;
    Element part(s.xml, "mets:amdSec");
    s.xml.attribute("ID", id);
    PremisFile file = mets_premis_file(s.scan_object, scan.file);
    file.original_name = scan.original_name;
    s.object(id + "-object", file);
    const std::string ids = s.events(id, scan.events, {{s.scan_object, "source"}}, 0, {});
    s.scans.push_back(entry(id, id + "-object" + ids, scan.file));
}

void MetsWriter::page(const MetsPage& input) {
    State& s = *state_;
    if (s.scans.empty()) throw std::logic_error("METS page before its scan");
    const Page& page = input.page;
    const std::string id = mets_number("page", s.pages.size() + 1);
    std::size_t maker = page.events.size();  // the event that made text out of the page
    for (std::size_t i = 0; i < page.events.size(); ++i)
        if (page.events[i].stage == "recognise") maker = i;

    Element part(s.xml, "mets:amdSec");
    s.xml.attribute("ID", id);
    std::string image_section;
    if (page.id.image != s.image) {
        s.image = page.id.image;
        image_section = " " + id + "-image";
        mets_section(s.xml, "mets:techMD", id + "-image", "NISOIMG", "2.0", [&] {
            write_mix(s.xml, page.facts, s.scan_object, s.scan_bytes, page.events);
        });
    }
    std::vector<PremisLink> made;
    const auto derived = [&](const std::string& kind, const std::optional<SealedFile>& file) {
        if (!file) return;
        PremisFile object = mets_premis_file(s.object_id(file->path), *file);
        object.sources = {s.scan_object};
        if (maker < page.events.size())
            object.made_by =
                mets_event_id(s.item, mets_event_section(id, maker + 1), page.events[maker]);
        s.object(id + "-" + kind + "-object", object);
        made.push_back({object.id, "outcome"});
    };
    derived("alto", input.alto);
    derived("text", input.text);
    const std::string ids = s.events(id, page.events, {{s.scan_object, "source"}}, maker, made);
    s.scans.back().metadata += image_section + ids;
    if (input.alto) s.altos.push_back(entry(id + "-alto", id + "-alto-object" + ids, *input.alto));
    if (input.text) s.texts.push_back(entry(id + "-text", id + "-text-object" + ids, *input.text));

    std::string label = page.id.scan;
    if (page.id.image > 0) label += fmt::format(" image {}", page.id.image + 1);
    if (page.id.side > 0) label += fmt::format(" side {}", page.id.side + 1);
    s.pages.push_back({s.scans.size(), label, area_of(page.geometry), input.alto.has_value(),
                       input.text.has_value()});
}

void MetsWriter::finish(const std::vector<Event>& events, const std::vector<SealedFile>& others) {
    State& s = *state_;
    {
        Element part(s.xml, "mets:amdSec");
        s.xml.attribute("ID", "item");
        mets_section(s.xml, "mets:techMD", "item-object", "PREMIS:OBJECT", "3.0",
                     [&] { write_premis_entity(s.xml, s.item, s.original_name); });
        for (const SealedFile& file : others) {
            const std::string id = mets_number("other", s.others.size() + 1);
            PremisFile object = mets_premis_file(s.object_id(file.path), file);
            object.sources = {s.item};
            s.object(id + "-object", object);
            s.others.push_back(entry(id, id + "-object", file));
        }
        s.item_metadata += s.events("item", events, {{s.item, "source"}}, 0, {});
        s.agents_section();
    }
    if (!s.scans.empty() || !s.others.empty()) {
        Element part(s.xml, "mets:fileSec");
        s.files("SCANS", "scans", s.scans);
        s.files("ALTO", "alto", s.altos);
        s.files("TEXT", "text", s.texts);
        s.files("OTHER", "other", s.others);
    }
    s.structure(s.item);
    s.xml.end();
    s.xml.finish();
}

std::size_t MetsWriter::replaced() const {
    return state_->xml.replaced();
}

}  // namespace nuskha
