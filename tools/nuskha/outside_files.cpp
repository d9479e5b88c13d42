#include "tools/nuskha/outside_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "models/failure.hpp"
#include "models/transcription/alto.hpp"
#include "models/transcription/page_xml.hpp"
#include "pipeline/files.hpp"
#include "pipeline/natural_order.hpp"

namespace nuskha {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largest_file = 64u << 20;
constexpr std::size_t most_files = 100'000;

[[noreturn]] void unusable(const fs::path& path, const std::string& why) {
    throw Failure(Exit::input, fmt::format("{}: {}; nothing was imported", path.string(), why));
}

// False where a file that only lies in a folder is no transcription.
bool read(const fs::path& path, bool named, std::vector<OutsideFile>& files) {
    const FileBytes bytes = read_whole(path, largest_file);
    if (!bytes.error.empty()) unusable(path, bytes.error);
    OutsideFile file;
    file.path = path;
    file.bytes.assign(reinterpret_cast<const char*>(bytes.data.get()), bytes.size);
    file.page_xml = is_page_xml(file.bytes);
    file.transcription = file.page_xml ? read_page_xml(file.bytes, path.string())
                                       : read_alto(file.bytes, path.string());
    if (!file.transcription.findings.empty()) {
        const std::string& why = file.transcription.findings.front().sentence;
        if (!named && why.find("not an ALTO file") != std::string::npos) return false;
        throw Failure(Exit::input, why);
    }
    file.origin = origin_of(file.bytes);
    if (files.size() >= most_files) unusable(path, "more files than can be imported at once");
    files.push_back(std::move(file));
    return true;
}

std::string base_name(const std::string& path) {  // of Windows' paths as well
    const auto slash = path.find_last_of("/\\");
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string stem(const std::string& name) {
    const auto dot = name.rfind('.');
    return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

// An image of a scan with its pages, which one file of transcription speaks of.
struct Image {
    std::vector<const SealedPage*> pages;
};

class Matching {
  public:
    explicit Matching(const SealedItem& item) {
        std::map<std::pair<std::string, int>, std::size_t> known;
        for (const SealedPage& page : item.pages()) {
            const auto [at, added] =
                known.try_emplace({page.scan, page.record.image}, images_.size());
            if (added) images_.emplace_back();
            images_[at->second].pages.push_back(&page);
        }
        std::map<std::string, int> images_of;
        for (const auto& [place, number] : known)
            ++images_of[place.first];
        for (const auto& [place, number] : known) {
            const SealedPage& first = *images_[number].pages.front();
            add(first.stem, number);
            if (images_of[place.first] > 1) continue;  // its name says no more than the scan
            const std::string name = base_name(place.first);
            for (const std::string& key : {place.first, name, stem(name)})
                add(key, number);
        }
    }

    // Image number; nothing where the names do not tell.
    std::optional<std::size_t> by_name(const OutsideFile& file) const {
        const std::string picture = base_name(file.transcription.scan_name);
        const std::string own = stem(file.path.filename().string());
        for (const std::string& key : {picture, stem(picture), own, stem(own)})
            if (const auto at = names_.find(key); !key.empty() && at != names_.end() && at->second)
                return at->second;
        return {};
    }

    const std::vector<Image>& images() const { return images_; }

  private:
    void add(const std::string& key, std::size_t number) {
        const auto [at, added] = names_.try_emplace(key, number);
        if (!added && at->second != number) at->second.reset();  // two may be meant
    }

    std::vector<Image> images_;
    std::map<std::string, std::optional<std::size_t>> names_;
};

}  // namespace

std::vector<OutsideFile> read_outside_files(const std::vector<std::string>& files_and_folders) {
    std::vector<OutsideFile> files;
    for (const std::string& name : files_and_folders) {
        if (!fs::is_directory(name)) {
            read(name, true, files);
            continue;
        }
        std::string error;
        std::vector<fs::path> inside;
        for (const auto& entry : entries_of(name, error))
            if (entry.is_regular_file() && entry.path().extension() == ".xml")
                inside.push_back(entry.path());
        if (!error.empty()) unusable(name, error);
        std::sort(inside.begin(), inside.end(), [](const fs::path& a, const fs::path& b) {
            return natural_less(a.string(), b.string());
        });
        std::size_t used = 0;
        for (const fs::path& path : inside)
            used += read(path, false, files);
        if (used == 0) unusable(name, "holds no file of PAGE-XML or ALTO (*.xml)");
    }
    return files;
}

void match_to_pages(std::vector<OutsideFile>& files, const SealedItem& item) {
    const Matching matching(item);
    std::vector<std::optional<std::size_t>> images;
    for (const OutsideFile& file : files)
        images.push_back(matching.by_name(file));
    if (std::none_of(images.begin(), images.end(), [](const auto& i) { return i.has_value(); })) {
        if (files.size() != matching.images().size())
            throw Failure(
                Exit::input,
                fmt::format("{}: {} files, but {} images of pages, and no file's name nor the "
                            "picture that it names tells which it belongs to; name the files after "
                            "the scans, or give one for each; nothing was imported",
                            item.id(), files.size(), matching.images().size()));
        for (std::size_t i = 0; i < files.size(); ++i)
            images[i] = i;
    }
    std::map<std::size_t, const OutsideFile*> taken;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (!images[i])
            unusable(files[i].path,
                     fmt::format("belongs to no page of {} by its name or by the picture it names "
                                 "('{}'), while others do",
                                 item.id(), files[i].transcription.scan_name));
        const auto [at, added] = taken.emplace(*images[i], &files[i]);
        if (!added)
            unusable(files[i].path,
                     fmt::format("belongs to the same page as {}", at->second->path.string()));
        files[i].pages = matching.images()[*images[i]].pages;
    }
}

}  // namespace nuskha
