// The OCFL community's fixtures through `verify`: good objects are valid, those with a warning give
// it, bad ones are refused with the code in their name.
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "pipeline/verify/ocfl_object.hpp"
#include "tests/conformance/schemas_shared.hpp"

using namespace nuskha;
namespace fs = std::filesystem;

namespace {

struct Said {
    bool valid;
    std::set<std::string> codes;
    std::string all;
};

Said said_of(const fs::path& object) {
    VerifyFigures figures;
    const OcflVerdict verdict =
        verify_ocfl_object(object, figures, [](const auto&, const auto&) {});
    Said said{verdict.valid(), {}, ""};
    for (const OcflFault& fault : verdict.faults) {
        said.codes.insert(fault.code);
        said.all += fault.code + " " + fault.place + ": " + fault.what + "\n";
    }
    return said;
}

// "E040_E012_name": the codes at the start.
std::set<std::string> codes_in(const std::string& name) {
    std::set<std::string> codes;
    for (std::size_t at = 0; at + 5 <= name.size() && (name[at] == 'E' || name[at] == 'W') &&
                             name[at + 4] == '_' && std::isdigit(name[at + 1]);
         at += 5)
        codes.insert(name.substr(at, 4));
    return codes;
}

// How many objects of a folder of fixtures are judged as it says, with the codes in their names.
int judged(const fs::path& folder, bool valid) {
    int seen = 0;
    for (const auto& object : fs::directory_iterator(folder)) {
        const Said said = said_of(object.path());
        INFO(object.path().string() << "\n" << said.all);
        CHECK(said.valid == valid);
        for (const std::string& code : codes_in(object.path().filename()))
            CHECK(said.codes.contains(code));
        ++seen;
    }
    return seen;
}

}  // namespace

TEST_CASE("verify: good and warned OCFL fixtures are valid") {
    const auto shared = shared_folder();
    if (!shared) return;
    const fs::path fixtures = *shared / "conformance/ocfl";
    CHECK(judged(fixtures / "1.0/good-objects", true) == 10);
    CHECK(judged(fixtures / "1.0/warn-objects", true) == 14);
    CHECK(judged(fixtures / "1.1/good-objects", true) == 12);
    CHECK(judged(fixtures / "1.1/warn-objects", true) == 13);
}

TEST_CASE("verify: bad OCFL fixtures are refused with the code in their name") {
    const auto shared = shared_folder();
    if (!shared) return;
    CHECK(judged(*shared / "conformance/ocfl/1.0/bad-objects", false) == 52);
    CHECK(judged(*shared / "conformance/ocfl/1.1/bad-objects", false) == 55);
}
