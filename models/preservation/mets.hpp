// METS 1.12.1 (namespace http://www.loc.gov/METS/) of one item, written as it is learnt.
//
// Calls come in the document's own order:
//     MetsWriter mets(sink, header);
//     for each scan in reading order:  mets.scan(...);  then mets.page(...) for each of its pages
//     mets.finish(...);
// Of a finished page only what fileSec and structMap need is kept (paths, digests, sizes), so the
// pages can be fed one by one from the journal.
//
// The document: metsHdr; a dmdSec with Dublin Core and one for every metadata file passed on; for
// each scan an amdSec with its PREMIS object and events; for each page an amdSec with MIX of its
// image (with the image's first page where it holds several), PREMIS objects of what was derived,
// and its events; an amdSec for the item with the agents, each once; fileSec with the groups SCANS,
// ALTO, TEXT, OTHER; a physical structMap item -> page. Identifiers count from 1 in document order:
// scan-0001, page-0001, page-0001-event-02. Times come from the events and the header alone: the
// same calls give the same bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/document/item.hpp"
#include "models/document/page.hpp"
#include "models/preservation/xml_writer.hpp"

namespace nuskha {

struct SealedFile {    // a file of the sealed item
    std::string path;  // logical path, seen from the METS file's own folder: "scans/0001.tif"
    Digests digests;
    std::uint64_t bytes = 0;
    std::string mime;                    // "image/tiff"
    std::string pronom, format_version;  // empty = not known
    std::string format_note;             // "ALTO 4.4"
};

struct MetsHeader {
    std::string item;  // its id
    Description description;
    std::string original_name;         // folder in the batch; empty for loose images
    Timestamp created = 0;             // of this version of the item
    std::string software;              // "nuskha 0.1.0"
    std::string operator_name;         // who ran the scanner; empty = not stated
    std::string batch;                 // its id; empty = not stated
    std::vector<SealedFile> metadata;  // dc.xml, mods.xml, item.toml as sealed
};

struct MetsScan {
    SealedFile file;
    std::string original_name;  // path in the batch
    std::vector<Event> events;  // of the file as a whole
};

struct MetsPage {  // a page of the scan given before
    const Page& page;
    std::optional<SealedFile> alto, text;
};

class MetsWriter {
  public:
    MetsWriter(TextSink sink, const MetsHeader& header);
    ~MetsWriter();
    MetsWriter(const MetsWriter&) = delete;
    MetsWriter& operator=(const MetsWriter&) = delete;

    void scan(const MetsScan& scan);
    void page(const MetsPage& page);  // throws std::logic_error before the first scan

    // Events of the item as a whole, and files that belong to no one page (the item's text,
    // findings.json).
    void finish(const std::vector<Event>& events, const std::vector<SealedFile>& others);

    std::size_t replaced() const;  // characters that XML cannot hold, written as U+FFFD

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace nuskha
