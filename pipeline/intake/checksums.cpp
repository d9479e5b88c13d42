#include "pipeline/intake/checksums.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "pipeline/files.hpp"
#include "pipeline/hashing.hpp"
#include "pipeline/intake/checksum_list.hpp"
#include "pipeline/intake/names.hpp"

namespace nuskha::intake {
namespace {

constexpr std::uint64_t most_bytes = 64u << 20;
constexpr std::ptrdiff_t deepest = 64;  // folders of a path on the vendor's machine
constexpr std::size_t most_told = 200;  // findings of one kind in one folder

// Files by name, however the name was written.
class Names {
  public:
    explicit Names(const std::vector<File>& files) {
        for (std::size_t i = 0; i < files.size(); ++i) {
            const std::string& path = files[i].path;
            exact_.emplace(nfc(path), i);
            add(folded_, folded(path), i);
            if (files[i].kind == FileKind::scan)
                add(stems_, folded(joined(folder_of(path), stem_of(file_name(path)))), i);
            for (auto folder = folder_of(path); !folder.empty(); folder = folder_of(folder))
                if (!folders_.insert(nfc(folder)).second) break;
        }
    }
    std::optional<std::size_t> find(const std::string& path) const {
        if (const auto at = exact_.find(nfc(path)); at != exact_.end()) return at->second;
        return unique(folded_, folded(path));
    }
    std::optional<std::size_t> scan_with_stem(const std::string& path) const {
        return unique(stems_, folded(path));
    }
    bool has_folder(std::string_view path) const {
        return path.empty() || folders_.count(nfc(path)) != 0;
    }

  private:
    using Index = std::unordered_map<std::string, std::size_t>;
    static constexpr std::size_t several = static_cast<std::size_t>(-1);

    static void add(Index& index, std::string key, std::size_t i) {
        const auto [at, is_new] = index.emplace(std::move(key), i);
        if (!is_new) at->second = several;
    }
    static std::optional<std::size_t> unique(const Index& index, const std::string& key) {
        const auto at = index.find(key);
        return at == index.end() || at->second == several ? std::nullopt
                                                          : std::optional(at->second);
    }
    Index exact_, folded_, stems_;
    std::unordered_set<std::string> folders_;
};

std::string percent_decoded(std::string_view name) {
    std::string plain;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const std::string code = lower_ascii(name.substr(i, 3));
        const char c = code == "%0a" ? '\n' : code == "%0d" ? '\r' : code == "%25" ? '%' : '\0';
        plain += c ? c : name[i];
        if (c) i += 2;
    }
    return plain;
}

bool is_absolute(std::string_view path) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return path.starts_with('/') ||
           (path.size() > 2 && letter(path[0]) && path[1] == ':' && path[2] == '/');
}

bool system_path(std::string_view path) {
    for (; !path.empty(); path = folder_of(path))
        if (is_system_name(file_name(path))) return true;
    return false;
}

std::string common_folder(std::string_view a, std::string_view b) {
    while (a != b) {
        std::string_view& longer = a.size() > b.size() ? a : b;
        longer = folder_of(longer);
    }
    return std::string(a);
}

struct Found {
    std::optional<std::size_t> file;
    std::string wanted;   // where it should be, in the batch; empty where no place inside it fits
    std::string dropped;  // of an absolute path: what stood before
};

class Tying {
  public:
    Tying(const Tree& tree, const std::string& batch_name, const std::vector<ScanFile*>& scans)
        : tree_(tree), batch_name_(nfc(batch_name)), scans_(scans) {}

    std::vector<Noticed> run() {
        if (std::none_of(tree_.files.begin(), tree_.files.end(),
                         [](const File& f) { return f.kind == FileKind::checksums; }))
            return {};
        names_.emplace(tree_.files);
        for (const File& file : tree_.files)
            if (file.kind == FileKind::checksums) list(file);
        tell_missing();
        tell_extra();
        return std::move(noticed_);
    }

  private:
    void notice(const std::string& path, Finding finding) {
        noticed_.push_back({path, std::move(finding)});
    }

    void list(const File& file) {
        const FileBytes bytes = read_whole(tree_.root / file.path, most_bytes);
        if (!bytes.error.empty())
            return notice(file.path, make_finding("checksum.unreadable", file.path, bytes.error));
        ChecksumList list = read_checksum_list(
            file.path, {reinterpret_cast<const char*>(bytes.data.get()), bytes.size});
        for (Finding& finding : list.findings)
            notice(file.path, std::move(finding));
        std::optional<std::string> scope;
        bool several_folders = false;
        std::string dropped;  // what stands before every absolute path of this list
        std::vector<const Listed*> later;
        for (const Listed& entry : list.entries) {
            Found found = find(file.path, entry, list);
            if (!found.file && !found.dropped.empty()) {
                later.push_back(&entry);
                continue;
            }
            if (!found.dropped.empty()) dropped = found.dropped;
            if (!found.file) {
                absent(file.path, entry, found);
                continue;
            }
            expect(file.path, entry, *found.file);
            if (!scans_[*found.file]) continue;
            const std::string_view folder = folder_of(tree_.files[*found.file].path);
            if (scope && *scope != folder) several_folders = true;
            scope = scope ? common_folder(*scope, folder) : std::string(folder);
        }
        for (const Listed* entry : later)
            absent_absolute(file.path, *entry, dropped);
        if (scope) (several_folders ? scopes_ : folders_).insert(*scope);
    }

    // Where a listed name may lie, most likely first.
    Found find(const std::string& list_path, const Listed& entry, const ChecksumList& list) const {
        const std::string here(folder_of(list_path));
        if (entry.name.empty()) return beside(list_path);
        std::vector<std::string> writings = {entry.name};
        if (list.percent_encoded && entry.name.find('%') != entry.name.npos)
            writings.push_back(percent_decoded(entry.name));
        if (!entry.exact && entry.name.find('\\') != entry.name.npos) {
            writings.push_back(entry.name);
            std::replace(writings.back().begin(), writings.back().end(), '\\', '/');
        }
        Found best;
        for (const std::string& name : writings) {
            Found found = is_absolute(name) ? by_end(here, name) : by_place(list_path, here, name);
            if (found.file) return found;
            best = std::move(found);  // the last writing is the most likely one
        }
        if (list.entries.size() == 1)
            if (Found named = beside(list_path); named.file) return named;
        return best;
    }

    Found by_place(const std::string& list_path, const std::string& here,
                   const std::string& name) const {
        std::vector<std::string> places = {joined(here, name), name};
        places.push_back(joined(joined(here, stem_of(file_name(list_path))), name));
        if (const auto plain = lexical_path(name)) {
            const auto slash = plain->find('/');
            const std::string first = plain->substr(0, slash);
            if (slash != plain->npos && (nfc(first) == batch_name_ || first == "data")) {
                places.push_back(plain->substr(slash + 1));
                places.push_back(joined(here, plain->substr(slash + 1)));
            }
        }
        Found found;
        bool in_a_folder = false;  // of the batch that is there: the likely place of what is not
        for (std::size_t i = 0; i < places.size(); ++i) {
            const auto path = lexical_path(places[i]);
            if (!path || path->empty()) continue;
            if (const auto file = names_->find(*path)) return {file, *path, {}};
            const bool likely = names_->has_folder(folder_of(*path));
            if (i != 2 && (found.wanted.empty() || (likely && !in_a_folder))) {
                found.wanted = *path;
                in_a_folder = likely;
            }
        }
        return found;
    }

    // "D:/out/AZ-0012/0001.tif": the longest end that is there.
    Found by_end(const std::string& here, const std::string& name) const {
        if (std::count(name.begin(), name.end(), '/') > deepest) return {{}, {}, name};
        for (auto slash = name.find('/'); slash != name.npos; slash = name.find('/', slash + 1)) {
            const auto end = lexical_path(std::string_view(name).substr(slash + 1));
            if (!end || end->empty()) continue;
            for (const std::string& path : {*end, joined(here, *end)})
                if (const auto file = names_->find(path))
                    return {file, path, name.substr(0, name.size() - end->size())};
        }
        return {{}, {}, name};
    }

    // The file that a side-car speaks of: 0001.tif.md5 or 0001.md5 beside 0001.tif.
    Found beside(const std::string& list_path) const {
        const std::string stem = joined(folder_of(list_path), stem_of(file_name(list_path)));
        if (const auto file = names_->find(stem)) return {file, stem, {}};
        return {names_->scan_with_stem(stem), stem, {}};
    }

    void expect(const std::string& list_path, const Listed& entry, std::size_t index) {
        if (ScanFile* scan = scans_[index]) {
            scan->expected.push_back({entry.algorithm, entry.hex, list_path});
            return;
        }
        const File& file = tree_.files[index];
        if (file.kind == FileKind::scan || file.kind == FileKind::unknown ||
            file.kind == FileKind::refused || file.kind == FileKind::checksums)
            return;
        // Each file once an algorithm, however often the lists name it.
        const auto [at, is_new] = side_digests_.try_emplace({index, entry.algorithm});
        std::string& hex = at->second;
        if (is_new) {
            const FileBytes bytes = read_whole(tree_.root / file.path, most_bytes);
            if (bytes.error.empty()) hex = hex_digest(entry.algorithm, bytes.span());
        }
        if (hex.empty()) return;  // told where the file itself is read
        if (hex != entry.hex)
            notice(file.path,
                   make_finding("checksum.mismatch", file.path,
                                fmt::format("its {} is {}, but {} says {}; copy it again",
                                            word(entry.algorithm), hex, list_path, entry.hex)));
    }

    void absent(const std::string& list_path, const Listed& entry, const Found& found) {
        if (found.wanted.empty()) return unusable(list_path, entry, "leads out of the batch");
        if (system_path(found.wanted)) return;
        missing_.emplace(found.wanted, fmt::format("{}:{}", list_path, entry.line));
    }

    void absent_absolute(const std::string& list_path, const Listed& entry,
                         const std::string& dropped) {
        std::string name = entry.name;
        std::replace(name.begin(), name.end(), '\\', '/');
        if (dropped.empty() || !name.starts_with(dropped))
            return unusable(list_path, entry, "is not in the batch");
        const auto rest = lexical_path(std::string_view(name).substr(dropped.size()));
        if (!rest || rest->empty()) return unusable(list_path, entry, "is not in the batch");
        const bool from_root =
            rest->find('/') != rest->npos && names_->has_folder(folder_of(*rest));
        absent(list_path, entry, {{}, from_root ? *rest : joined(folder_of(list_path), *rest), {}});
    }

    void unusable(const std::string& list_path, const Listed& entry, std::string_view why) {
        const std::size_t count = ++unusable_[list_path];
        if (count > most_told) return;
        notice(
            list_path,
            make_finding("checksum.unreadable", fmt::format("{}:{}", list_path, entry.line),
                         fmt::format("the path '{}' {}; correct it", printable(entry.name), why)));
    }

    void tell_missing() {
        std::map<std::string, std::size_t> told;
        for (const auto& [path, where] : missing_) {
            const std::size_t count = ++told[std::string(folder_of(path))];
            if (count <= most_told)
                notice(path, make_finding("checksum.missing", printable(path),
                                          fmt::format("is listed in {} but is not there; find it "
                                                      "or have it delivered again",
                                                      where)));
        }
        for (const auto& [folder, count] : told)
            if (count > most_told)
                notice(joined(folder, "."),
                       make_finding(
                           "checksum.missing", folder.empty() ? "." : printable(folder),
                           fmt::format("{} more listed files are not there", count - most_told)));
    }

    bool in_scope(std::string_view path) const {
        std::string folder(folder_of(path));
        if (folders_.count(folder)) return true;
        for (;;) {
            if (scopes_.count(folder)) return true;
            if (folder.empty()) return false;
            folder = std::string(folder_of(folder));
        }
    }

    void tell_extra() {
        std::map<std::string, std::size_t> told;
        for (std::size_t i = 0; i < tree_.files.size(); ++i) {
            const std::string& path = tree_.files[i].path;
            if (!scans_[i] || !scans_[i]->expected.empty() || !in_scope(path)) continue;
            const std::size_t count = ++told[std::string(folder_of(path))];
            if (count <= most_told)
                notice(path, make_finding("checksum.extra", path,
                                          "is in no checksum list although others beside it are; "
                                          "ask the vendor whether it belongs here"));
        }
        for (const auto& [folder, count] : told)
            if (count > most_told)
                notice(joined(folder, "."),
                       make_finding("checksum.extra", folder.empty() ? "." : folder,
                                    fmt::format("{} more scans are in no checksum list",
                                                count - most_told)));
    }

    const Tree& tree_;
    std::string batch_name_;
    const std::vector<ScanFile*>& scans_;
    std::optional<Names> names_;
    std::set<std::string> folders_, scopes_;  // where scans should be listed: here; here and below
    std::map<std::string, std::string> missing_;  // path -> where it is listed
    std::map<std::string, std::size_t> unusable_;
    std::map<std::pair<std::size_t, DigestAlgorithm>, std::string> side_digests_;
    std::vector<Noticed> noticed_;
};

}  // namespace

std::vector<Noticed> tie_checksums(const Tree& tree, const std::string& batch_folder_name,
                                   const std::vector<ScanFile*>& scans) {
    return Tying(tree, batch_folder_name, scans).run();
}

}  // namespace nuskha::intake
