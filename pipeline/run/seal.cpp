#include "pipeline/run/seal.hpp"

#include <fmt/format.h>

#include <array>
#include <set>

#include "models/failure.hpp"
#include "models/preservation/findings_json.hpp"
#include "models/preservation/mets.hpp"
#include "models/transcription/alto.hpp"
#include "models/transcription/plain_text.hpp"
#include "pipeline/clock.hpp"
#include "pipeline/hashing.hpp"
#include "pipeline/review/review.hpp"
#include "pipeline/run/draft_files.hpp"
#include "pipeline/store/store.hpp"

namespace nuskha {
namespace {

namespace fs = std::filesystem;

constexpr auto seal_revision = 4;  // raised whenever the same pages are written in another form
constexpr std::uint64_t largest_findings = 256u << 20;

class Sealing {
  public:
    Sealing(const Journal& journal, const std::string& item, const RunPlan& plan,
            const Recipe& recipe);
    ItemOutcome run();

  private:
    struct Scan {
        ScanFile file;
        ScanRecord record;
    };

    void load();
    std::string made_from() const;
    bool stored_already(const Draft& draft, const std::string& key) const;
    bool belongs_to_another(const Draft& draft) const;

    SealedFile put_copy(Draft& draft, const std::string& path, const fs::path& from,
                        const std::string& mime);
    void keep(const SealedFile& file) { state_.push_back({file.path, file.digests}); }
    void seal_scan(Draft& draft, MetsWriter& mets, const Scan& scan, FileWriter& item_text);
    std::vector<Finding> copy_scans(const Draft& draft) const;
    SealedFile seal_metadata(Draft& draft, const MetadataFile& file);
    void seal_findings(Draft& draft, const std::string& key, std::vector<SealedFile>& others);
    ItemOutcome publish(Draft& draft, const std::string& key);

    const Journal& journal_;
    const RunPlan& plan_;
    const Recipe& recipe_;
    Batch batch_;  // without its items
    Item item_;
    std::vector<Scan> scans_;
    std::vector<Finding> findings_;
    int pages_ = 0;
    std::vector<LogicalFile> state_;
    std::set<std::string> stored_;  // sha512 of all that the store's object holds already
};

Sealing::Sealing(const Journal& journal, const std::string& item, const RunPlan& plan,
                 const Recipe& recipe)
    : journal_(journal), plan_(plan), recipe_(recipe), batch_(journal.batch_without_items()) {
    item_.id = item;
}

void Sealing::load() {
    journal_.for_each_item([&](const Item& item) {
        if (item.id == item_.id) item_ = item;
    });
    findings_ = item_.findings;
    journal_.for_each_scan(item_.id, [&](const ScanFile& file,
                                         const std::optional<ScanRecord>& record) {
        if (!record)
            throw Failure(Exit::store,
                          fmt::format("{}: the journal has no record of it; run again", file.path));
        scans_.push_back({file, *record});
    });
    const auto seen = review::review_item(journal_, item_.id, recipe_.review);
    findings_.insert(findings_.end(), seen.begin(), seen.end());
}

// A digest of all that the sealed item is made from; the same again means that there is nothing to
// do.
std::string Sealing::made_from() const {
    const Description& d = item_.description;
    std::string all =
        fmt::format("seal/{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n", seal_revision, item_.id, d.title,
                    d.creator, d.date, d.kind, d.rights, d.shelfmark, fmt::join(d.languages, " "));
    all += fmt::format("{}\n{}\n{}\n{}\n{}\n", batch_.id, batch_.operator_name, batch_.scanner,
                       batch_.date, batch_.rights);
    for (const MetadataFile& file : item_.metadata) {
        Hasher hasher(kept_algorithms);
        read_blocks(fs::path(plan_.batch_folder) / file.path,
                    [&](auto block) { hasher.update(block); });
        all += fmt::format("{} {}\n", file.name, kept_digests(hasher.finish()).sha512);
    }
    for (const Finding& f : findings_)
        all += fmt::format("{} {}\n", f.code, f.sentence);
    for (const Scan& scan : scans_) {
        all += fmt::format("{} {} {}\n", scan.record.name, scan.record.digests.sha512,
                           scan.record.state == ScanState::faulty);
        for (const Finding& f : scan.record.findings)
            all += fmt::format("{} {}\n", f.code, f.sentence);
        journal_.for_each_outline(item_.id, scan.record.name, [&](const PageOutline& page) {
            all += fmt::format("{} {} {}\n", page.record.key, page.record.page.id.image,
                               page.record.page.id.side);
        });
    }
    return hex_digest(DigestAlgorithm::sha256, all);
}

std::optional<FindingsHeader> sealed_header(const Draft& draft, const fs::path& root) {
    if (!draft.previous()) return {};
    const auto path = draft.previous()->content_path(findings_file);
    return path ? read_findings_header(
                      read_text(root / draft.previous()->path / *path, largest_findings))
                : std::nullopt;
}

bool Sealing::stored_already(const Draft& draft, const std::string& key) const {
    const auto header = sealed_header(draft, plan_.store);
    return header && header->made_from == key;
}

// A name that was only derived from a folder may mean another item in another batch. The same scan
// in both tells that it is the same item.
bool Sealing::belongs_to_another(const Draft& draft) const {
    const auto header = sealed_header(draft, plan_.store);
    if (item_.id_declared || !header || header->batch == batch_.id) return false;
    for (const Scan& scan : scans_)
        if (stored_.contains(scan.record.digests.sha512)) return false;
    return true;
}

// "0001.tif.xml"; of several images "0001.tif-002.xml"; of an opening "0001.tif-a.xml" and "-b".
std::string page_file(const PageId& id, int images, bool opening, const char* ending) {
    std::string name = id.scan;
    if (images > 1) name += fmt::format("-{:03}", id.image + 1);
    if (opening) name += fmt::format("-{:c}", static_cast<char>('a' + id.side));
    return name + ending;
}

SealedFile Sealing::put_copy(Draft& draft, const std::string& path, const fs::path& from,
                             const std::string& mime) {
    return put_file(draft, path, mime, [&](FileWriter& writer) {
        read_blocks(from, [&](auto block) { writer.write(block); });
    });
}

// Byte for byte, and proved to be what was decoded. A scan that is not there any more, or not the same, is a finding.
std::vector<Finding> Sealing::copy_scans(const Draft& draft) const {
    std::vector<Finding> changed;
    for (const Scan& scan : scans_) {
        const ScanRecord& record = scan.record;
        if (stored_.contains(record.digests.sha512)) continue;
        const fs::path from = fs::path(plan_.batch_folder) / record.path;
        const fs::path to = draft.content_folder() / "scans" / record.name;
        make_folders(to.parent_path());
        Hasher hasher(std::array{DigestAlgorithm::sha512});
        if (fs::exists(from)) copy_file(from, to, [&](auto block) { hasher.update(block); });
        if (hasher.finish().at(DigestAlgorithm::sha512) != record.digests.sha512)
            changed.push_back(make_finding("file.changed", record.path,
                                           "is not the same any more as when it was read; let "
                                           "copying into the batch finish, then run again"));
    }
    return changed;
}

void Sealing::seal_scan(Draft& draft, MetsWriter& mets, const Scan& scan, FileWriter& item_text) {
    const ScanRecord& record = scan.record;
    MetsScan described;
    described.original_name = record.path;
    described.events = record.events;
    described.file.path = "scans/" + record.name;
    described.file.digests = record.digests;
    described.file.bytes = record.bytes;
    described.file.mime = record.mime.empty() ? "application/octet-stream" : record.mime;
    described.file.pronom = record.pronom;
    keep(described.file);
    mets.scan(described);
    std::set<int> openings;  // images that hold several pages
    journal_.for_each_outline(item_.id, record.name, [&](const PageOutline& page) {
        if (const PageId& id = page.record.page.id; id.side > 0) openings.insert(id.image);
    });
    journal_.for_each_page(item_.id, record.name, [&](const PageRecord& page) {
        ++pages_;
        MetsPage in_mets{page.page, {}, {}};
        const auto named = [&](const char* ending) {
            const PageId& id = page.page.id;
            return page_file(id, record.images, openings.contains(id.image), ending);
        };
        SealedFile alto =
            put_file(draft, "alto/" + named(".xml"), "application/xml", [&](FileWriter& out) {
                write_alto(page.page, {record.digests, pages_, "nuskha", NUSKHA_VERSION},
                           [&](std::string_view xml) { out.write(xml); });
            });
        alto.format_note = "ALTO 4.4";
        keep(alto);
        in_mets.alto = std::move(alto);
        if (page.page.text && page.page.text->not_read) {
            item_text.write("\f");  // no text, rather than an empty one
        } else if (page.page.text) {
            const std::string plain = plain_text(*page.page.text);
            item_text.write(plain + "\f");  // pages are parted by a form feed, as pdftotext does
            SealedFile text = put_file(draft, "text/" + named(".txt"), "text/plain;charset=UTF-8",
                                       [&](FileWriter& out) { out.write(plain); });
            keep(text);
            in_mets.text = std::move(text);
        }
        mets.page(in_mets);
        findings_.insert(findings_.end(), page.page.findings.begin(), page.page.findings.end());
    });
    findings_.insert(findings_.end(), record.findings.begin(), record.findings.end());
}

SealedFile Sealing::seal_metadata(Draft& draft, const MetadataFile& file) {
    const SealedFile sealed =
        put_copy(draft, "metadata/" + file.name, fs::path(plan_.batch_folder) / file.path,
                 file.name.ends_with(".xml") ? "application/xml" : "text/plain;charset=UTF-8");
    keep(sealed);
    return sealed;
}

void Sealing::seal_findings(Draft& draft, const std::string& key, std::vector<SealedFile>& others) {
    others.push_back(put_file(draft, findings_file, "application/json", [&](FileWriter& out) {
        FindingsWriter writer(
            [&](std::string_view json) { out.write(json); },
            {item_.id, item_.description.title, batch_.id, recipe_.name, key, pages_});
        for (const Finding& f : findings_)
            writer.add(f);
        writer.finish();
    }));
    keep(others.back());
}

ItemOutcome Sealing::publish(Draft& draft, const std::string& key) {
    std::vector<SealedFile> metadata;
    for (const MetadataFile& file : item_.metadata)
        metadata.push_back(seal_metadata(draft, file));
    const MetsHeader header{item_.id,
                            item_.description,
                            item_.folder,
                            now(),
                            "nuskha " NUSKHA_VERSION,
                            batch_.operator_name,
                            batch_.id,
                            metadata};
    const SealedFile mets_sealed =
        put_file(draft, mets_file, "application/xml", [&](FileWriter& mets_out) {
            MetsWriter mets([&](std::string_view xml) { mets_out.write(xml); }, header);
            std::vector<SealedFile> others{
                put_file(draft, "text.txt", "text/plain;charset=UTF-8", [&](FileWriter& text) {
                    for (const Scan& scan : scans_)
                        seal_scan(draft, mets, scan, text);
                })};
            keep(others.back());
            seal_findings(draft, key, others);
            const Event creation{"information package creation",
                                 "seal",
                                 "success",
                                 fmt::format("sealed as {} from {} scans with recipe {}",
                                             draft.version(), scans_.size(), recipe_.name),
                                 {{"scans", static_cast<double>(scans_.size()), ""},
                                  {"pages", static_cast<double>(pages_), ""}},
                                 "nuskha " NUSKHA_VERSION,
                                 now()};
            mets.finish({creation}, others);
        });
    keep(mets_sealed);
    const std::string who = batch_.operator_name.empty() ? "nuskha" : batch_.operator_name;
    OcflVersion version{
        iso8601(now()),
        fmt::format("Sealed by nuskha {} with recipe {}", NUSKHA_VERSION, recipe_.name),
        who,
        "nuskha:operator/" + uri_path(who),
        {}};
    const NextVersion next = next_version(draft.previous() ? &draft.previous()->inventory : nullptr,
                                          object_id(item_.id), state_, std::move(version));
    keep_only_new(draft, state_, next);
    ItemOutcome outcome;
    outcome.object_path = draft.publish(next.inventory);
    outcome.state = ItemState::sealed;
    outcome.version = static_cast<int>(next.inventory.versions.size());
    return outcome;
}

ItemOutcome Sealing::run() {
    load();
    const Store store = Store::open(plan_.store);
    Draft draft(store, item_.id);
    if (draft.previous())
        for (const auto& [path, digest] : draft.previous()->inventory.manifest)
            stored_.insert(digest);
    const std::string key = made_from();
    ItemOutcome outcome;
    const auto reviewed = std::vector<Finding>(
        findings_.begin() + static_cast<std::ptrdiff_t>(item_.findings.size()), findings_.end());
    if (stored_already(draft, key)) {
        outcome.state = ItemState::unchanged;
        outcome.object_path = draft.previous()->path;
        outcome.version = static_cast<int>(draft.previous()->inventory.versions.size());
    } else if (belongs_to_another(draft)) {
        outcome.state = ItemState::held_back;
        outcome.findings.push_back(
            make_finding("item.id-taken", item_.id,
                         "the store has an item of this name from another batch, with other scans; "
                         "give it an id of its own in "
                         "items.csv or item.toml"));
    } else if (const auto changed = copy_scans(draft); !changed.empty()) {
        outcome.state = ItemState::held_back;
        outcome.findings = changed;
    } else {
        outcome = publish(draft, key);
    }
    outcome.findings.insert(outcome.findings.begin(), reviewed.begin(), reviewed.end());
    return outcome;
}

}  // namespace

ItemOutcome seal_item(const Journal& journal, const std::string& item, const RunPlan& plan,
                      const Recipe& recipe) {
    return Sealing(journal, item, plan, recipe).run();
}

}  // namespace nuskha
