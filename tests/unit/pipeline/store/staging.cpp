// What a run that was cut off leaves in the store's staging folder, and what others may put there.
#include <catch2/catch.hpp>
#include <fstream>

#include "pipeline/store/store.hpp"
#include "tests/unit/pipeline/journal/samples.hpp"

using namespace nuskha;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("An old version that was set aside goes back when the run was cut off") {
    const TemporaryFolder folder;
    Store::create_or_open(folder / "store");
    const fs::path staging = folder / "store/extensions/nuskha-staging";
    write(staging / "1-0000/old/inventory.json", "{}");
    write(staging / "1-0000/target", "abc/def");
    fs::create_directories(folder / "store/abc");
    Store::create_or_open(folder / "store");
    CHECK(fs::exists(folder / "store/abc/def/inventory.json"));
    CHECK_FALSE(fs::exists(staging));
}

TEST_CASE("Nothing in staging moves a folder out of the store") {
    const TemporaryFolder folder;
    Store::create_or_open(folder / "store");
    const fs::path staging = folder / "store/extensions/nuskha-staging";
    const fs::path outside = folder / "autostart";
    write(staging / "1-0000/old/planted", "x");
    write(staging / "1-0000/target", outside.string());
    write(staging / "2-0000/old/planted", "x");
    write(staging / "2-0000/target", "../autostart");
    fs::create_directories(folder / "elsewhere");
    fs::create_directory_symlink(folder / "elsewhere", staging / "3-0000");
    Store::create_or_open(folder / "store");
    CHECK_FALSE(fs::exists(outside));
    CHECK(fs::is_empty(folder / "elsewhere"));
}
