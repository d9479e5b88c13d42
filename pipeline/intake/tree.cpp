#include "pipeline/intake/tree.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "models/failure.hpp"
#include "pipeline/files.hpp"
#include "pipeline/intake/checksum_list.hpp"
#include "pipeline/intake/names.hpp"

namespace nuskha::intake {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t most_files = 1'000'000;
constexpr int deepest = 32;
constexpr std::size_t longest_path = 3000;  // leaves room for the batch's own path below PATH_MAX

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};

FileKind kind_of_name(std::string_view name) {
    const std::string lower = lower_ascii(name);
    if (lower == "batch.toml") return FileKind::batch_toml;
    if (lower == "overrides.toml") return FileKind::overrides;
    if (lower == "items.csv") return FileKind::items_csv;
    if (lower == "item.toml") return FileKind::item_toml;
    if (lower == "dc.xml" || lower == "mods.xml" || lower.ends_with(".dc.xml") ||
        lower.ends_with(".mods.xml"))
        return FileKind::descriptive_xml;
    if (lower == "bagit.txt" || lower == "bag-info.txt" || lower == "fetch.txt")
        return FileKind::known_other;
    switch (checksum_form(name)) {
        case ChecksumForm::lines:
        case ChecksumForm::table:
            return FileKind::checksums;
        case ChecksumForm::weak:
            return FileKind::weak_checksums;
        case ChecksumForm::signature:
            return FileKind::known_other;
        case ChecksumForm::none:
            break;
    }
    return has_scan_ending(name) ? FileKind::scan : FileKind::unknown;
}

class Walk {
  public:
    explicit Walk(Tree& tree) : tree_(tree), root_prefix_(tree.root.native() + "/") {}

    void folder(int descriptor, const std::string& path, int depth) {
        std::unique_ptr<DIR, CloseFolder> open(::fdopendir(descriptor));
        if (!open) {
            notice("file.unreadable", path, std::strerror(errno));
            ::close(descriptor);
            return;
        }
        std::vector<std::string> names;
        errno = 0;
        while (const dirent* entry = ::readdir(open.get())) {
            const std::string_view name = entry->d_name;
            if (name != "." && name != "..") names.emplace_back(name);
            if (names.size() > most_files) too_many();
        }
        if (errno != 0)
            notice("file.unreadable", path, std::strerror(errno));
        else if (!path.empty() && std::all_of(names.begin(), names.end(), is_system_name))
            notice("batch.empty-folder", path,
                   "nothing is in the folder; put its scans there, or remove it");
        std::sort(names.begin(), names.end());
        for (const std::string& name : names)
            entry(descriptor, joined(path, name), name, depth);
    }

  private:
    void entry(int parent, const std::string& path, const std::string& name, int depth) {
        struct stat facts {};
        if (::fstatat(parent, name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0)
            return notice("file.unreadable", path, std::strerror(errno));
        const bool is_folder = S_ISDIR(facts.st_mode);
        if (is_system_name(name)) {
            tree_.ignored.push_back(printable(path) + (is_folder ? "/" : ""));
            return add(path, facts, FileKind::refused);
        }
        if (!is_plain_utf8(name))
            return refuse("file.name-not-utf8", path, facts,
                          "the name is not valid UTF-8 or holds control characters; rename it");
        if (path.size() > longest_path)
            return refuse("file.unreadable", path, facts,
                          "its path is too long; shorten the folders' names");
        if (is_folder) return sub_folder(parent, path, name, depth);
        if (S_ISLNK(facts.st_mode)) return link(path, name, facts);
        if (!S_ISREG(facts.st_mode))
            return refuse(has_scan_ending(name) ? "file.unreadable" : "batch.not-a-scan", path,
                          facts, "is a pipe, socket or device, not a file; it was not opened");
        file(path, name, facts);
    }

    void sub_folder(int parent, const std::string& path, const std::string& name, int depth) {
        if (depth >= deepest)
            return notice("file.unreadable", path,
                          fmt::format("lies more than {} folders deep; move it up", deepest));
        const int child =
            ::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (child < 0) return notice("file.unreadable", path, std::strerror(errno));
        folder(child, path, depth + 1);
    }

    void link(const std::string& path, const std::string& name, struct stat& facts) {
        const fs::path full = tree_.root / path;
        const std::unique_ptr<char, void (*)(void*)> target(::realpath(full.c_str(), nullptr),
                                                            std::free);
        if (!target)
            return refuse("batch.unsafe-link", path, facts,
                          fmt::format("the link leads to nothing ({}); put the file itself here",
                                      std::strerror(errno)));
        if (!std::string_view(target.get()).starts_with(root_prefix_))
            return refuse("batch.unsafe-link", path, facts,
                          "the link leads out of the batch; put the file itself here");
        if (::lstat(target.get(), &facts) != 0 || !S_ISREG(facts.st_mode))
            return refuse("batch.unsafe-link", path, facts,
                          "the link leads to a folder or something else that is not a file; put "
                          "the files themselves here");
        file(path, name, facts);
    }

    void file(const std::string& path, const std::string& name, const struct stat& facts) {
        FileKind kind = kind_of_name(name);
        if (kind == FileKind::unknown && facts.st_size > 0 && starts_like_an_image(path))
            kind = FileKind::scan;
        add(path, facts, kind);
    }

    bool starts_like_an_image(const std::string& path) {
        const Descriptor open(
            ::open((tree_.root / path).c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
        std::array<char, 16> head{};
        const ssize_t got = open ? ::read(open.get(), head.data(), head.size()) : -1;
        if (got < 0) {
            notice("file.unreadable", path, std::strerror(errno));
            return false;
        }
        return has_image_magic({head.data(), static_cast<std::size_t>(got)});
    }

    void add(const std::string& path, const struct stat& facts, FileKind kind) {
        if (tree_.files.size() >= most_files) too_many();
        tree_.files.push_back({path, static_cast<std::uint64_t>(facts.st_size), kind});
    }

    void refuse(std::string_view code, const std::string& path, const struct stat& facts,
                const std::string& sentence) {
        notice(code, path, sentence);
        add(path, facts, FileKind::refused);
    }

    void notice(std::string_view code, const std::string& path, const std::string& sentence) {
        tree_.noticed.push_back(
            {path, make_finding(code, path.empty() ? "." : printable(path), sentence)});
    }

    [[noreturn]] void too_many() const {
        throw Failure(Exit::input, fmt::format("{}: holds more than {} files; divide the batch",
                                               tree_.root.string(), most_files));
    }

    Tree& tree_;
    std::string root_prefix_;
};

}  // namespace

Tree walk(const fs::path& folder) {
    Tree tree;
    std::error_code error;
    tree.root = fs::canonical(folder, error);
    if (error)
        throw Failure(Exit::input, fmt::format("{}: {}; check the path of the batch folder",
                                               folder.string(), error.message()));
    Descriptor open(::open(tree.root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!open)
        throw Failure(Exit::input,
                      fmt::format("{}: cannot be read as a folder ({}); a batch is a folder with "
                                  "scans in it",
                                  folder.string(), std::strerror(errno)));
    Walk(tree).folder(open.release(), "", 0);
    std::sort(tree.files.begin(), tree.files.end(),
              [](const File& a, const File& b) { return a.path < b.path; });
    const auto has = [&](std::string_view path) {
        const auto at =
            std::lower_bound(tree.files.begin(), tree.files.end(), path,
                             [](const File& f, std::string_view p) { return f.path < p; });
        return at != tree.files.end() && at->path.starts_with(path);
    };
    if (has("bagit.txt") && has("data/")) tree.content = "data";
    return tree;
}

}  // namespace nuskha::intake
