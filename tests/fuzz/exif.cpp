// Any bytes as the EXIF block of a scan.
#include "pipeline/imaging/exif.hpp"

#include <string>

#include "tests/fuzz/fuzz.hpp"

using namespace nuskha;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ImageFacts facts;
    std::string version;
    (void)read_exif(fuzz::bytes(data, size), facts, version);
    fuzz::insist(facts.orientation >= 1 && facts.orientation <= 8, "orientation is 1 to 8");
    fuzz::insist(facts.ppi_x >= 0 && facts.ppi_y >= 0, "no negative resolution");
    (void)iso_date(fuzz::text(data, size));
    return 0;
}
