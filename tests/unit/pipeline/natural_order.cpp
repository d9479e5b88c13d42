#include "pipeline/natural_order.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

using namespace nuskha;

TEST_CASE("names come in the order in which a person would lay them") {
    const std::vector<std::string> wanted = {
        "1.tif",       "2.tif",       "2_a.tif",      "2a.tif",    "10.tif",
        "٣٠.tif",      "a/9.tif",     "a/10.tif",     "a/x/1.tif", "Page 2.tif",
        "page 10.tif", "şəkil 2.tif", "şəkil 11.tif", "лист2.tif", "лист10.tif"};
    std::vector<std::string> sorted(wanted.rbegin(), wanted.rend());
    std::sort(sorted.begin(), sorted.end(), natural_less);
    REQUIRE(sorted == wanted);
}

TEST_CASE("natural order is total: different names are never equal") {
    REQUIRE(natural_key("01.tif") != natural_key("1.tif"));
    REQUIRE(natural_less("a", "A") != natural_less("A", "a"));
    REQUIRE_FALSE(natural_less("e\u0301", "e\u0301"));
    REQUIRE(natural_key("") == natural_key(""));
}
