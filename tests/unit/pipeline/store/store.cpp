#include "pipeline/store/store.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "models/failure.hpp"
#include "pipeline/store/audit.hpp"
#include "tests/unit/pipeline/store/stores.hpp"

using namespace nuskha;
using namespace nuskha::test;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

std::vector<Finding> audit(const Store& store) {
    return audit_store(store, "", [](const AuditFigures&, const std::string&) {}).findings;
}

fs::path staging(const Store& store) {
    return store.root() / "extensions" / "nuskha-staging";
}

// Content paths of the object of an item, whose file is really there.
std::string newest(const Store& store, const std::string& item, const std::string& path) {
    const auto object = store.find(item);
    REQUIRE(object);
    const auto file = object->content_path(path);
    return file ? get(store.root() / object->path / *file) : "nothing";
}

}  // namespace

TEST_CASE(
    "a store whose making was cut off is made anew; anything else in the folder is left alone") {
    const TemporaryFolder folder;
    const fs::path root = folder.path / "store";
    fs::create_directories(root / "extensions" / "0004-hashed-n-tuple-storage-layout");
    put(root / "ocfl_layout.json", "{");
    put(root / "ocfl_layout.json.123.part", "{");
    CHECK(audit(Store::create_or_open(root)).empty());
    CHECK_FALSE(fs::exists(root / "ocfl_layout.json.123.part"));

    const fs::path other = folder.path / "other";
    put(other / "ocfl_layout.json", "{");
    put(other / "letter.txt", "Dear reader");
    CHECK_THROWS_AS(Store::create_or_open(other), Failure);
    CHECK(get(other / "letter.txt") == "Dear reader");
}

TEST_CASE("a store is made in an absent or an empty folder, and opened again") {
    const TemporaryFolder folder;
    const fs::path root = folder.path / "a" / "store";
    CHECK_FALSE(Store::has(root, "BOOK"));
    Store::create_or_open(root);
    CHECK(get(root / "0=ocfl_1.1") == "ocfl_1.1\n");
    CHECK(fs::exists(root / "ocfl_layout.json"));
    CHECK(audit(Store::open(root)).empty());
    const auto time = fs::last_write_time(root / "ocfl_layout.json");
    Store::create_or_open(root);
    CHECK(fs::last_write_time(root / "ocfl_layout.json") == time);
    fs::create_directory(folder.path / "empty");
    Store::create_or_open(folder.path / "empty");
    CHECK(audit(Store::open(folder.path / "empty")).empty());
}

TEST_CASE("a folder that is something else is refused and left alone") {
    const TemporaryFolder folder;
    put(folder.path / "photos" / "holiday.jpg", "x");
    CHECK_THROWS_WITH(Store::create_or_open(folder.path / "photos"),
                      Contains("not an OCFL 1.1 storage root"));
    CHECK(std::distance(fs::recursive_directory_iterator(folder.path / "photos"),
                        fs::recursive_directory_iterator()) == 1);
    CHECK_THROWS_WITH(Store::open(folder.path / "none"), Contains("no such folder"));
    CHECK_THROWS_AS(Store::create_or_open(folder.path / "photos" / "holiday.jpg"), Failure);
    const Store store = Store::create_or_open(folder.path / "store");
    put(store.root() / "ocfl_layout.json", "{\"extension\": \"9999-unheard-of\"}");
    CHECK_THROWS_AS(Store::open(store.root()), Failure);
    CHECK_FALSE(Store::open_for_audit(store.root()).layout_known());
    CHECK_THROWS_AS(Store::open_for_audit(folder.path / "photos"), Failure);
}

TEST_CASE("a new object is in the store as a whole, and what it holds is found") {
    const TemporaryFolder folder;
    const Store store = Store::create_or_open(folder.path / "store");
    CHECK_FALSE(store.find("Şəkilli kitab"));
    const std::string path =
        seal(store, "Şəkilli kitab", {{"scans/1.tif", "one"}, {"text.txt", "words"}});
    CHECK(path == store.object_path("Şəkilli kitab"));
    CHECK(Store::has(store.root(), "Şəkilli kitab"));
    CHECK(newest(store, "Şəkilli kitab", "scans/1.tif") == "one");
    CHECK(newest(store, "Şəkilli kitab", "scans/2.tif") == "nothing");
    CHECK(audit(store).empty());
    CHECK_FALSE(fs::exists(staging(store)));
    std::vector<std::string> visited;
    CHECK(store.for_each_object([&](const std::string& at) { visited.push_back(at); }).empty());
    CHECK(visited == std::vector<std::string>{path});
}

TEST_CASE("an item's name and its object's id lead to one another") {
    for (const std::string item : {"AZ-0001", "Şəkilli kitab", "a/b %41", "100%", ""})
        CHECK(item_of_object_id(object_id(item)) == item);
    CHECK(object_id("a b") == "nuskha:a%20b");
    CHECK(item_of_object_id("info:other") == "info:other");
}

TEST_CASE("a second version stores what is new and keeps the first as it was") {
    const TemporaryFolder folder;
    const Store store = Store::create_or_open(folder.path / "store");
    const std::string path = seal(store, "BOOK", {{"1.tif", "one"}, {"2.tif", "two"}});
    const fs::path object = store.root() / path;
    const std::string first = get(object / "v1" / "inventory.json");
    seal(store, "BOOK", {{"1.tif", "one"}, {"2.tif", "better"}});
    CHECK(store.find("BOOK")->inventory.head() == "v2");
    CHECK(newest(store, "BOOK", "1.tif") == "one");
    CHECK(newest(store, "BOOK", "2.tif") == "better");
    CHECK(get(object / "v1" / "inventory.json") == first);
    CHECK(get(object / "v1" / "content" / "2.tif") == "two");
    CHECK_FALSE(fs::exists(object / "v2" / "content" / "1.tif"));
    CHECK(audit(store).empty());
    CHECK_FALSE(fs::exists(staging(store)));
}

TEST_CASE("a draft that is dropped has changed nothing") {
    const TemporaryFolder folder;
    const Store store = Store::create_or_open(folder.path / "store");
    { fill(Draft(store, "BOOK"), "BOOK", {{"1.tif", "one"}}); }
    CHECK_FALSE(store.find("BOOK"));
    CHECK_FALSE(fs::exists(staging(store)));
    CHECK(audit(store).empty());
}

TEST_CASE("of two drafts of one item the second to publish is refused") {
    const TemporaryFolder folder;
    const Store store = Store::create_or_open(folder.path / "store");
    Draft one(store, "BOOK"), two(store, "BOOK");
    one.publish(fill(one, "BOOK", {{"1.tif", "one"}}).inventory);
    const NextVersion late = fill(two, "BOOK", {{"1.tif", "two"}});
    CHECK_THROWS_WITH(two.publish(late.inventory), Contains("another run changed this item"));
    CHECK(newest(store, "BOOK", "1.tif") == "one");
}

TEST_CASE("remains of a run that was cut off go away, a living run's staging stays") {
    const TemporaryFolder folder;
    const Store store = Store::create_or_open(folder.path / "store");
    put(staging(store) / "999-dead" / "lock", "");
    put(staging(store) / "999-dead" / "object" / "v1" / "content" / "1.tif", "half a sc");
    {
        Draft living(store, "BOOK");
        const NextVersion next = fill(living, "BOOK", {{"1.tif", "one"}});
        Store::create_or_open(store.root());
        CHECK_FALSE(fs::exists(staging(store) / "999-dead"));
        living.publish(next.inventory);
    }
    CHECK(newest(store, "BOOK", "1.tif") == "one");
    CHECK_FALSE(fs::exists(staging(store)));
}

TEST_CASE("where folders cannot change places, a cut between the two renames is mended") {
    const TemporaryFolder folder;
    const Store store = Store::create_or_open(folder.path / "store");
    const std::string path = seal(store, "BOOK", {{"1.tif", "one"}});
    const fs::path cut = staging(store) / "999-dead";  // as put_version leaves it there
    put(cut / "lock", "");
    put(cut / "target", path);
    fs::rename(store.root() / path, cut / "old");
    const Store again = Store::create_or_open(store.root());
    CHECK(newest(again, "BOOK", "1.tif") == "one");
    CHECK(audit(again).empty());
    CHECK_FALSE(fs::exists(staging(store)));
}

TEST_CASE("a cut after both renames leaves the new version") {
    const TemporaryFolder folder;
    const Store store = Store::create_or_open(folder.path / "store");
    const std::string path = seal(store, "BOOK", {{"1.tif", "new"}});
    const fs::path cut = staging(store) / "999-dead";
    put(cut / "lock", "");
    put(cut / "target", path);
    put(cut / "old" / "0=ocfl_object_1.1", "ocfl_object_1.1\n");
    const Store again = Store::create_or_open(store.root());
    CHECK(newest(again, "BOOK", "1.tif") == "new");
    CHECK_FALSE(fs::exists(staging(store)));
}

TEST_CASE("many objects made at once are all there, those that share a missing folder too") {
    const TemporaryFolder folder;
    // One digit a folder: hundreds of objects have to share the first.
    const OcflLayout layout{OcflLayout::Kind::hashed_n_tuple, DigestAlgorithm::sha256, 1, 3, false};
    for (const auto& [file, bytes] : root_files(layout))
        put(folder.path / "store" / file, bytes);
    const Store store = Store::create_or_open(folder.path / "store");
    std::atomic<int> failed = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 12; ++i)
                try {
                    seal(store, std::to_string(t) + "-" + std::to_string(i), {{"1.tif", "one"}});
                } catch (const std::exception&) {
                    ++failed;
                }
        });
    for (std::thread& thread : threads)
        thread.join();
    CHECK(failed == 0);
    std::size_t objects = 0;
    CHECK(store.for_each_object([&](const std::string&) { ++objects; }).empty());
    CHECK(objects == 48);
    CHECK(audit(store).empty());
    CHECK_FALSE(fs::exists(staging(store)));
}
