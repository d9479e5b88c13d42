#include "pipeline/clock.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>

#include "models/failure.hpp"

using namespace nuskha;

TEST_CASE("the clock stands still where SOURCE_DATE_EPOCH says so, and refuses nonsense") {
    std::optional<std::string> before;
    if (const char* set = std::getenv("SOURCE_DATE_EPOCH")) before = set;
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    REQUIRE(now() == 1'700'000'000);
    for (const char* bad : {"", " 1", "1 ", "-1", "0x10", "1e9", "253402300800", "yesterday"}) {
        INFO(bad);
        setenv("SOURCE_DATE_EPOCH", bad, 1);
        REQUIRE_THROWS_AS(now(), Failure);
    }
    unsetenv("SOURCE_DATE_EPOCH");
    REQUIRE(std::abs(now() - static_cast<Timestamp>(std::time(nullptr))) <= 2);
    if (before) setenv("SOURCE_DATE_EPOCH", before->c_str(), 1);
}
