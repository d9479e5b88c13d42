// A new version of a stored item in which only its text is new: ALTO and plain text of the pages whose
// text changed, the item's text, METS and findings. Scans are neither opened, copied nor hashed: the new
// version's inventory names the content that earlier versions have.
//
// Sealed before stays as it is on record: METS is copied and added to (models/preservation/mets_update),
// preparation in ALTO is that of the sealed file, findings but those of reading are kept.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/journal.hpp"
#include "pipeline/run/sealed_item.hpp"

namespace nuskha {

struct KeptFile {  // kept in the version beside its text
    std::string path, mime, bytes;
};

struct TextSource {
    // The page with new text, with the events and findings of its making; the last event is the one
    // that brought the text. Nothing = the page's text stays. Called once for each page, in order.
    std::function<std::optional<Page>(const SealedPage&)> page;
    std::string reading = "text recognition";  // as ALTO's processing step
    Event event;                               // of the item; how many pages changed is added to it
    std::string message;                       // of the version
    std::vector<KeptFile> kept;
};

// Whether two readings of a page say the same: the same words in the same lines, made by the same
// engine and models for the same languages; boxes and confidences may differ by what rounding in the
// files explains (1 pixel, 0.01).
bool same_reading(const AltoRecord& sealed, const Transcription& old_text, const Text& fresh,
                  const Transcription& new_text);

// The page's ALTO as it would be sealed.
std::string alto_of(const SealedPage& sealed, const Page& fresh, const std::string& reading);

// `unchanged` where no page's text differs; then nothing is written. Throws Failure(store) where the
// store or the disk cannot go on, Failure(fixity) where a sealed file is damaged; then nothing has
// happened.
ItemOutcome add_text_version(const Store& store, const SealedItem& item, const TextSource& source);

}  // namespace nuskha
