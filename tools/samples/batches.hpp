// What `make_samples` can make.
#pragma once

#include <cstdint>
#include <filesystem>

namespace nuskha {

// The committed sample-scans: batches print, periodical, manuscript, map, plain and bad, and the
// truth of all of them. Replaces those folders in `folder`.
void make_committed(const std::filesystem::path& folder, std::uint64_t seed);

struct BenchPlan {
    int pages = 20;
    bool small = false;  // 900 x 1200 pixels with eight to ten lines instead of A4 at 300 dpi
    bool level = false;  // not tilted
    std::uint64_t seed = 1;
};

// folder/batch/LANG/LANG_0001.tif ..., folder/truth/..., folder/LIST and folder/flat (all scans in
// one folder, as links) for tools that know no languages. Replaces those in `folder`.
void make_bench(const std::filesystem::path& folder, const BenchPlan& plan);

}  // namespace nuskha
