#include "pipeline/journal.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

#include "pipeline/journal/database.hpp"
#include "pipeline/journal/values.hpp"

namespace nuskha {
namespace {

// What is searched, ordered or summed is a column; the rest is a CBOR value. The words of a page
// stand apart, so that lists of pages need not read them. What intake listed (listed_*) is replaced
// by every run; what was worked out (scan, page, outcome) stays until something newer replaces it.
constexpr Database::Identity identity{0x4e75736b /* "Nusk" */, 2, R"sql(
CREATE TABLE fact(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE listed_item(position INTEGER PRIMARY KEY, id TEXT NOT NULL, value BLOB NOT NULL);
CREATE INDEX listed_item_by_id ON listed_item(id);
CREATE TABLE listed_scan(
    item TEXT NOT NULL, position INTEGER NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL,
    bytes INTEGER NOT NULL, value BLOB NOT NULL, PRIMARY KEY(item, position)) WITHOUT ROWID;
CREATE INDEX listed_scan_by_name ON listed_scan(item, name);
CREATE TABLE scan(
    item TEXT NOT NULL, path TEXT NOT NULL, state INTEGER NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY(item, path)) WITHOUT ROWID;
CREATE TABLE page(
    id INTEGER PRIMARY KEY,
    item TEXT NOT NULL, scan TEXT NOT NULL, image INTEGER NOT NULL, side INTEGER NOT NULL,
    key TEXT NOT NULL, faulty INTEGER NOT NULL, words INTEGER NOT NULL, confidence REAL NOT NULL,
    value BLOB NOT NULL, text BLOB, UNIQUE(item, scan, image, side));
CREATE TABLE outcome(item TEXT PRIMARY KEY, state INTEGER NOT NULL, value BLOB NOT NULL)
    WITHOUT ROWID;
)sql"};

template <class Value>
void put_fact(Database& database, std::string_view name, const Value& value) {
    database.query("INSERT OR REPLACE INTO fact(name, value) VALUES(?, ?)")
        .bind(name)
        .bind(to_cbor(value))
        .finish();
}

PageOutline outline_of(const Query& row) {
    return {page_record_from_cbor(row.blob(0)), row.integer(1) != 0,
            static_cast<std::size_t>(row.integer(2)), row.real(3)};
}

}  // namespace

Journal::Journal(const std::filesystem::path& file, Mode mode)
    : database_(std::make_unique<Database>(file, mode == Mode::write, identity)) {}

Journal::~Journal() = default;

void Journal::set_batch(const Batch& batch) {
    Transaction all(*database_);
    database_->query("DELETE FROM listed_item").finish();
    database_->query("DELETE FROM listed_scan").finish();
    Batch facts = batch;
    const std::vector<Item> items = std::exchange(facts.items, {});
    put_fact(*database_, "batch", facts);
    std::int64_t item_position = 0;
    for (const Item& item : items) {
        Item alone = item;
        alone.scans.clear();
        database_->query("INSERT INTO listed_item(position, id, value) VALUES(?, ?, ?)")
            .bind(item_position++)
            .bind(item.id)
            .bind(to_cbor(alone))
            .finish();
        std::int64_t scan_position = 0;
        for (const ScanFile& scan : item.scans)
            database_
                ->query(
                    "INSERT INTO listed_scan(item, position, path, name, bytes, value) "
                    "VALUES(?, ?, ?, ?, ?, ?)")
                .bind(item.id)
                .bind(scan_position++)
                .bind(scan.path)
                .bind(scan.name)
                .bind(static_cast<std::int64_t>(scan.bytes))
                .bind(to_cbor(scan))
                .finish();
    }
    all.commit();
}

Batch Journal::batch_without_items() const {
    Query row = database_->query("SELECT value FROM fact WHERE name = 'batch'");
    return row.step() ? batch_from_cbor(row.blob(0)) : Batch{};
}

Batch Journal::batch() const {
    Batch batch = batch_without_items();
    for_each_item([&](const Item& item) { batch.items.push_back(item); });
    for (Item& item : batch.items) {
        Query row =
            database_->query("SELECT value FROM listed_scan WHERE item = ? ORDER BY position");
        row.bind(item.id);
        while (row.step())
            item.scans.push_back(scan_file_from_cbor(row.blob(0)));
    }
    return batch;
}

void Journal::for_each_item(const std::function<void(const Item&)>& visit) const {
    Query row = database_->query("SELECT value FROM listed_item ORDER BY position");
    while (row.step())
        visit(item_from_cbor(row.blob(0)));
}

std::vector<Finding> Journal::findings_of_batch() const {
    std::vector<Finding> findings = batch_without_items().findings;
    const std::vector<Finding> of_run = run().findings;
    findings.insert(findings.end(), of_run.begin(), of_run.end());
    return findings;
}

void Journal::set_run(const RunFacts& facts) {
    put_fact(*database_, "run", facts);
}

RunFacts Journal::run() const {
    Query row = database_->query("SELECT value FROM fact WHERE name = 'run'");
    return row.step() ? run_facts_from_cbor(row.blob(0)) : RunFacts{};
}

void Journal::commit_scan(const ScanRecord& scan) {
    database_->query("INSERT OR REPLACE INTO scan(item, path, state, value) VALUES(?, ?, ?, ?)")
        .bind(scan.item)
        .bind(scan.path)
        .bind(static_cast<int>(scan.state))
        .bind(to_cbor(scan))
        .finish();
}

std::optional<ScanRecord> Journal::scan(const std::string& item, const std::string& path) const {
    Query row = database_->query("SELECT value FROM scan WHERE item = ? AND path = ?");
    row.bind(item).bind(path);
    if (!row.step()) return {};
    return scan_record_from_cbor(row.blob(0));
}

void Journal::for_each_scan(
    const std::string& item,
    const std::function<void(const ScanFile&, const std::optional<ScanRecord>&)>& visit) const {
    Query row = database_->query(
        "SELECT l.value, s.value FROM listed_scan l "
        "LEFT JOIN scan s ON s.item = l.item AND s.path = l.path "
        "WHERE l.item = ? ORDER BY l.position");
    row.bind(item);
    while (row.step()) {
        std::optional<ScanRecord> record;
        if (!row.null(1)) record = scan_record_from_cbor(row.blob(1));
        visit(scan_file_from_cbor(row.blob(0)), record);
    }
}

void Journal::commit_pages(const std::vector<PageRecord>& of_one_image) {
    if (of_one_image.empty()) return;
    const PageId& first = of_one_image.front().page.id;
    for (const PageRecord& page : of_one_image)
        if (const PageId& id = page.page.id;
            id.item != first.item || id.scan != first.scan || id.image != first.image)
            throw std::logic_error("pages of several images in one commit");
    Transaction all(*database_);
    database_->query("DELETE FROM page WHERE item = ? AND scan = ? AND image = ?")
        .bind(first.item)
        .bind(first.scan)
        .bind(first.image)
        .finish();
    for (const PageRecord& page : of_one_image)
        put_page(page);
    all.commit();
}

void Journal::put_page(const PageRecord& page) {
    PageRecord head = page;
    const std::optional<Text> text = std::exchange(head.page.text, std::nullopt);
    const PageId& id = page.page.id;
    Query row = database_->query(
        "INSERT INTO page(item, scan, image, side, key, faulty, words, confidence, value, text) "
        "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    row.bind(id.item).bind(id.scan).bind(id.image).bind(id.side);
    row.bind(page.key).bind(page.faulty);
    row.bind(text ? static_cast<std::int64_t>(text->word_count()) : std::int64_t{0});
    const double confidence = text ? text->mean_confidence() : 0;
    row.bind(std::isfinite(confidence) ? confidence : 0).bind(to_cbor(head));
    if (text)
        row.bind(to_cbor(*text));
    else
        row.bind_nothing();
    row.finish();
}

std::optional<std::string> Journal::page_key(const PageId& id) const {
    Query row = database_->query(
        "SELECT key FROM page WHERE item = ? AND scan = ? AND image = ? AND side = ?");
    row.bind(id.item).bind(id.scan).bind(id.image).bind(id.side);
    if (!row.step()) return {};
    return row.text(0);
}

void Journal::for_each_page(const std::string& item, const std::string& scan_name,
                            const std::function<void(const PageRecord&)>& visit) const {
    Query row = database_->query(
        "SELECT value, text FROM page WHERE item = ? AND scan = ? ORDER BY image, side");
    row.bind(item).bind(scan_name);
    while (row.step()) {
        PageRecord page = page_record_from_cbor(row.blob(0));
        if (!row.null(1)) page.page.text = text_from_cbor(row.blob(1));
        visit(page);
    }
}

void Journal::for_each_outline(const std::string& item, const std::string& scan_name,
                               const std::function<void(const PageOutline&)>& visit) const {
    Query row = database_->query(
        "SELECT value, text IS NOT NULL, words, confidence FROM page "
        "WHERE item = ? AND scan = ? ORDER BY image, side");
    row.bind(item).bind(scan_name);
    while (row.step())
        visit(outline_of(row));
}

void Journal::forget_pages_beyond(const std::string& item, const std::string& scan_name,
                                  int images) {
    database_->query("DELETE FROM page WHERE item = ? AND scan = ? AND image >= ?")
        .bind(item)
        .bind(scan_name)
        .bind(images)
        .finish();
}

void Journal::set_outcome(const std::string& item, const ItemOutcome& outcome) {
    database_->query("INSERT OR REPLACE INTO outcome(item, state, value) VALUES(?, ?, ?)")
        .bind(item)
        .bind(static_cast<int>(outcome.state))
        .bind(to_cbor(outcome))
        .finish();
}

std::optional<ItemOutcome> Journal::outcome(const std::string& item) const {
    Query row = database_->query("SELECT value FROM outcome WHERE item = ?");
    row.bind(item);
    if (!row.step()) return {};
    return item_outcome_from_cbor(row.blob(0));
}

Totals Journal::totals() const {
    Totals t;
    Query items = database_->query(
        "SELECT count(*), total(o.state = ?), total(o.state = ?), total(o.state = ?) "
        "FROM listed_item i LEFT JOIN outcome o ON o.item = i.id");
    items.bind(static_cast<int>(ItemState::sealed));
    items.bind(static_cast<int>(ItemState::unchanged));
    items.bind(static_cast<int>(ItemState::held_back));
    if (items.step()) {
        t.items = items.integer(0);
        t.sealed = items.integer(1);
        t.unchanged = items.integer(2);
        t.held_back = items.integer(3);
    }
    Query scans = database_->query(
        "SELECT count(*), total(s.state = ?), total(s.state = ?), total(l.bytes) "
        "FROM listed_scan l LEFT JOIN scan s ON s.item = l.item AND s.path = l.path");
    scans.bind(static_cast<int>(ScanState::done)).bind(static_cast<int>(ScanState::faulty));
    if (scans.step()) {
        t.scans = scans.integer(0);
        t.scans_done = scans.integer(1);
        t.scans_faulty = scans.integer(2);
        t.bytes = static_cast<std::uint64_t>(scans.integer(3));
    }
    Query pages = database_->query(
        "SELECT count(*), total(p.faulty), total(p.words), total(p.confidence * p.words) "
        "FROM listed_scan l JOIN page p ON p.item = l.item AND p.scan = l.name");
    if (pages.step()) {
        t.pages = pages.integer(0);
        t.pages_faulty = pages.integer(1);
        t.words = pages.integer(2);
        t.confidence = t.words > 0 ? pages.real(3) / static_cast<double>(t.words) : 0;
    }
    return t;
}

}  // namespace nuskha
