#include "models/preservation/ocfl_layout.hpp"

#include <catch2/catch.hpp>

using namespace nuskha;
using Kind = OcflLayout::Kind;

namespace {

// Digests of the ids of the extensions' own worked examples.
const std::string sha256_object_01 =
    "3c0ff4240c1e116dba14c7627f2319b58aa3d77606d0d90dfc6161608ac987d4";
const std::string sha256_horrible =
    "487326d8c2a3c0b885e23da1469b4d6671fd4e76978924b4443e9e3c316cda6d";
const std::string md5_object_01 = "ff75534492485eabb39f86356728884e";

}  // namespace

TEST_CASE("objects lie where extension 0004 says") {
    const OcflLayout standard;
    CHECK(object_path(standard, "object-01", sha256_object_01) ==
          "3c0/ff4/240/" + sha256_object_01);
    CHECK(object_path(standard, "..hor/rib:le-$id", sha256_horrible) ==
          "487/326/d8c/" + sha256_horrible);
    const OcflLayout narrow{Kind::hashed_n_tuple, DigestAlgorithm::md5, 2, 15, true};
    CHECK(object_path(narrow, "object-01", md5_object_01) ==
          "ff/75/53/44/92/48/5e/ab/b3/9f/86/35/67/28/88/4e");
    const OcflLayout none{Kind::hashed_n_tuple, DigestAlgorithm::sha256, 0, 0, false};
    CHECK(object_path(none, "object-01", sha256_object_01) == sha256_object_01);
    CHECK_FALSE(object_path(standard, "object-01", md5_object_01));  // of another algorithm
    CHECK_FALSE(object_path(standard, "object-01", "../../etc"));
}

TEST_CASE("objects lie where extensions 0003 and 0002 say") {
    const OcflLayout layout{.kind = Kind::encapsulated_n_tuple};
    CHECK(object_path(layout, "object-01", sha256_object_01) == "3c0/ff4/240/object-01");
    CHECK(object_path(layout, "..hor/rib:le-$id", sha256_horrible) ==
          "487/326/d8c/%2e%2ehor%2frib%3ale-%24id");
    const std::string long_id = std::string(100, 'a') + "b";
    CHECK(object_path(layout, long_id, sha256_horrible) ==
          "487/326/d8c/" + std::string(100, 'a') + "-" + sha256_horrible);
    const OcflLayout flat{.kind = Kind::flat_direct};
    CHECK(object_path(flat, "..hor_rib:lé-$id", "") == "..hor_rib:lé-$id");
    for (const char* id : {"", ".", "..", "a/b", "extensions", "0=ocfl_1.1", "ocfl_layout.json"})
        CHECK_FALSE(object_path(flat, id, ""));
}

TEST_CASE("a root's own files tell its layout and are understood again") {
    for (const OcflLayout& layout :
         {OcflLayout{}, OcflLayout{Kind::hashed_n_tuple, DigestAlgorithm::md5, 2, 15, true},
          OcflLayout{Kind::encapsulated_n_tuple, DigestAlgorithm::sha512, 4, 2, false},
          OcflLayout{.kind = Kind::flat_direct}}) {
        const LayoutRead named = read_layout(layout_json(layout), "ocfl_layout.json");
        REQUIRE(named.layout);
        CHECK(named.layout->kind == layout.kind);
        const LayoutRead read =
            read_layout_config(*named.layout, layout_config_json(layout), "config.json");
        REQUIRE(read.layout);
        CHECK(*read.layout == layout);
    }
    CHECK(ocfl_declaration_text(ocfl_root_declaration) == "ocfl_1.1\n");
    CHECK(ocfl_declaration_text(ocfl_object_declaration) == "ocfl_object_1.1\n");
}

TEST_CASE("a layout that cannot be followed is a finding") {
    const auto refused = [](const LayoutRead& read) {
        return !read.layout && read.findings.size() == 1 &&
               read.findings[0].code == "store.layout" && read.findings[0].place == "f";
    };
    CHECK(refused(read_layout("", "f")));
    CHECK(refused(read_layout("[]", "f")));
    CHECK(refused(read_layout("{\"extension\": 4}", "f")));
    CHECK(refused(read_layout("{\"extension\": \"0099-other\"}", "f")));
    CHECK(refused(read_layout(std::string(100'000, '['), "f")));
    const auto config = [](const std::string& members) {
        return read_layout_config(
            {}, "{\"extensionName\": \"0004-hashed-n-tuple-storage-layout\"" + members + "}", "f");
    };
    CHECK(config("").layout == OcflLayout{});
    CHECK(refused(config(", \"tupleSize\": 33")));
    CHECK(refused(config(", \"tupleSize\": -1")));
    CHECK(refused(config(", \"tupleSize\": \"3\"")));
    CHECK(refused(config(", \"tupleSize\": 0")));
    CHECK(refused(config(", \"tupleSize\": 30, \"numberOfTuples\": 30")));
    CHECK(refused(config(", \"digestAlgorithm\": \"crc\"")));
    CHECK(refused(config(", \"tupleSize\": 32, \"numberOfTuples\": 2, \"shortObjectRoot\": true")));
    CHECK(refused(read_layout_config({}, "{}", "f")));
}
