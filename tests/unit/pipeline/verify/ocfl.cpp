#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "pipeline/files.hpp"
#include "pipeline/hashing.hpp"
#include "pipeline/store/store.hpp"
#include "pipeline/verify/ocfl_root.hpp"
#include "tests/unit/pipeline/temporary_folder.hpp"

using namespace nuskha;
using test::put;
using test::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

std::string json_of(const OcflInventory& inventory) {
    std::string json;
    write_inventory(inventory, [&](std::string_view part) { json += part; });
    return json;
}

void put_inventory(const fs::path& folder, const std::string& json) {
    put(folder / "inventory.json", json);
    put(folder / "inventory.json.sha512",
        inventory_sidecar(hex_digest(DigestAlgorithm::sha512, std::string_view(json))));
}

// A sound object of one version with two files.
OcflInventory object_in(const fs::path& folder) {
    std::vector<LogicalFile> files;
    for (const auto& [path, text] : {std::pair("a.txt", "one"), std::pair("b/c.txt", "two")}) {
        put(folder / "v1/content" / path, text);
        files.push_back({path, digest_all(std::as_bytes(std::span(text, 3)))});
    }
    const NextVersion next =
        next_version(nullptr, "urn:test:object", files,
                     {"2026-11-25T10:00:00Z", "sealed", "Test", "mailto:test@example.org", {}});
    put(folder / "0=ocfl_object_1.1", "ocfl_object_1.1\n");
    put_inventory(folder, json_of(next.inventory));
    put_inventory(folder / "v1", json_of(next.inventory));
    return next.inventory;
}

std::set<std::string> codes_of(const OcflVerdict& verdict) {
    std::set<std::string> codes;
    for (const OcflFault& fault : verdict.faults)
        codes.insert(fault.code);
    return codes;
}

std::set<std::string> verified(const fs::path& object) {
    VerifyFigures figures;
    return codes_of(verify_ocfl_object(object, figures, [](const auto&, const auto&) {}));
}

using Codes = std::set<std::string>;

}  // namespace

TEST_CASE("verify finds nothing to say of a sound OCFL object, and counts what it read") {
    const TemporaryFolder scratch;
    object_in(scratch.path);
    VerifyFigures figures;
    const OcflVerdict verdict =
        verify_ocfl_object(scratch.path, figures, [](const auto&, const auto&) {});
    CHECK(verdict.faults.empty());
    CHECK(verdict.valid());
    CHECK(verdict.id == "urn:test:object");
    CHECK(figures.files == 7);  // content, declaration, inventories and sidecars
}

TEST_CASE("verify names what is wrong with an OCFL object by the specification's code") {
    const TemporaryFolder scratch;
    const fs::path& o = scratch.path;
    OcflInventory inventory = object_in(o);
    CHECK(verified(o) == Codes{});
    SECTION("a changed byte") {
        put(o / "v1/content/a.txt", "onE");
        CHECK(verified(o) == Codes{"E092", "E093"});
    }
    SECTION("a file too many and one too few") {
        fs::rename(o / "v1/content/a.txt", o / "v1/content/z.txt");
        CHECK(verified(o) == Codes{"E023", "E092", "E093"});
    }
    SECTION("an empty folder") {
        fs::create_directories(o / "v1/content/empty");
        CHECK(verified(o) == Codes{"E024"});
    }
    SECTION("a link, which is not followed") {
        fs::create_symlink("/etc/passwd", o / "v1/content/link");
        CHECK(verified(o) == Codes{"E090"});
    }
    SECTION("a stray file beside the versions") {
        put(o / "notes.txt", "x");
        CHECK(verified(o) == Codes{"E001"});
    }
    SECTION("what lies in folders of versions and extensions") {
        put(o / "v1/notes.txt", "x");
        put(o / "v1/more/x.txt", "x");
        put(o / "extensions/notes.txt", "x");
        put(o / "extensions/of-ours/x.txt", "x");
        put(o / "v2/content/x.txt", "x");
        CHECK(verified(o) == Codes{"E015", "E046", "E067", "W002", "W013"});
    }
    SECTION("more faults than anybody reads") {
        for (std::size_t i = 0; i <= most_faults; ++i)
            put(o / ("v1/content/" + std::to_string(i)), "x");
        VerifyFigures figures;
        const OcflVerdict verdict = verify_ocfl_object(o, figures, [](const auto&, const auto&) {});
        CHECK(verdict.faults.size() == most_faults);
        CHECK(verdict.cut_short);
    }
    SECTION("no sidecar, a wrong one, one that is none") {
        fs::remove(o / "inventory.json.sha512");
        CHECK(verified(o) == Codes{"E058"});
        put(o / "inventory.json.sha512", inventory_sidecar(std::string(128, 'a')));
        CHECK(verified(o) == Codes{"E060"});
        put(o / "inventory.json.sha512", "digest");
        CHECK(verified(o) == Codes{"E061"});
    }
    SECTION("no declaration, no inventory, no version") {
        fs::remove(o / "0=ocfl_object_1.1");
        CHECK(verified(o) == Codes{"E003"});
        fs::remove_all(o / "v1");
        CHECK(verified(o).contains("E010"));
        fs::remove(o / "inventory.json");
        CHECK(verified(o).contains("E063"));
    }
    SECTION("an inventory of a version that was changed") {
        inventory.versions[0].message = "another";
        put_inventory(o / "v1", json_of(inventory));
        CHECK(verified(o) == Codes{"E064", "W011"});
    }
    SECTION("a path out of the object, which is not followed") {
        std::string json = json_of(inventory);
        for (std::size_t at; (at = json.find("v1/content/a.txt")) != std::string::npos;)
            json.replace(at, 16, "../../../etc/passwd");
        put_inventory(o, json);
        const Codes codes = verified(o);
        CHECK(codes.contains("E099"));
        CHECK_FALSE(codes.contains("E092"));
    }
    SECTION("an inventory that is no JSON") {
        put_inventory(o, "{\"id\": ");
        CHECK(verified(o).contains("E033"));
    }
}

TEST_CASE("verify looks at a storage root and at every object in it") {
    const TemporaryFolder scratch;
    const fs::path& root = scratch.path;
    put(root / "0=ocfl_1.1", "ocfl_1.1\n");
    object_in(root / "a/b/object");
    std::vector<std::string> objects;
    const auto look = [&] {
        objects.clear();
        VerifyFigures figures;
        Codes codes = codes_of(verify_ocfl_root(
            root, figures,
            [&](const std::string& path, const OcflVerdict& verdict) {
                objects.push_back(path + (verdict.valid() ? "" : " not valid"));
            },
            [](const auto&, const auto&) {}));
        return codes;
    };
    CHECK(look() == Codes{});
    CHECK(objects == std::vector<std::string>{"a/b/object"});
    CHECK(ocfl_kind(root) == OcflKind::root);
    CHECK(ocfl_kind(root / "a/b/object") == OcflKind::object);
    CHECK(ocfl_kind(root / "a") == OcflKind::none);
    put(root / "a/b/object/v1/content/a.txt", "onE");
    CHECK(look() == Codes{});
    CHECK(objects == std::vector<std::string>{"a/b/object not valid"});
    put(root / "a/stray.txt", "x");
    fs::create_directories(root / "a/empty");
    fs::create_symlink("..", root / "a/loop");
    put(root / "ocfl_layout.json", "{\"extension\": \"0004-hashed-n-tuple-storage-layout\"}");
    CHECK(look() == Codes{"E070", "E072", "E073", "E090"});
    put(root / "ocfl_layout.json",
        "{\"extension\": \"0004-hashed-n-tuple-storage-layout\", \"description\": \"x\"}");
    CHECK(look().contains("E083"));  // the object lies elsewhere than that layout says
    for (std::size_t i = 0; i <= most_faults; ++i)  // does not keep the object from being verified
        put(root / ("A/" + std::to_string(i)), "x");
    look();
    CHECK(objects == std::vector<std::string>{"a/b/object not valid"});
    fs::remove_all(root / "A");
    put(root / "0=ocfl_1.1", "ocfl_1.0\n");
    CHECK(look().contains("E080"));
    fs::remove(root / "0=ocfl_1.1");
    CHECK(look().contains("E069"));
}
