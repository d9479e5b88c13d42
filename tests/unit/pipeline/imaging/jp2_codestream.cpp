#include "pipeline/imaging/jp2_codestream.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "pipeline/imaging/finding_log.hpp"
#include "pipeline/imaging/jp2_boxes.hpp"

using namespace nuskha;

namespace {

std::string number(std::uint64_t value, int size) {
    std::string bytes;
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8)
        bytes += static_cast<char>(value >> shift & 0xFF);
    return bytes;
}

// A main header with this size segment, from the reference grid's size on, then the first tile-part.
std::string codestream_of(const std::string& grid, std::uint64_t component) {
    const std::string siz = number(0, 2) + grid + number(1, 2) + number(component, 3);
    return number(0xFF4F, 2) + number(0xFF51, 2) + number(siz.size() + 2, 2) + siz +
           number(0xFF90, 2) + number(10, 2) + std::string(200, '\0');
}

// An image of this size in tiles of one pixel.
std::string codestream_of_pixel_tiles(std::uint32_t width, std::uint32_t height) {
    return codestream_of(number(width, 4) + number(height, 4) + number(0, 8) + number(1, 4) +
                             number(1, 4) + number(0, 8),
                         0x070101);
}

}  // namespace

TEST_CASE("Tiles that no number can count are a damaged codestream") {
    // 2147549185 * 4294836226 = 2^63 + 2; in 64 bits a negative number of tiles
    const std::string hostile = codestream_of_pixel_tiles(2147549185u, 4294836226u);
    FindingLog log("map.j2k");
    Jp2Description d;
    REQUIRE_NOTHROW(describe_codestream(std::as_bytes(std::span(hostile)), d, log));
    CHECK_FALSE(d.usable);
    const std::vector<Finding> findings = log.take();
    REQUIRE(has_error(findings));
    CHECK(findings.back().code == "scan.invalid");
    CHECK(findings.back().sentence.find("2147549185 x 4294836226 tiles") != std::string::npos);
}

TEST_CASE("Subsampling that leaves no pixel is a damaged codestream") {
    // columns 1 to 7 of the grid, of which a component takes every fifteenth: none
    const std::string hostile =
        codestream_of(number(8, 4) + number(8, 4) + number(1, 4) + number(0, 4) + number(8, 4) +
                          number(8, 4) + number(0, 8),
                      0x070F01);
    FindingLog log("map.j2k");
    Jp2Description d;
    describe_codestream(std::as_bytes(std::span(hostile)), d, log);
    CHECK_FALSE(d.usable);
    const std::vector<Finding> findings = log.take();
    REQUIRE(has_error(findings));
    CHECK(findings.back().code == "scan.invalid");
}
