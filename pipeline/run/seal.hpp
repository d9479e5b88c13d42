// Seals an item: scans byte for byte, text, and the record of all that was done, as one OCFL object
// version.
//
// What a version holds:
//     scans/NAME                 each scan under its own name
//     alto/NAME.xml              ALTO 4.4 of each page (NAME-003.xml: third image of a multi-page
//     file) text/NAME.txt, text.txt    plain text of each page, and of the item metadata/dc.xml ...
//     what came with the scans, unchanged mets.xml                   METS with PREMIS, MIX and
//     Dublin Core findings.json              what was noticed; and what the item was made from
// Everything is hashed on its way out and compared with what was hashed on its way in.
#pragma once

#include "pipeline/journal.hpp"
#include "pipeline/run/plan.hpp"

namespace nuskha {

// `unchanged` where the store's newest version was made from the same; `held_back` with a finding
// where the item cannot be sealed. Throws Failure(store) where the store or the disk cannot go on;
// then nothing has happened.
ItemOutcome seal_item(const Journal& journal, const std::string& item, const RunPlan& plan,
                      const Recipe& recipe);

}  // namespace nuskha
