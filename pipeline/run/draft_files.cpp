#include "pipeline/run/draft_files.hpp"

#include <set>

#include "pipeline/hashing.hpp"

namespace nuskha {

SealedFile put_file(const Draft& draft, const std::string& path, const std::string& mime,
                    const std::function<void(FileWriter&)>& write) {
    const std::filesystem::path target = draft.content_folder() / path;
    make_folders(target.parent_path());
    Hasher hasher(kept_algorithms);
    FileWriter writer(target, [&](auto block) { hasher.update(block); });
    write(writer);
    SealedFile file;
    file.path = path;
    file.bytes = writer.close();
    file.digests = kept_digests(hasher.finish());
    file.mime = mime;
    return file;
}

void keep_only_new(const Draft& draft, std::span<const LogicalFile> state,
                   const NextVersion& next) {
    std::set<std::string> wanted;
    for (const StoredFile& file : next.to_store)
        wanted.insert(file.logical_path);
    for (const LogicalFile& file : state)
        if (!wanted.contains(file.path))
            std::filesystem::remove(draft.content_folder() / file.path);
}

}  // namespace nuskha
