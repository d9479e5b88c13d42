// The working record of a run: an SQLite database in the work folder. It lets a cut-off run go on,
// and is what the report and sealing read. Disposable once the batch is sealed.
//
// Promises: a page is in it wholly or not at all; what was committed survives power loss; one
// process writes (the coordinator), any number read at the same time. One object belongs to one
// thread. Whatever goes wrong with the file is Failure(store), which names it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/document/item.hpp"
#include "models/document/page.hpp"
#include "pipeline/review/gate.hpp"

namespace nuskha {

class Database;

enum class ScanState { waiting, done, faulty };
enum class ItemState {
    waiting,
    sealed,
    unchanged,
    held_back
};  // unchanged: the store had just this already

struct ScanRecord {                // what was learnt of one scan file as a whole
    std::string item, path, name;  // as in ScanFile
    std::string stamp;             // of the file when it was read
    std::uint64_t bytes = 0;
    Digests digests;  // empty where the file could not be read
    std::string format, mime, pronom;
    int images = 0;
    ScanState state = ScanState::waiting;
    std::vector<Finding> findings;
    std::vector<Event> events;
};

struct PageRecord {       // a page that has been through all stages
    std::string key;      // digest of all that it depends on
    std::string picture;  // file stem of its pictures in the report folder: KEY.jpg (page),
                          // KEY-scan.jpg, KEY-thumb.jpg
    Page page;
    bool faulty = false;  // could not be decoded or worked on; its findings say why
};

struct ItemOutcome {
    ItemState state = ItemState::waiting;
    int version = 0;                // OCFL version that holds it
    std::string object_path;        // in the store
    std::vector<Finding> findings;  // from sealing
};

struct RunFacts {  // of the latest run, for the report
    std::string command, recipe, store, version;
    Timestamp started = 0, ended = 0;
    bool interrupted = false;
    std::vector<Finding> findings;  // of the batch as a whole, by its review and gate
    GateVerdict gate;
    std::vector<Number> limits;  // numbers of the recipe's stages: "recognise.low_confidence"
};

struct PageOutline {          // a page without its words, for lists and sums
    PageRecord record;        // record.page.text is nothing
    bool recognised = false;  // had text, perhaps of no words
    std::size_t words = 0;
    double confidence = 0;  // Text::mean_confidence
};

struct Totals {  // over the items of the batch, their scans and the pages of these
    std::int64_t items = 0, sealed = 0, unchanged = 0, held_back = 0;  // items; the rest wait
    std::int64_t scans = 0, scans_done = 0, scans_faulty = 0;          // the rest wait
    std::uint64_t bytes = 0;                                           // of all scans, as listed
    std::int64_t pages = 0, pages_faulty = 0;
    std::int64_t words = 0;
    double confidence = 0;  // mean over all words, 0 where there are none
};

class Journal {
  public:
    enum class Mode { read, write };
    // Throws Failure(store) where the file is not writable, not a journal, or of a newer version;
    // Failure(input) where it is to be read and is not there.
    Journal(const std::filesystem::path& file, Mode mode);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    // Batch and items as intake found them, replacing those of an earlier run; pages and scans
    // stay.
    void set_batch(const Batch& batch);
    Batch batch() const;
    Batch batch_without_items() const;
    std::vector<Finding> findings_of_batch() const;  // intake's, and those of the latest run
    // Items in the batch's order, without their scans.
    void for_each_item(const std::function<void(const Item&)>& visit) const;

    void set_run(const RunFacts& facts);
    RunFacts run() const;

    void commit_scan(const ScanRecord& scan);
    std::optional<ScanRecord> scan(const std::string& item, const std::string& path) const;
    // Scans of an item in the batch's order: as listed, and what was learnt of each if anything
    // was.
    void for_each_scan(
        const std::string& item,
        const std::function<void(const ScanFile&, const std::optional<ScanRecord>&)>& visit) const;

    // All pages of one image of a scan at once, one a side: they replace whatever was known of that
    // image, further sides of an earlier run included. All of them or none; durable on return. No
    // pages: nothing is done. Throws std::logic_error where they are not of one image.
    void commit_pages(const std::vector<PageRecord>& of_one_image);
    void commit_page(const PageRecord& page) { commit_pages({page}); }
    std::optional<std::string> page_key(const PageId& id) const;
    // Pages of a scan, by image and side.
    void for_each_page(const std::string& item, const std::string& scan_name,
                       const std::function<void(const PageRecord&)>& visit) const;
    // The same without the words, several times as fast.
    void for_each_outline(const std::string& item, const std::string& scan_name,
                          const std::function<void(const PageOutline&)>& visit) const;
    void forget_pages_beyond(const std::string& item, const std::string& scan_name, int images);

    void set_outcome(const std::string& item, const ItemOutcome& outcome);
    std::optional<ItemOutcome> outcome(const std::string& item) const;

    Totals totals() const;

  private:
    void put_page(const PageRecord& page);

    std::unique_ptr<Database> database_;
};

}  // namespace nuskha
