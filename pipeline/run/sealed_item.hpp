// An item of the store as its newest version holds it: which pages it has, where each lies on its scan,
// and what has read it. Everything is taken from the sealed files themselves; scans are not opened.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "models/document/item.hpp"
#include "models/preservation/findings_json.hpp"
#include "models/transcription/alto_record.hpp"
#include "models/transcription/transcription.hpp"
#include "pipeline/store/store.hpp"

namespace nuskha {

inline constexpr std::string_view imported_reading = "transcription import";

struct SealedPage {
    std::string stem;   // "0001.tif-a": its files are alto/STEM.xml and text/STEM.txt
    std::string scan;   // "0001.tif": its scan is scans/NAME
    AltoRecord record;  // record.number is its place in the item

    bool imported() const { return record.reading.starts_with(imported_reading); }
    PageId id(const std::string& item) const { return {item, scan, record.image, record.side}; }
    std::string alto_path() const { return "alto/" + stem + ".xml"; }
    std::string text_path() const { return "text/" + stem + ".txt"; }
};

class SealedItem {
  public:
    // Reads and proves the ALTO of every page. Throws Failure(fixity) where a file is missing or not what
    // the inventory states, Failure(input) where the item has no record of its pages.
    SealedItem(const Store& store, StoredObject object);

    const std::string& id() const { return id_; }
    const StoredObject& object() const { return object_; }
    const PathDigests& state() const { return object_.inventory.versions.back().state; }
    const FindingsHeader& header() const { return header_; }
    const std::vector<SealedPage>& pages() const { return pages_; }  // by number

    // A text file of the newest version, proved against the inventory; empty where there is none of
    // this path. Not for scans: it is held in memory.
    std::string text(const std::string& path) const;
    Transcription transcription(const SealedPage& page) const;

    // The languages that its pages were to be read in, in the order of the first page that names each.
    std::vector<std::string> languages() const;
    // When the page's present text came into the store, RFC 3339.
    std::string text_since(const SealedPage& page) const;

    // As something to be worked on: its scans lie where the store has them, and are known by the
    // inventory's digests. Pages whose text was imported are left out, unless asked for: somebody may
    // have written it by hand.
    Item as_item(bool with_imported) const;

  private:
    void find_scan(SealedPage& page) const;
    std::filesystem::path file_of(const std::string& digest, const std::string& path) const;

    std::filesystem::path root_;
    StoredObject object_;
    std::map<std::string, std::string> content_;  // digest -> content path
    std::string id_;
    FindingsHeader header_;
    std::vector<SealedPage> pages_;
};

}  // namespace nuskha
