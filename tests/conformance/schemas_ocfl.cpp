// The OCFL community's fixtures: sound inventories are read without a finding, and those whose
// fault is in the inventory itself are refused with its code.
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <sstream>

#include "models/preservation/ocfl_inventory.hpp"
#include "tests/conformance/schemas_shared.hpp"

using namespace nuskha;
namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string sentences(const InventoryRead& read) {
    std::string all;
    for (const Finding& finding : read.findings)
        all += finding.sentence + "\n";
    return all;
}

std::size_t check_sound(const fs::path& folder) {
    std::size_t count = 0;
    for (const auto& object : fs::directory_iterator(folder)) {
        const InventoryRead read =
            read_inventory(text_of(object.path() / "inventory.json"), object.path().filename());
        INFO(sentences(read));
        CHECK(read.findings.empty());
        REQUIRE(read.inventory);
        // And what is written from it says the same.
        std::string again;
        write_inventory(*read.inventory, [&](std::string_view part) { again += part; });
        const InventoryRead second = read_inventory(again, "again");
        INFO(sentences(second));
        CHECK(second.inventory == read.inventory);
        ++count;
    }
    return count;
}

}  // namespace

TEST_CASE("OCFL fixtures that are sound are read, written and read again") {
    const auto shared = shared_folder();
    if (!shared) return;
    for (const char* version : {"1.0", "1.1"})
        for (const char* kind : {"good-objects", "warn-objects"})
            CHECK(check_sound(*shared / "conformance/ocfl" / version / kind) >= 10);
}

TEST_CASE("OCFL fixtures with a faulty inventory are refused with the right code") {
    const auto shared = shared_folder();
    if (!shared) return;
    // Whose fault is in the root inventory itself; that of the others is in files beside it.
    const std::map<std::string, std::vector<std::string>> faulty{
        {"E001_invalid_version_format", {"E046"}},
        {"E008_E036_no_versions_no_head", {"E008", "E036"}},
        {"E010_skipped_versions", {"E010"}},
        {"E011_E013_invalid_padded_head_version", {"E013"}},
        {"E015_content_not_in_content_dir", {"E042"}},
        {"E017_invalid_content_dir", {"E017"}},
        {"E019_inconsistent_content_dir", {}},  // seen as paths in the wrong folder
        {"E025_wrong_digest_algorithm", {"E025"}},
        {"E036_no_head", {"E036"}},
        {"E036_no_id", {"E036"}},
        {"E040_head_not_most_recent", {"E040"}},
        {"E040_wrong_head_doesnt_exist", {"E040"}},
        {"E040_wrong_head_format", {"E040"}},
        {"E041_no_manifest", {"E041"}},
        {"E049_E050_E054_bad_version_block_values", {"E049", "E050", "E054"}},
        {"E049_created_no_timezone", {"E049"}},
        {"E049_created_not_to_seconds", {"E049"}},
        {"E050_manifest_digest_wrong_case", {"E050"}},
        {"E050_state_digest_not_in_manifest", {"E050"}},
        {"E053_E052_invalid_logical_paths", {"E052", "E053"}},
        {"E095_conflicting_logical_paths", {"E095"}},
        {"E095_non_unique_logical_paths", {"E095"}},
        {"E096_manifest_duplicate_digests", {"E096"}},
        {"E097_fixity_duplicate_digests", {"E097"}},
        {"E100_E099_fixity_invalid_content_paths", {"E099", "E100"}},
        {"E100_E099_manifest_invalid_content_paths", {"E099", "E100"}},
        {"E101_non_unique_content_paths", {"E101"}},
        {"E107_file_in_manifest_not_used", {"E107"}},
    };
    for (const char* version : {"1.0", "1.1"}) {
        const fs::path folder = *shared / "conformance/ocfl" / version / "bad-objects";
        for (const auto& object : fs::directory_iterator(folder)) {
            const std::string name = object.path().filename();
            if (!fs::exists(object.path() / "inventory.json")) continue;
            const InventoryRead read =
                read_inventory(text_of(object.path() / "inventory.json"), name);
            const auto known = faulty.find(name);
            if (known == faulty.end()) {  // nothing is wrong with the inventory itself
                INFO(version << " " << name << "\n" << sentences(read));
                CHECK(read.inventory);
                continue;
            }
            const std::string said = sentences(read);
            INFO(version << " " << name << "\n" << said);
            CHECK_FALSE(read.inventory);
            CHECK_FALSE(read.findings.empty());
            for (const std::string& code : known->second)
                CHECK(said.find(code) != std::string::npos);
        }
    }
}
