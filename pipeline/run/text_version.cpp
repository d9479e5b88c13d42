#include "pipeline/run/text_version.hpp"

#include <fmt/format.h>

#include <cmath>
#include <set>

#include "models/failure.hpp"
#include "models/preservation/mets_update.hpp"
#include "models/transcription/plain_text.hpp"
#include "pipeline/clock.hpp"
#include "pipeline/run/draft_files.hpp"

namespace nuskha {
namespace {

constexpr double box_tolerance = 1, confidence_tolerance = 0.011;
constexpr auto software = "nuskha " NUSKHA_VERSION;

bool near(const Rect& a, const Rect& b) {
    const auto close = [](double p, double q) { return std::abs(p - q) <= box_tolerance; };
    return close(a.x, b.x) && close(a.y, b.y) && close(a.right(), b.right()) &&
           close(a.bottom(), b.bottom());
}

bool same(const Word& a, const Word& b) {
    return a.text == b.text && a.language == b.language && near(a.box, b.box) &&
           std::abs(a.confidence - b.confidence) <= confidence_tolerance;
}

template <typename T, typename Same>
bool all_same(const std::vector<T>& a, const std::vector<T>& b, Same same_parts) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_parts);
}

bool same(const std::vector<Block>& a, const std::vector<Block>& b) {
    return all_same(a, b, [](const Block& x, const Block& y) {
        return x.role == y.role && all_same(x.lines, y.lines, [](const Line& p, const Line& q) {
                   return p.direction == q.direction &&
                          all_same(p.words, q.words,
                                   [](const Word& v, const Word& w) { return same(v, w); });
               });
    });
}

std::string models_of(const std::vector<Model>& models) {
    std::string all;
    for (const Model& model : models)
        all += fmt::format("{}{} sha256:{}", all.empty() ? "" : ", ", model.name, model.sha256);
    return all;
}

// Whether a finding of the batch speaks of this page: its place may have folders before it.
bool speaks_of(const Finding& finding, const std::string& place) {
    return finding.place == place || finding.place.ends_with("/" + place);
}

class TextVersion {
  public:
    TextVersion(const Store& store, const SealedItem& item, const TextSource& source)
        : item_(item), source_(source), draft_(store, item.id()) {
        if (!draft_.previous() ||
            draft_.previous()->inventory.head() != item.object().inventory.head())
            throw Failure(Exit::store,
                          item.id() + ": another run changed this item in the meantime; run again");
        update_.item = item.id();
        update_.time = now();
        findings_ = read_findings(item.text(findings_file));
    }

    ItemOutcome run() {
        const SealedFile whole = put_file(draft_, item_text_file, text_type, [&](FileWriter& out) {
            for (const SealedPage& page : item_.pages())
                add(page, out);
        });
        ItemOutcome outcome;
        outcome.object_path = item_.object().path;
        outcome.version = static_cast<int>(item_.object().inventory.versions.size());
        outcome.state = ItemState::unchanged;
        if (update_.pages.empty()) return outcome;
        add_others(whole);
        add_mets();
        publish(outcome);
        return outcome;
    }

  private:
    void add(const SealedPage& page, FileWriter& item_text) {
        std::optional<Page> fresh = source_.page(page);
        const bool changed = fresh && fresh->text && change(page, *fresh);
        if (changed)
            item_text.write(plain_text(*fresh->text) + "\f");
        else if (item_.state().contains(page.text_path()))
            item_text.write(item_.text(page.text_path()) + "\f");
    }

    // False where what is sealed says the same.
    bool change(const SealedPage& page, Page& fresh) {
        const std::string alto = alto_of(page, fresh, source_.reading);
        const Transcription old_text = item_.transcription(page);
        if (same_reading(page.record, old_text, *fresh.text, read_alto(alto, page.alto_path())))
            return false;
        PageUpdate update;
        update.scan = "scans/" + page.scan;
        update.alto =
            put_file(draft_, page.alto_path(), xml_type, [&](FileWriter& out) { out.write(alto); });
        update.alto->format_note = "ALTO 4.4";
        update.text = put_file(draft_, page.text_path(), text_type,
                               [&](FileWriter& out) { out.write(plain_text(*fresh.text)); });
        if (!fresh.text->models.empty())
            fresh.events.back().detail += "; models " + models_of(fresh.text->models);
        for (const Model& model : fresh.text->models)
            models_.insert(models_of({model}));
        update.events = std::move(fresh.events);
        fresh_files_.push_back(*update.alto);
        fresh_files_.push_back(*update.text);
        update_.pages[static_cast<std::size_t>(page.record.number)] = std::move(update);
        const std::string place = place_of(fresh.id);
        std::erase_if(findings_, [&](const Finding& f) {
            return f.code.starts_with("ocr.") && speaks_of(f, place);
        });
        findings_.insert(findings_.end(), fresh.findings.begin(), fresh.findings.end());
        return true;
    }

    void add_other(SealedFile file) {
        fresh_files_.push_back(file);
        update_.others.push_back(std::move(file));
    }

    void add_others(const SealedFile& whole) {
        add_other(whole);
        add_other(put_file(draft_, findings_file, "application/json", [&](FileWriter& out) {
            FindingsWriter writer([&](std::string_view json) { out.write(json); }, item_.header());
            for (const Finding& finding : findings_)
                writer.add(finding);
            writer.finish();
        }));
        for (const KeptFile& kept : source_.kept)
            add_other(put_file(draft_, kept.path, kept.mime,
                               [&](FileWriter& out) { out.write(kept.bytes); }));
    }

    void add_mets() {
        Event event = source_.event;
        event.detail += fmt::format(": new text of {} of {} pages, sealed as {}",
                                    update_.pages.size(), item_.pages().size(), draft_.version());
        if (!models_.empty()) event.detail += fmt::format("; models {}", fmt::join(models_, ", "));
        event.numbers.push_back({"pages_changed", double(update_.pages.size()), ""});
        event.numbers.push_back({"pages", double(item_.pages().size()), ""});
        event.agent = software;
        event.time = now();
        update_.events = {event};
        const std::string sealed = item_.text(mets_file);
        fresh_files_.push_back(put_file(draft_, mets_file, xml_type, [&](FileWriter& out) {
            if (const auto why =
                    update_mets(sealed, update_, [&](std::string_view xml) { out.write(xml); }))
                throw Failure(Exit::input,
                              fmt::format("{}/{}: cannot be added to: {}; read the item's scans as "
                                          "a batch",
                                          item_.id(), mets_file, *why));
        }));
    }

    void publish(ItemOutcome& outcome) {
        const OcflInventory& before = item_.object().inventory;
        std::vector<LogicalFile> state = fresh_files();
        std::set<std::string> fresh;
        for (const LogicalFile& file : state)
            fresh.insert(file.path);
        const std::vector<LogicalFile> written = state;
        for (const auto& [path, digest] : item_.state())
            if (!fresh.contains(path)) state.push_back({path, address(digest)});
        OcflVersion version{
            iso8601(now()), source_.message, "nuskha", "nuskha:operator/nuskha", {}};
        const NextVersion next = next_version(&before, before.id, state, std::move(version));
        keep_only_new(draft_, written, next);
        outcome.object_path = draft_.publish(next.inventory);
        outcome.state = ItemState::sealed;
        outcome.version = static_cast<int>(next.inventory.versions.size());
    }

    std::vector<LogicalFile> fresh_files() const {
        std::vector<LogicalFile> all;
        for (const SealedFile& file : fresh_files_)
            all.push_back({file.path, file.digests});
        return all;
    }

    // What is sealed already is named by the one digest that the inventory goes by.
    Digests address(const std::string& digest) const {
        Digests digests;
        (item_.object().inventory.digest_algorithm == DigestAlgorithm::sha256 ? digests.sha256
                                                                              : digests.sha512) =
            digest;
        return digests;
    }

    const SealedItem& item_;
    const TextSource& source_;
    Draft draft_;
    MetsUpdate update_;
    std::vector<Finding> findings_;
    std::vector<SealedFile> fresh_files_;
    std::set<std::string> models_;
};

}  // namespace

bool same_reading(const AltoRecord& sealed, const Transcription& old_text, const Text& fresh,
                  const Transcription& new_text) {
    return sealed.read && sealed.engine == fresh.engine && sealed.models == fresh.models &&
           same(old_text.text.blocks, new_text.text.blocks);
}

std::string alto_of(const SealedPage& sealed, const Page& fresh, const std::string& reading) {
    std::string all;
    AltoSource source;
    source.scan.sha512 = sealed.record.scan_sha512;
    source.scan.sha256 = sealed.record.scan_sha256;
    source.number = sealed.record.number;
    source.prepared = &sealed.record.preparation;
    source.reading = reading;
    write_alto(fresh, source, [&](std::string_view xml) { all += xml; });
    return all;
}

ItemOutcome add_text_version(const Store& store, const SealedItem& item, const TextSource& source) {
    return TextVersion(store, item, source).run();
}

}  // namespace nuskha
