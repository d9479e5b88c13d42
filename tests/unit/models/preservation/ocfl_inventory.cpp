#include "models/preservation/ocfl_inventory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "models/failure.hpp"
#include "tests/unit/cpu_time.hpp"

using namespace nuskha;

namespace {

Digests digests(char c) {
    return {std::string(128, c), std::string(64, c), std::string(32, c)};
}

OcflVersion version(const char* message) {
    return {"2026-11-22T22:00:00Z", message, "nuskha", "https://example.org/nuskha", {}};
}

std::string json_of(const OcflInventory& inventory) {
    std::string json;
    write_inventory(inventory, [&](std::string_view part) { json += part; });
    return json;
}

OcflInventory two_versions() {
    const std::vector<LogicalFile> first{{"scans/əl \"1\".tif", digests('a')},
                                         {"scans/2.tif", digests('b')},
                                         {"scans/copy of 2.tif", digests('b')}};
    const std::vector<LogicalFile> second{{"scans/əl \"1\".tif", digests('a')},
                                          {"scans/2.tif", digests('c')},
                                          {"alto/1.xml", digests('b')}};
    const NextVersion v1 = next_version(nullptr, "AZ-0012", first, version("first"));
    return next_version(&v1.inventory, "AZ-0012", second, version("second")).inventory;
}

std::string codes(const std::string& json) {
    std::string all;
    const InventoryRead read = read_inventory(json, "o/inventory.json");
    for (const Finding& f : read.findings) {
        CHECK(f.code == "fixity.inventory");
        CHECK(f.place == "o/inventory.json");
        all += f.sentence;
    }
    CHECK(read.inventory.has_value() == read.findings.empty());
    return all;
}

std::string with(const OcflInventory& inventory, const std::string& from, const std::string& to) {
    std::string json = json_of(inventory);
    const auto at = json.find(from);
    REQUIRE(at != std::string::npos);
    return json.replace(at, from.size(), to);
}

// The same for the manifest's mention of a path, which comes after the fixity block's.
std::string with_stored(const OcflInventory& inventory, const std::string& from,
                        const std::string& to) {
    std::string json = json_of(inventory);
    const auto at = json.find(from, json.find("\"manifest\""));
    REQUIRE(at != std::string::npos);
    return json.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a first version stores every content once") {
    const std::vector<LogicalFile> files{
        {"b.tif", digests('b')}, {"a.tif", digests('b')}, {"c/d.tif", digests('c')}};
    const NextVersion next = next_version(nullptr, "AZ-0012", files, version("first"));
    CHECK_FALSE(next.unchanged);
    REQUIRE(next.to_store.size() == 2);
    CHECK(next.to_store[0].content_path == "v1/content/a.tif");
    CHECK(next.to_store[1].content_path == "v1/content/c/d.tif");
    CHECK(next.inventory.head() == "v1");
    CHECK(next.inventory.versions[0].state.size() == 3);
    CHECK(next.inventory.manifest.size() == 2);
    CHECK(next.inventory.fixity.at("sha256").at("v1/content/a.tif") == std::string(64, 'b'));
    CHECK(next.inventory.fixity.at("md5").size() == 2);
}

TEST_CASE("the same files again add nothing; a change stores only what is new") {
    const OcflInventory two = two_versions();
    CHECK(two.head() == "v2");
    CHECK(two.manifest.size() == 3);  // a and b of v1, c of v2
    CHECK(two.manifest.contains("v2/content/scans/2.tif"));
    const std::vector<LogicalFile> same{{"scans/2.tif", digests('c')},
                                        {"alto/1.xml", digests('b')},
                                        {"scans/əl \"1\".tif", digests('a')}};
    const NextVersion again = next_version(&two, "AZ-0012", same, version("third"));
    CHECK(again.unchanged);
    CHECK(again.to_store.empty());
    CHECK(again.inventory == two);
    // Gone and back again: nothing is stored for what an older version holds.
    const NextVersion less = next_version(&two, "AZ-0012", std::span(same).first(1), version("x"));
    CHECK(less.to_store.empty());
    CHECK(less.inventory.head() == "v3");
    const NextVersion back = next_version(&less.inventory, "AZ-0012", same, version("y"));
    CHECK(back.to_store.empty());
    CHECK(back.inventory.versions[3].state == two.versions[1].state);
}

TEST_CASE("paths that OCFL cannot hold stop the sealing") {
    for (const char* path : {"", "/a", "a/", "a//b", "../a", "a/./b"}) {
        const std::vector<LogicalFile> files{{path, digests('a')}};
        CHECK_THROWS_AS(next_version(nullptr, "x", files, version("")), Failure);
    }
    const std::vector<LogicalFile> clash{{"a/b", digests('a')}, {"a", digests('b')}};
    CHECK_THROWS_WITH(next_version(nullptr, "x", clash, version("")), Catch::Contains("E095"));
    const std::vector<LogicalFile> twice{{"a", digests('a')}, {"a", digests('b')}};
    CHECK_THROWS_WITH(next_version(nullptr, "x", twice, version("")), Catch::Contains("E095"));
}

TEST_CASE("numbering, folder and algorithm of an older object are kept") {
    OcflInventory old = next_version(nullptr, "x", {}, version("")).inventory;
    old.padding = 2;
    old.content_directory = "stuff";
    old.digest_algorithm = DigestAlgorithm::sha256;
    old.spec = "1.0";
    const std::vector<LogicalFile> files{{"a", digests('a')}};
    NextVersion next = next_version(&old, "x", files, version(""));
    CHECK(next.inventory.head() == "v02");
    CHECK(next.inventory.spec == "1.0");
    CHECK(next.inventory.manifest.at("v02/stuff/a") == std::string(64, 'a'));
    CHECK(next.inventory.fixity.contains("sha512"));
    CHECK_FALSE(next.inventory.fixity.contains("sha256"));
    CHECK(read_inventory(json_of(next.inventory), "x").inventory == next.inventory);
    next.inventory.versions.resize(9, next.inventory.versions.back());
    CHECK_THROWS_WITH(next_version(&next.inventory, "x", {}, version("")),
                      Catch::Contains("zero-padded"));
}

TEST_CASE("an inventory is read back as it was, and written alike every time") {
    const OcflInventory inventory = two_versions();
    const std::string json = json_of(inventory);
    const InventoryRead read = read_inventory(json, "x");
    REQUIRE(read.findings.empty());
    CHECK(read.inventory == inventory);
    CHECK(json_of(*read.inventory) == json);
    CHECK(json.starts_with("{\n  \"digestAlgorithm\": \"sha512\",\n  \"fixity\": {\n"));
    CHECK(json.ends_with("\n}\n"));
    std::string upper = json;  // digests in capitals are the same digests
    for (const char c : {'a', 'b', 'c'})
        for (auto at = upper.find(std::string(128, c)); at != std::string::npos;
             at = upper.find(std::string(128, c)))
            upper.replace(at, 128, std::string(128, static_cast<char>(c - 32)));
    CHECK(read_inventory(upper, "x").inventory == inventory);
}

TEST_CASE("a faulty or hostile inventory is told, with its code") {
    const OcflInventory good = two_versions();
    CHECK(codes("").find("E033") != std::string::npos);
    CHECK(codes("[]").find("E033") != std::string::npos);
    CHECK(codes("{\"id\": \"\xFF\"}").find("E033") != std::string::npos);
    CHECK(codes(std::string(3'000'000, '[')).find("E033") != std::string::npos);
    CHECK(codes(std::string(300'000, '[') + std::string(300'000, ']')).find("deep") !=
          std::string::npos);
    CHECK(codes(json_of(good).substr(0, 500)).find("E033") != std::string::npos);
    CHECK(codes(with(good, "\"id\"", "\"head\": \"v2\", \"id\"")).find("twice") !=
          std::string::npos);
    CHECK(codes(with(good, "\"id\"", "\"di\"")).find("E036") != std::string::npos);
    CHECK(codes(with(good, "\"id\": \"AZ-0012\"", "\"id\": 1e999")) != "");
    CHECK(codes(with(good, "\"head\": \"v2\"", "\"head\": \"v1\"")).find("E040") !=
          std::string::npos);
    CHECK(codes(with(good, "v2/content/scans/2.tif", "v2/content/../../../etc/passwd"))
              .find("E099") != std::string::npos);
    CHECK(codes(with(good, "\"v2\": {", "\"v9\": {")).find("E010") != std::string::npos);
    CHECK(codes(with(good, "2026-11-22T22:00:00Z", "2026-13-22T22:00:00Z")).find("E049") !=
          std::string::npos);
    CHECK(codes(with(good, "\"message\"", "\"massage\"")).find("E102") != std::string::npos);
    InventoryLimits small;
    small.bytes = 100;
    CHECK_FALSE(read_inventory(json_of(good), "x", small).inventory);
    std::string many = "{\"versions\": {";
    for (int i = 0; i < 5'000; ++i)
        many += fmt::format("\"x{}\": 0,", i);
    CHECK(read_inventory(many + "\"v1\": 0}}", "x").findings.size() == 100);
}

TEST_CASE("a path that is a file and a folder at once is told, however long the paths are") {
    const OcflInventory good = two_versions();
    CHECK(codes(with_stored(good, "v2/content/scans/2.tif",
                            "v2/content/scans/2.tif/below\", \"v2/content/scans/2.tif"))
              .find("E101") != std::string::npos);
    std::string deep;
    for (int i = 0; i < 400'000; ++i)
        deep += "/a";
    const std::clock_t start = std::clock();
    codes(with_stored(good, "v2/content/scans/2.tif", "v2/content" + deep));
    CHECK(test::cpu_seconds_since(start) < 5);
}

TEST_CASE("the sidecar names the inventory's digest") {
    const std::string hex(128, 'a');
    CHECK(inventory_sidecar_name(DigestAlgorithm::sha512) == "inventory.json.sha512");
    CHECK(read_inventory_sidecar(inventory_sidecar(hex), DigestAlgorithm::sha512) == hex);
    CHECK(read_inventory_sidecar(std::string(128, 'A') + "\t inventory.json",
                                 DigestAlgorithm::sha512) == hex);
    CHECK_FALSE(read_inventory_sidecar(hex, DigestAlgorithm::sha512));
    CHECK_FALSE(read_inventory_sidecar(hex + " other.json\n", DigestAlgorithm::sha512));
    CHECK_FALSE(read_inventory_sidecar("abc inventory.json\n", DigestAlgorithm::sha512));
}
