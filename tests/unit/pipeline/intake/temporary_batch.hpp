// A small batch in a temporary folder that goes away with it.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "pipeline/intake/intake.hpp"

namespace nuskha::test {

struct TemporaryBatch {
    std::filesystem::path top, root;

    TemporaryBatch() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "nuskha-intake-XXXXXX").string();
        if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
        top = pattern;
        root = top / "delivery";
        std::filesystem::create_directory(root);
    }
    ~TemporaryBatch() { std::filesystem::remove_all(top); }
    TemporaryBatch(const TemporaryBatch&) = delete;
    TemporaryBatch& operator=(const TemporaryBatch&) = delete;

    TemporaryBatch& file(const std::string& path, std::string_view content) {
        const std::filesystem::path full = root / path;
        std::filesystem::create_directories(full.parent_path());
        std::ofstream out(full, std::ios::binary);
        out.write(content.data(), static_cast<std::streamsize>(content.size()));
        if (!out) throw std::runtime_error("cannot write " + full.string());
        return *this;
    }
    TemporaryBatch& scan(const std::string& path) { return file(path, "scan " + path); }
    TemporaryBatch& link(const std::string& path, const std::string& target) {
        std::filesystem::create_directories((root / path).parent_path());
        std::filesystem::create_symlink(target, root / path);
        return *this;
    }
    Batch read() const { return read_batch(root); }
};

inline const Item& item(const Batch& batch, std::string_view id) {
    for (const Item& one : batch.items)
        if (one.id == id) return one;
    throw std::runtime_error("no item " + std::string(id));
}

inline std::string ids(const Batch& batch) {
    std::string all;
    for (const Item& one : batch.items)
        all += (all.empty() ? "" : "|") + one.id;
    return all;
}

inline std::string names(const Item& one) {
    std::string all;
    for (const ScanFile& scan : one.scans)
        all += (all.empty() ? "" : "|") + scan.name;
    return all;
}

// "code place" of each finding, in a line each; sentences are for people.
inline std::string told(const std::vector<Finding>& findings) {
    std::string all;
    for (const Finding& finding : findings)
        all += (all.empty() ? "" : "|") + finding.code + " " + finding.place;
    return all;
}

}  // namespace nuskha::test
