// A METS file of an item brought to its next version: what MetsWriter wrote before is copied, and only
// what became new is replaced or added. So the record of everything else stays as it was sealed.
//
// Replaced are the entries of files (PREMIS object, fileSec, structMap). Events are only ever added:
// an earlier reading stays on record beside the one that took its place, and the object names the
// event that made it. metsHdr keeps its CREATEDATE and gets LASTMODDATE.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/preservation/mets.hpp"

namespace nuskha {

struct PageUpdate {                        // of one page
    std::string scan;                      // "scans/0001.tif"
    std::optional<SealedFile> alto, text;  // in place of those recorded; nothing = has none now
    std::vector<Event> events;             // further ones; the last made the files. Not empty
};

struct MetsUpdate {
    std::string item;
    Timestamp time = 0;
    std::map<std::size_t, PageUpdate> pages;  // by the page's number in the item, from 1
    std::vector<SealedFile> others;  // of the item: each replaces the one of its path, or is new
    std::vector<Event> events;       // further ones of the item
};

// Nothing, or why `mets` cannot be brought forward (it is not of MetsWriter's form); then what went to
// the sink is worthless. Takes hostile input: no network, no entities, bounded size and depth.
std::optional<std::string> update_mets(std::string_view mets, const MetsUpdate& update,
                                       const TextSink& sink);

}  // namespace nuskha
