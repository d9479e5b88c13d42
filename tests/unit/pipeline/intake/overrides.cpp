#include "pipeline/intake/overrides.hpp"

#include <catch2/catch.hpp>

#include "models/failure.hpp"

using namespace nuskha;
using intake::read_overrides;

namespace {

std::string refusal(const std::string& toml) {
    try {
        read_overrides("overrides.toml", toml);
    } catch (const Failure& failure) {
        CHECK(failure.kind() == Exit::input);
        return failure.what();
    }
    return "nothing";
}

}  // namespace

TEST_CASE("overrides.toml: each page with what staff decided") {
    const auto all = read_overrides("overrides.toml", R"(
# mended on Tuesday
[[page]]
scan = "AZ-1/0003.tif"
turn = 90
skew = -1.25

[[page]]
scan = "AZ-1/0003.tif"
image = 2
side = 1
crop = [10, 20, 300.5, 400]
split = "none"
)");
    REQUIRE(all.size() == 1);
    const std::vector<Override>& list = all.at("AZ-1/0003.tif");
    REQUIRE(list.size() == 4);
    const auto named = [&](const std::string& name) {
        for (const Override& one : list)
            if (one.name == name) return one;
        FAIL("there is no " << name);
        return Override{};
    };
    CHECK(named("turn") == Override{0, -1, "turn", {90}, "", "overrides.toml:5"});
    CHECK(named("skew").numbers == std::vector<double>{-1.25});
    CHECK(named("crop") == Override{1, 0, "crop", {10, 20, 300.5, 400}, "", "overrides.toml:12"});
    CHECK(named("split").none());
}

TEST_CASE("overrides.toml that cannot be understood stops the run and names the line") {
    CHECK(refusal("[[page]]\nturn = 90\n").find("overrides.toml:1: a [[page]] needs scan") == 0);
    CHECK(refusal("[[page]]\nscan = 'a'\nturn = 'left'\n").find("overrides.toml:3") == 0);
    CHECK(refusal("[[page]]\nscan = 'a'\nturn = nan\n").find("overrides.toml:3") == 0);
    CHECK(refusal("[[page]]\nscan = 'a'\nturn = 90\n[[page]]\nscan = 'a'\nturn = 180\n")
              .find("was given for this page before, in overrides.toml:3") != std::string::npos);
    CHECK(refusal("[[page]]\nscan = 'a'\nimage = 0\n").find("whole number from 1") !=
          std::string::npos);
    CHECK(refusal("[page]\nscan = 'a'\n").find("[[page]]") != std::string::npos);
    CHECK(refusal("skew = 1\n").find("'skew' is not known") != std::string::npos);
    CHECK(refusal("[[page]\n").find("not valid TOML") != std::string::npos);
    CHECK(refusal("[[page]]\nscan = \"\xff\"\n").find("not UTF-8") != std::string::npos);
    CHECK(refusal("") == "nothing");
}
