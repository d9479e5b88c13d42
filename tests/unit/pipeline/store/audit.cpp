#include "pipeline/store/audit.hpp"

#include <catch2/catch.hpp>

#include "models/failure.hpp"
#include "tests/unit/pipeline/store/stores.hpp"

using namespace nuskha;
using namespace nuskha::test;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

struct Audited {
    TemporaryFolder folder;
    Store store = Store::create_or_open(folder.path / "store");
    std::string book = seal(store, "BOOK", {{"scans/1.tif", "one"}, {"text.txt", "words"}});
    std::string map = seal(store, "MAP", {{"scans/1.tif", "sheet"}});

    // "code place" of each finding; the book's path in the store is written BOOK.
    std::string told(const std::string& item = "") const {
        const auto result = audit_store(Store::open_for_audit(store.root()), item,
                                        [](const AuditFigures&, const std::string&) {});
        std::string all;
        for (const Finding& f : result.findings) {
            std::string place = f.place;
            if (place.starts_with(book)) place.replace(0, book.size(), "BOOK");
            all += (all.empty() ? "" : "|") + f.code + " " + place;
        }
        return all;
    }
    fs::path at(const std::string& file) const { return store.root() / book / file; }
};

}  // namespace

TEST_CASE("a sound store has no findings and every file is counted") {
    const Audited a;
    AuditFigures last;
    const auto result =
        audit_store(a.store, "", [&](const AuditFigures& f, const std::string&) { last = f; });
    CHECK(result.findings.empty());
    CHECK(result.figures.objects == 2);
    CHECK(result.figures.files == 3);
    CHECK(result.figures.bytes == 13);
    CHECK(last.files == 3);
}

TEST_CASE("whatever happens to a file is found at its place, in a whole audit and in an item's") {
    const Audited a;
    const std::string scan = "v1/content/scans/1.tif";
    SECTION("changed") {
        put(a.at(scan), "onE");
        CHECK(a.told() == "fixity.changed BOOK/" + scan);
        CHECK(a.told("BOOK") == a.told());
        CHECK(a.told("MAP").empty());
    }
    SECTION("missing") {
        fs::remove(a.at(scan));
        CHECK(a.told() == "fixity.missing BOOK/" + scan);
    }
    SECTION("added") {
        put(a.at("v1/content/scans/2.tif"), "one");
        CHECK(a.told() == "fixity.extra BOOK/v1/content/scans/2.tif");
    }
    SECTION("of the same size, with other bytes") {
        put(a.at(scan), "two");
        CHECK(a.told() == "fixity.changed BOOK/" + scan);
    }
    SECTION("a link") {
        fs::rename(a.at(scan), a.folder.path / "elsewhere");
        fs::create_symlink(a.folder.path / "elsewhere", a.at(scan));
        CHECK(a.told() == "fixity.changed BOOK/" + scan);
    }
}

TEST_CASE("damage to an object's own files is found") {
    const Audited a;
    SECTION("declaration lost") {
        fs::remove(a.at("0=ocfl_object_1.1"));
        CHECK(a.told() == "fixity.changed BOOK/0=ocfl_object_1.1");
    }
    SECTION("inventory changed") {
        put(a.at("inventory.json"), get(a.at("inventory.json")) + " ");
        CHECK(a.told() == "fixity.inventory BOOK");
    }
    SECTION("a version's inventory changed") {
        put(a.at("v1/inventory.json"), get(a.at("v1/inventory.json")) + " ");
        CHECK_THAT(a.told(), Contains("fixity.inventory BOOK/v1/inventory.json"));
    }
    SECTION("a version's sidecar lost") {
        fs::remove(a.at("v1/inventory.json.sha512"));
        CHECK_THAT(a.told(), Contains("fixity.inventory BOOK/v1/inventory.json"));
    }
}

TEST_CASE("damage to the root is found, and the objects are audited all the same") {
    const Audited a;
    put(a.at("v1/content/text.txt"), "w0rds");
    const std::string text = "fixity.changed BOOK/v1/content/text.txt";
    SECTION("layout unreadable") {
        put(a.store.root() / "ocfl_layout.json", "{");
        CHECK_THAT(a.told(), Contains(text) && Contains("fixity.changed ocfl_layout.json"));
    }
    SECTION("layout changed to another sound one") {
        const fs::path config =
            a.store.root() / "extensions" / "0004-hashed-n-tuple-storage-layout" / "config.json";
        std::string json = get(config);
        json.replace(json.find("\"tupleSize\": 3"), 14, "\"tupleSize\": 2");
        put(config, json);
        CHECK_THAT(a.told(), Contains(text) && Contains("fixity.changed BOOK|"));
    }
    SECTION("a stray file between the objects") {
        put(a.store.root() / "aaa" / "stray", "x");
        CHECK_THAT(a.told(), Contains(text) && Contains("fixity.extra aaa/stray"));
    }
}

TEST_CASE("an item that is not there is a wrong question") {
    const Audited a;
    CHECK_THROWS_WITH(a.told("BOK"), Contains("there is no item 'BOK'"));
}
