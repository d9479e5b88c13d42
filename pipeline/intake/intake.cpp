// The story of intake:
//   1. walk the folder; read batch.toml and items.csv
//   2. decide which folders are items, and group loose scans
//   3. bind the rows of items.csv, item.toml, dc.xml and mods.xml to the items
//   4. give every item one id and its scans their order; look at names and numbers
//   5. tie the vendor's checksums to the scans
//   6. put every finding where it belongs: an item's hold back that item only
#include "pipeline/intake/intake.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "models/failure.hpp"
#include "pipeline/files.hpp"
#include "pipeline/intake/checksums.hpp"
#include "pipeline/intake/declared.hpp"
#include "pipeline/intake/descriptive_xml.hpp"
#include "pipeline/intake/names.hpp"
#include "pipeline/intake/numbering.hpp"
#include "pipeline/intake/overrides.hpp"
#include "pipeline/intake/tree.hpp"
#include "pipeline/natural_order.hpp"

namespace nuskha {
namespace intake {
namespace {

constexpr std::uint64_t most_side_bytes = 64u << 20;
constexpr std::size_t most_told = 200;  // findings of one kind in one item

struct Draft {
    Item item;
    std::string name;  // of the folder or group, NFC
    Description by_toml, by_csv, by_xml;
    bool has_toml = false;
    std::vector<std::size_t> files;  // its scans, in the tree
};

class Intake {
  public:
    explicit Intake(const std::filesystem::path& folder) : tree_(walk(folder)) {
        batch_.folder = tree_.root.string();
        const std::string name = nfc(printable(tree_.root.filename().string()));
        batch_.id = name.empty() ? "batch" : name;
        batch_.ignored = tree_.ignored;
    }

    Batch run() {
        if (std::none_of(tree_.files.begin(), tree_.files.end(),
                         [](const File& f) { return f.kind == FileKind::scan; }))
            no_scans();
        read_declarations();
        choose_item_folders();
        make_drafts();
        bind_rows();
        for (const File& file : tree_.files)
            side_file(file);
        name_items();
        for (Draft& draft : drafts_)
            order_scans(draft);
        for (const File& file : tree_.files)
            if (file.kind == FileKind::overrides && at_top(file.path)) bind_overrides(file);
        for (Noticed& noticed : tie_checksums(tree_, tree_.root.filename().string(), scan_of_file_))
            place(noticed.path, std::move(noticed.finding));
        for (Noticed& noticed : tree_.noticed)
            place(noticed.path, std::move(noticed.finding));
        return finish();
    }

  private:
    [[noreturn]] void no_scans() const {
        throw Failure(
            Exit::input,
            fmt::format("{}: no scan was found among {} files; a batch is a folder with TIFF, "
                        "JPEG, PNG or JPEG 2000 files in it or in its sub-folders",
                        batch_.folder, tree_.files.size()));
    }

    // 1. ------------------------------------------------------------------------------------------

    bool at_top(std::string_view path) const {
        const auto folder = folder_of(path);
        return folder.empty() || folder == tree_.content;
    }

    std::optional<std::string> text_of(const File& file, std::vector<Finding>& findings) const {
        const FileBytes bytes = read_whole(tree_.root / file.path, most_side_bytes);
        if (bytes.error.empty())
            return std::string(reinterpret_cast<const char*>(bytes.data.get()), bytes.size);
        findings.push_back(make_finding("batch.bad-metadata", file.path, bytes.error));
        return {};
    }

    void read_declarations() {
        for (const File& file : tree_.files) {
            if (!at_top(file.path)) continue;
            if (file.kind == FileKind::batch_toml)
                if (const auto text = text_of(file, batch_.findings))
                    read_batch_toml(file.path, *text, batch_);
            if (file.kind == FileKind::items_csv)
                if (const auto text = text_of(file, batch_.findings)) {
                    DeclaredItems found = read_items_csv(file.path, *text);
                    csv_path_ = file.path;
                    rows_.insert(rows_.end(), found.items.begin(), found.items.end());
                    batch_.findings.insert(batch_.findings.end(), found.findings.begin(),
                                           found.findings.end());
                }
        }
        for (const DeclaredItem& row : rows_)
            if (!row.id.empty()) declared_ids_.insert(row.id);
    }

    // 2. ------------------------------------------------------------------------------------------

    // The folders that are items although they do not lie at the top: those with an item.toml, and
    // those that items.csv names and that nothing at the top is called like.
    void choose_item_folders() {
        std::unordered_map<std::string, std::string> by_path, by_name;  // NFC -> as on disk
        std::set<std::string> seen, top_names, several;
        for (const File& file : tree_.files) {
            if (file.kind == FileKind::item_toml && !at_top(file.path))
                item_folders_.emplace(folder_of(file.path));
            if (file.kind != FileKind::scan) continue;
            if (at_top(file.path)) top_names.insert(group_of(file.path));
            for (auto folder = folder_of(file.path);
                 !folder.empty() && folder != tree_.content && seen.emplace(folder).second;
                 folder = folder_of(folder)) {
                by_path.emplace(nfc(in_content(folder)), folder);
                std::string name = nfc(file_name(folder));
                if (at_top(folder))
                    top_names.insert(std::move(name));
                else if (!by_name.emplace(name, folder).second)
                    several.insert(std::move(name));
            }
        }
        for (const DeclaredItem& row : rows_) {
            if (const auto at = by_path.find(row.folder); at != by_path.end())
                item_folders_.insert(at->second);
            else if (const auto named = by_name.find(row.id);
                     row.folder.empty() && named != by_name.end() && !top_names.count(row.id) &&
                     !several.count(row.id))
                item_folders_.insert(named->second);
        }
    }

    std::string_view in_content(std::string_view path) const {
        return tree_.content.empty() || !path.starts_with(tree_.content + "/")
                   ? path
                   : path.substr(tree_.content.size() + 1);
    }

    std::string group_of(std::string_view path) const {  // of a loose scan
        const std::string stem = nfc(stem_of(file_name(path)));
        if (declared_ids_.count(stem)) return stem;
        const NumberedName name = numbered(stem);
        if (!name.has_digits) return stem;
        return name.prefix.empty() ? batch_.id : name.prefix;
    }

    // Where things in this folder belong: the nearest item folder around it, else the top one.
    const std::string& item_folder(const std::string& folder) {
        if (const auto known = item_folder_of_.find(folder); known != item_folder_of_.end())
            return known->second;
        std::string result = folder;
        if (!item_folders_.count(folder) && !at_top(folder))
            result = item_folder(std::string(folder_of(folder)));
        return item_folder_of_.emplace(folder, std::move(result)).first->second;
    }

    std::string draft_key(const std::string& path) {
        if (at_top(path)) return "group " + group_of(path);
        return "folder " + item_folder(std::string(folder_of(path)));
    }

    void make_drafts() {
        for (std::size_t i = 0; i < tree_.files.size(); ++i) {
            if (tree_.files[i].kind != FileKind::scan) continue;
            const std::string& path = tree_.files[i].path;
            const auto [at, is_new] = draft_of_key_.emplace(draft_key(path), drafts_.size());
            if (is_new) {
                Draft& draft = drafts_.emplace_back();
                if (!at_top(path)) draft.item.folder = item_folder(std::string(folder_of(path)));
                draft.name = at_top(path) ? group_of(path) : nfc(file_name(draft.item.folder));
                draft.item.id = draft.name;
            }
            drafts_[at->second].files.push_back(i);
        }
    }

    Draft* draft_for(const std::string& path) {
        auto at = draft_of_key_.find("folder " + path);
        if (at == draft_of_key_.end()) at = draft_of_key_.find(draft_key(path));
        return at == draft_of_key_.end() ? nullptr : &drafts_[at->second];
    }

    // 3. ------------------------------------------------------------------------------------------

    void bind_rows() {
        std::unordered_map<std::string, Draft*> exact, loosely;
        const auto add = [](auto& index, std::string key, Draft& draft) {
            const auto [at, is_new] = index.emplace(std::move(key), &draft);
            if (!is_new && at->second != &draft) at->second = nullptr;  // of several: none
        };
        for (Draft& draft : drafts_) {
            if (!draft.item.folder.empty())
                add(exact, "/" + nfc(in_content(draft.item.folder)), draft);
            add(exact, draft.name, draft);
            add(loosely, folded(draft.name), draft);
        }
        const auto find = [](const auto& index, const std::string& key) {
            const auto at = index.find(key);
            return at == index.end() ? nullptr : at->second;
        };
        std::set<const Draft*> bound;
        std::vector<const DeclaredItem*> unbound;
        const auto bind = [&](const DeclaredItem& row, Draft* draft) {
            if (!draft || !bound.insert(draft).second) return false;
            if (!row.id.empty()) draft->item.id = row.id;
            draft->item.id_declared = !row.id.empty();
            draft->by_csv = row.description;
            append(draft->item.findings, row.findings);
            return true;
        };
        for (const DeclaredItem& row : rows_) {  // exact names first, so that none is taken away
            const std::string& key = row.folder.empty() ? row.id : row.folder;
            Draft* draft = find(exact, "/" + key);
            if (!bind(row, draft ? draft : find(exact, key))) unbound.push_back(&row);
        }
        for (const DeclaredItem* row : unbound) {
            const std::string& key = row->folder.empty() ? row->id : row->folder;
            if (bind(*row, find(loosely, folded(key)))) continue;
            append(batch_.findings, row->findings);
            batch_.findings.push_back(
                make_finding("batch.item-without-scans", fmt::format("{}:{}", csv_path_, row->line),
                             fmt::format("'{}' has no folder and no scans of that name; add them, "
                                         "or correct the id",
                                         key)));
        }
    }

    static void append(std::vector<Finding>& to, const std::vector<Finding>& from) {
        to.insert(to.end(), from.begin(), from.end());
    }

    void side_file(const File& file) {
        switch (file.kind) {
            case FileKind::item_toml:
                return item_toml(file);
            case FileKind::descriptive_xml:
                return descriptive_xml(file);
            case FileKind::weak_checksums:
                return place(file.path, make_finding("checksum.unused", file.path,
                                                     "CRC32 finds accidents only; ask for SHA-256 "
                                                     "or SHA-512"));
            case FileKind::unknown:
                return not_a_scan(file, "is neither an image nor a side file that is known");
            case FileKind::batch_toml:
            case FileKind::items_csv:
            case FileKind::overrides:
                if (!at_top(file.path)) not_a_scan(file, "is read in the batch's own folder only");
                return;
            default:
                return;
        }
    }

    void not_a_scan(const File& file, std::string_view why) {
        place(file.path, make_finding("batch.not-a-scan", file.path,
                                      fmt::format("{}; it is not sealed", why)));
    }

    // The item that a side file at the top speaks of: by the name before its ending, or the only
    // one.
    Draft* item_beside(const File& file, std::string_view name) {
        if (!at_top(file.path)) return draft_for(file.path);
        if (name.empty()) return drafts_.size() == 1 ? &drafts_.front() : nullptr;
        if (by_name_.empty())
            for (Draft& draft : drafts_) {
                by_name_.emplace(draft.item.id, &draft);
                by_name_.emplace(draft.name, &draft);
            }
        const auto at = by_name_.find(nfc(name));
        return at == by_name_.end() ? nullptr : at->second;
    }

    void item_toml(const File& file) {
        Draft* draft = item_beside(file, "");
        if (!draft) {
            batch_.findings.push_back(make_finding("batch.item-without-scans", file.path,
                                                   "there are no scans beside it; add them"));
            return;
        }
        const auto text = text_of(file, draft->item.findings);
        if (!text) return;
        add_metadata(*draft, file, "item.toml");
        DeclaredItem declared = read_item_toml(file.path, *text);
        append(draft->item.findings, declared.findings);
        if (!declared.id.empty()) {
            draft->item.id = declared.id;
            draft->item.id_declared = true;
        }
        fill_up(draft->by_toml, declared.description);
    }

    void descriptive_xml(const File& file) {
        const std::string_view name = file_name(file.path);
        const std::string lower = lower_ascii(name);
        const std::string_view kind = lower.ends_with("mods.xml") ? "mods.xml" : "dc.xml";
        const bool bare = lower == kind;
        Draft* draft = item_beside(file, bare ? "" : name.substr(0, name.size() - kind.size() - 1));
        if (!draft)
            return not_a_scan(
                file, "tells not which item it describes (name it ITEM." + std::string(kind) + ")");
        const auto text = text_of(file, draft->item.findings);
        if (!text) return;
        add_metadata(*draft, file, std::string(kind));
        const DescriptiveXml xml = read_descriptive_xml(*text);
        if (xml.fault)
            draft->item.findings.push_back(make_finding(
                "batch.bad-metadata", file.path,
                fmt::format("cannot be taken: {}; correct the file", printable(*xml.fault))));
        fill_up(draft->by_xml, xml.description);
    }

    // A side file of the item's own folder keeps its path in it; one at the top gets the plain
    // name.
    void add_metadata(Draft& draft, const File& file, std::string plain_name) {
        const std::string& folder = draft.item.folder;
        std::string name = std::move(plain_name);
        if (!folder.empty() && file.path.starts_with(folder + "/"))
            name = file.path.substr(folder.size() + 1);
        auto& metadata = draft.item.metadata;
        if (std::any_of(metadata.begin(), metadata.end(),
                        [&](const MetadataFile& m) { return m.name == name; })) {
            draft.item.findings.push_back(
                make_finding("item.name-clash", file.path,
                             fmt::format("the item has a {} already; remove one", name)));
            return;
        }
        metadata.push_back({file.path, std::move(name)});
    }

    // 4. ------------------------------------------------------------------------------------------

    void name_items() {
        std::vector<std::pair<std::string, std::size_t>> order;
        for (std::size_t i = 0; i < drafts_.size(); ++i)
            order.emplace_back(natural_key(drafts_[i].item.id) + drafts_[i].item.folder, i);
        std::sort(order.begin(), order.end());
        std::map<std::string, Draft*> first;
        for (const auto& [key, i] : order)
            first.emplace(drafts_[i].item.id, &drafts_[i]);
        for (const auto& [key, i] : order) {
            Draft& draft = drafts_[i];
            Draft* earlier = first[draft.item.id];
            if (earlier == &draft) continue;
            const std::string id = draft.item.id;
            for (int n = 2; !first.emplace(draft.item.id, &draft).second; ++n)
                draft.item.id = fmt::format("{} ({})", id, n);
            for (Draft* one : {earlier, &draft})
                one->item.findings.push_back(
                    make_finding("item.same-id", where(*one),
                                 fmt::format("'{}' is also the id of {}; give each its own", id,
                                             where(one == &draft ? *earlier : draft))));
        }
        for (Draft& draft : drafts_) {
            Description& d = draft.item.description;
            fill_up(d, draft.by_toml);
            fill_up(d, draft.by_csv);
            fill_up(d, draft.by_xml);
            if (d.rights.empty()) d.rights = batch_.rights;
            if (d.languages.empty()) d.languages = batch_.languages;
        }
    }

    std::string where(const Draft& draft) const {
        return draft.item.folder.empty() ? tree_.files[draft.files.front()].path
                                         : draft.item.folder;
    }

    void order_scans(Draft& draft) {
        Item& item = draft.item;
        std::vector<std::pair<std::string, std::size_t>> order;
        for (const std::size_t i : draft.files)
            order.emplace_back(natural_key(tree_.files[i].path), i);
        std::sort(order.begin(), order.end());
        std::unordered_map<std::string, std::string> names;
        item.scans.reserve(order.size());
        scan_of_file_.resize(tree_.files.size(), nullptr);
        for (const auto& [key, i] : order) {
            const File& file = tree_.files[i];
            ScanFile scan;
            scan.path = file.path;
            scan.name = item.folder.empty() ? std::string(file_name(file.path))
                                            : file.path.substr(item.folder.size() + 1);
            scan.bytes = file.bytes;
            scan.stamp = file_stamp(tree_.root / file.path);
            if (file.bytes == 0)
                item.findings.push_back(make_finding("file.empty", file.path,
                                                     "the file has no bytes; copy or scan it "
                                                     "again"));
            if (const auto [at, is_new] = names.emplace(nfc(scan.name), scan.path); !is_new)
                item.findings.push_back(make_finding(
                    "item.name-clash", file.path,
                    "its name looks just like another's, only its accents are coded otherwise; "
                    "rename one"));
            item.scans.push_back(std::move(scan));
            scan_of_file_[i] = &item.scans.back();
        }
        append(item.findings, check_numbering(item));
    }

    // 6. ------------------------------------------------------------------------------------------

    void place(const std::string& path, Finding finding) {
        Draft* draft = draft_for(path);
        std::size_t& told = told_[{draft, finding.code}];
        if (finding.level != Level::error && ++told > most_told) return;
        (draft ? draft->item.findings : batch_.findings).push_back(std::move(finding));
    }

    void bind_overrides(const File& file) {
        const FileBytes bytes = read_whole(tree_.root / file.path, most_side_bytes);
        if (!bytes.error.empty())
            throw Failure(Exit::input, fmt::format("{}: {}", file.path, bytes.error));
        auto told = read_overrides(file.path,
                                   {reinterpret_cast<const char*>(bytes.data.get()), bytes.size});
        for (Draft& draft : drafts_)
            for (ScanFile& scan : draft.item.scans)
                if (auto found = told.extract(scan.path))
                    scan.overrides = std::move(found.mapped());
        for (const auto& [path, list] : told)
            batch_.findings.push_back(make_finding(
                "batch.override-without-scan", list.empty() ? file.path : list.front().where,
                fmt::format("there is no scan '{}' in the batch; correct the path",
                            printable(path))));
    }

    Batch finish() {
        for (const auto& [key, count] : told_)
            if (count > most_told) {
                auto& findings = key.first ? key.first->item.findings : batch_.findings;
                findings.push_back(
                    make_finding(key.second, key.first ? where(*key.first) : ".",
                                 fmt::format("{} more of these", count - most_told),
                                 {{"more", static_cast<double>(count - most_told), ""}}));
            }
        if (const std::size_t count = batch_.ignored.size(); count > 0) {
            const auto few = std::span(batch_.ignored).first(std::min<std::size_t>(count, 5));
            batch_.findings.push_back(
                make_finding("batch.ignored", count == 1 ? batch_.ignored.front() : ".",
                             fmt::format("{} hidden or system {} left out: {}{}", count,
                                         count == 1 ? "file was" : "files were",
                                         fmt::join(few, ", "), count > few.size() ? ", ..." : ""),
                             {{"files", static_cast<double>(count), ""}}));
        }
        for (Draft& draft : drafts_)
            batch_.items.push_back(std::move(draft.item));
        std::vector<std::pair<std::string, std::size_t>> order;
        for (std::size_t i = 0; i < batch_.items.size(); ++i)
            order.emplace_back(natural_key(batch_.items[i].id), i);
        std::sort(order.begin(), order.end());
        std::vector<Item> items;
        for (const auto& [key, i] : order)
            items.push_back(std::move(batch_.items[i]));
        batch_.items = std::move(items);
        return std::move(batch_);
    }

    Tree tree_;
    Batch batch_;
    std::string csv_path_;
    std::vector<DeclaredItem> rows_;
    std::set<std::string> declared_ids_;
    std::set<std::string> item_folders_;
    std::unordered_map<std::string, std::string> item_folder_of_;
    std::vector<Draft> drafts_;
    std::unordered_map<std::string, std::size_t> draft_of_key_;
    std::unordered_map<std::string, Draft*> by_name_;
    std::vector<ScanFile*> scan_of_file_;
    std::map<std::pair<Draft*, std::string>, std::size_t> told_;
};

}  // namespace
}  // namespace intake

Batch read_batch(const std::filesystem::path& folder) {
    return intake::Intake(folder).run();
}

}  // namespace nuskha
