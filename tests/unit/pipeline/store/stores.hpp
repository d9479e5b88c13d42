// Objects put into a store without a run.
#pragma once

#include <map>
#include <string>

#include "models/preservation/ocfl_inventory.hpp"
#include "pipeline/hashing.hpp"
#include "pipeline/store/store.hpp"
#include "tests/unit/pipeline/temporary_folder.hpp"

namespace nuskha::test {

using Contents = std::map<std::string, std::string>;  // logical path -> bytes

inline Digests digests_of(const std::string& bytes) {
    return {hex_digest(DigestAlgorithm::sha512, bytes), hex_digest(DigestAlgorithm::sha256, bytes),
            hex_digest(DigestAlgorithm::md5, bytes)};
}

// Writes the files into the draft and says what the inventory is to be.
inline NextVersion fill(const Draft& draft, const std::string& item, const Contents& contents) {
    std::vector<LogicalFile> files;
    for (const auto& [path, bytes] : contents)
        files.push_back({path, digests_of(bytes)});
    NextVersion next =
        next_version(draft.previous() ? &draft.previous()->inventory : nullptr, object_id(item),
                     files, {"2026-11-22T00:00:00Z", "a test", "tester", "nuskha:tester", {}});
    for (const StoredFile& file : next.to_store)
        put(draft.content_folder() / file.logical_path, contents.at(file.logical_path));
    return next;
}

inline std::string seal(const Store& store, const std::string& item, const Contents& contents) {
    Draft draft(store, item);
    return draft.publish(fill(draft, item, contents).inventory);
}

}  // namespace nuskha::test
