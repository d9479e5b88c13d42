#include "pipeline/options.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <limits>

#include "models/failure.hpp"

using namespace nuskha;
using Catch::Contains;

namespace {

const std::array table{OptionSpec{"max_angle", 15.0, "Degrees", 0.0, 45.0},
                       OptionSpec{"enabled", true, "Whether"},
                       OptionSpec{"layout", std::string("page"), "Which"},
                       OptionSpec{"areas", NumberRows{{0, 0, 1}}, "Where", 0.0, 1.0, 3}};

std::string refused(std::string_view name, const OptionValue& value) {
    Options options(table);
    const std::string before = options.canonical();
    try {
        options.set(name, value, "mine.toml:3");
    } catch (const Failure& failure) {
        CHECK(failure.kind() == Exit::usage);
        CHECK(options.canonical() == before);
        return failure.what();
    }
    return "taken";
}

}  // namespace

TEST_CASE("options start with their defaults and take what is of their type and range") {
    Options options(table);
    CHECK(options.number("max_angle") == 15);
    CHECK(options.flag("enabled"));
    CHECK(options.text("layout") == "page");
    options.set("max_angle", 45.0, "here");
    options.set("enabled", false, "here");
    options.set("layout", std::string("sparse"), "here");
    CHECK(options.number("max_angle") == 45);
    CHECK_FALSE(options.flag("enabled"));
    CHECK(options.text("layout") == "sparse");
    CHECK(options.rows("areas") == NumberRows{{0, 0, 1}});
    options.set("areas", NumberRows{}, "here");
    CHECK(options.rows("areas").empty());
    options.set("areas", NumberRows{{0, 0.25, 1}, {1, 1, 1}}, "here");
    CHECK(options.rows("areas")[0][1] == 0.25);
}

TEST_CASE("a wrong option is refused with its place and what would be right") {
    CHECK_THAT(refused("max_angel", 3.0), Contains("mine.toml:3") && Contains("'max_angle'?"));
    CHECK_THAT(refused("qqqqqqqqqqqq", 3.0), Contains("enabled") && Contains("max_angle"));
    CHECK_THAT(refused("max_angle", 45.5), Contains("between 0 and 45") && Contains("45.5"));
    CHECK_THAT(refused("max_angle", std::numeric_limits<double>::quiet_NaN()),
               Contains("between 0 and 45"));
    CHECK_THAT(refused("max_angle", std::string("3")), Contains("takes a number"));
    CHECK_THAT(refused("enabled", 1.0), Contains("takes true or false"));
    CHECK_THAT(refused("layout", true), Contains("takes a text in quotes"));
    CHECK_THAT(refused("areas", 3.0), Contains("takes rows of numbers"));
    CHECK_THAT(refused("areas", NumberRows{{0, 0, 1}, {0, 1}}),
               Contains("rows of 3 numbers; row 2 has 2"));
    CHECK_THAT(refused("areas", NumberRows{{0, 0, 1}, {0, 1.5, 1}}),
               Contains("row 2") && Contains("between 0 and 1; it is 1.5"));
    CHECK_THAT(refused("areas", NumberRows{{0, std::numeric_limits<double>::quiet_NaN(), 1}}),
               Contains("row 1"));
}

TEST_CASE("the canonical form changes with each value and not with the order of setting") {
    Options one(table), other(table);
    one.set("max_angle", 3.0, "");
    one.set("layout", std::string("line"), "");
    other.set("layout", std::string("line"), "");
    CHECK(one.canonical() != other.canonical());
    other.set("max_angle", 3.0, "");
    CHECK(one.canonical() == other.canonical());
    CHECK(one.canonical() ==
          "areas = [[0, 0, 1]]\nenabled = true\nlayout = \"line\"\nmax_angle = 3\n");
}

TEST_CASE("the nearest of some names is found where one is near") {
    const std::vector<std::string> names{"inspect", "orient", "deskew", "crop", "recognise"};
    CHECK(nearest("recognize", names) == "recognise");
    CHECK(nearest("desqew", names) == "deskew");
    CHECK(nearest("crop", names) == "crop");
    CHECK(nearest("zzzzzzzz", names).empty());
    CHECK(nearest("anything", {}).empty());
}
