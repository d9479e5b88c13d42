#include "pipeline/run/sealed_item.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/failure.hpp"
#include "models/transcription/alto.hpp"
#include "pipeline/files.hpp"
#include "pipeline/hashing.hpp"
#include "pipeline/natural_order.hpp"
#include "pipeline/run/draft_files.hpp"

namespace nuskha {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largest_text = 1u << 30;  // METS of ten thousands of pages

}  // namespace

SealedItem::SealedItem(const Store& store, StoredObject object)
    : root_(store.root()),
      object_(std::move(object)),
      id_(item_of_object_id(object_.inventory.id)) {
    for (const auto& [path, digest] : object_.inventory.manifest)
        content_.emplace(digest, path);
    const auto header = read_findings_header(text(findings_file));
    if (!header || text(mets_file).empty())
        throw Failure(Exit::input,
                      fmt::format("{}: was not sealed by nuskha: it has no {} and {} of its form; "
                                  "read its scans as a batch",
                                  id_, findings_file, mets_file));
    header_ = *header;
    for (const auto& [path, digest] : state()) {
        if (!path.starts_with("alto/") || !path.ends_with(".xml")) continue;
        SealedPage page;
        page.stem = path.substr(5, path.size() - 9);
        page.record = read_alto_record(text(path));
        if (!page.record.fault.empty())
            throw Failure(Exit::input,
                          fmt::format("{}/{}: cannot be gone by: {}; read the item's scans as a "
                                      "batch",
                                      id_, path, page.record.fault));
        find_scan(page);
        pages_.push_back(std::move(page));
    }
    std::sort(pages_.begin(), pages_.end(), [](const SealedPage& a, const SealedPage& b) {
        return a.record.number < b.record.number;
    });
    for (std::size_t i = 0; i < pages_.size(); ++i)
        if (pages_[i].record.number != static_cast<int>(i) + 1)
            throw Failure(Exit::input, fmt::format("{}: its pages' numbers have a gap or a double; "
                                                   "read the item's scans as a batch",
                                                   id_));
}

// By the digest that its ALTO states; the name decides where two scans are alike.
void SealedItem::find_scan(SealedPage& page) const {
    const std::string whole = "scans/" + page.stem;
    for (const auto& [path, digest] : state())
        if (digest == page.record.scan_sha512 && whole.starts_with(path) &&
            path.size() - 6 > page.scan.size())
            page.scan = path.substr(6);
    if (page.scan.empty())
        throw Failure(Exit::input,
                      fmt::format("{}/{}: names a scan that the item does not have; read the "
                                  "item's scans as a batch",
                                  id_, page.alto_path()));
}

fs::path SealedItem::file_of(const std::string& digest, const std::string& path) const {
    const auto stored = content_.find(digest);
    if (stored == content_.end())
        throw Failure(Exit::fixity,
                      fmt::format("{}/{}: the inventory does not say where it lies", id_, path));
    return root_ / object_.path / stored->second;
}

std::string SealedItem::text(const std::string& path) const {
    const auto entry = state().find(path);
    if (entry == state().end()) return "";
    const fs::path file = file_of(entry->second, path);
    const FileBytes bytes = read_whole(file, largest_text);
    const auto damaged = [&](const std::string& why) {
        return Failure(Exit::fixity,
                       fmt::format("{}: {}; restore it from a copy", file.string(), why));
    };
    if (!bytes.error.empty()) throw damaged(bytes.error);
    if (hex_digest(object_.inventory.digest_algorithm, bytes.span()) != entry->second)
        throw damaged("its bytes are not those that the inventory states");
    return {reinterpret_cast<const char*>(bytes.data.get()), bytes.size};
}

Transcription SealedItem::transcription(const SealedPage& page) const {
    return read_alto(text(page.alto_path()), id_ + "/" + page.alto_path());
}

std::vector<std::string> SealedItem::languages() const {
    std::vector<std::string> all;
    for (const SealedPage& page : pages_)
        for (const std::string& language : page.record.languages)
            if (std::find(all.begin(), all.end(), language) == all.end()) all.push_back(language);
    return all;
}

std::string SealedItem::text_since(const SealedPage& page) const {
    const std::string path = page.alto_path();
    const auto& versions = object_.inventory.versions;
    std::size_t first = versions.size() - 1;
    for (; first > 0; --first) {
        const auto before = versions[first - 1].state.find(path);
        if (before == versions[first - 1].state.end() || before->second != state().at(path)) break;
    }
    return versions[first].created;
}

Item SealedItem::as_item(bool with_imported) const {
    Item item;
    item.id = id_;
    item.id_declared = true;
    item.description.title = header_.title;
    item.description.languages = languages();
    std::map<std::string, ScanFile> scans;
    for (const SealedPage& page : pages_) {
        if (page.imported() && !with_imported) continue;
        ScanFile& scan = scans[page.scan];
        scan.known.push_back({page.record.image, page.record.side, page.record.geometry});
        if (!scan.name.empty()) continue;
        const std::string& digest = state().at("scans/" + page.scan);
        const fs::path file = file_of(digest, "scans/" + page.scan);
        scan.name = page.scan;
        scan.path = file.lexically_relative(root_).generic_string();
        scan.stamp = file_stamp(file);
        scan.expected = {{object_.inventory.digest_algorithm, digest, "inventory.json"}};
        std::error_code missing;
        if (const auto size = fs::file_size(file, missing); !missing) scan.bytes = size;
    }
    for (auto& [name, scan] : scans)
        item.scans.push_back(std::move(scan));
    std::sort(item.scans.begin(), item.scans.end(),
              [](const ScanFile& a, const ScanFile& b) { return natural_less(a.name, b.name); });
    return item;
}

}  // namespace nuskha
