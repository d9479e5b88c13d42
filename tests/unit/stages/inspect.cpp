#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>

#include "pipeline/imaging/decode.hpp"
#include "pipeline/imaging/jpeg_writer.hpp"
#include "tests/unit/stages/inspected.hpp"

using namespace nuskha;

namespace {

Raster once_compressed(const Raster& picture, int quality) {
    const auto bytes = encode_jpeg(picture, quality);
    return open_image(bytes, "page.jpg", {}).file->decode(0).raster.value();
}

Raster cropped(const Raster& picture, int left, int top) {
    Raster out(picture.width - left, picture.height - top, picture.channels);
    for (int y = 0; y < out.height; ++y)
        std::copy_n(picture.row(y + top) + left * picture.channels, out.width * out.channels,
                    out.row(y));
    return out;
}

// Bits by which two pages' hashes differ.
int apart(const Page& a, const Page& b) {
    int bits = 0;
    for (const char* half : {"dhash_high", "dhash_low"}) {
        const double* x = a.events.back().number(half);
        const double* y = b.events.back().number(half);
        REQUIRE(x);
        REQUIRE(y);
        bits += std::popcount(static_cast<std::uint32_t>(*x) ^ static_cast<std::uint32_t>(*y));
    }
    return bits;
}

}  // namespace

TEST_CASE("inspect finds nothing wrong with a good page, grey or bilevel") {
    CHECK(inspected(written_page(2480, 3508, english_lines())).findings.empty());
    Raster bilevel = written_page(2480, 3508, english_lines(), 255, 0);
    for (auto& pixel : bilevel.pixels)
        pixel = pixel < 128 ? 0 : 255;
    Page page = page_of(bilevel, {"en"}, 300);
    page.facts.bits_per_sample = 1;
    CHECK(inspected(bilevel, page).findings.empty());
    const Page clean = inspected(written_page(2480, 3508, english_lines(), 255, 0));
    CHECK(clean.findings.empty());  // a white ground is no fault
}

TEST_CASE("inspect measures blur, and more of it for more") {
    const Raster sharp = written_page(2480, 3508, english_lines());
    double before = 0;
    for (double sigma : {0.8, 1.6, 3.0}) {
        const Page page = inspected(blurred(sharp, sigma));
        const double* edge = page.events.back().number("edge_width");
        REQUIRE(edge);
        CHECK(*edge > before);
        before = *edge;
        CHECK(found(page, "image.blurred") == (sigma > 2));
    }
}

TEST_CASE("inspect sees blank, faint, small and coarse pages") {
    const Page blank = inspected(written_page(2480, 3508, {}));
    REQUIRE(blank.findings.size() == 1);
    CHECK(blank.findings[0].code == "image.blank");
    CHECK(found(inspected(written_page(2480, 3508, english_lines(), 200, 165)),
                "image.low-contrast"));
    const Raster small = written_page(200, 280, english_lines());
    CHECK(found(inspected(small), "image.small"));
    const Raster page = written_page(1240, 1754, english_lines());
    CHECK(found(inspected(page, page_of(page, {"en"}, 96)), "image.resolution-low"));
    CHECK(found(inspected(page, page_of(page, {"en"}, 0)), "image.resolution-unknown"));
}

TEST_CASE("inspect sees that highlights are gone where the scan has tones") {
    Raster page = written_page(1240, 1754, english_lines(), 200, 40);
    for (int y = 0; y < page.height; ++y)  // light falls off to the right, the left is burnt out
        for (int x = 0; x < page.width; ++x) {
            const int level = page.row(y)[x] + 120 - x / 8;
            page.row(y)[x] = static_cast<std::uint8_t>(std::clamp(level, 0, 255));
        }
    const Page seen = inspected(page);
    const double* white = seen.events.back().number("white_share");
    REQUIRE(white);
    CHECK(*white > 0.3);
    Page three = page_of(page, {"en"}, 300);
    three.facts.samples_per_pixel = 3;
    CHECK(found(inspected(page, three), "image.no-profile"));
}

TEST_CASE("inspect knows a page again that was scanned twice, and tells others from it") {
    std::vector<std::string> lines = english_lines();
    const Raster page = written_page(2480, 3508, lines);
    const Page first = inspected(page);
    CHECK(apart(first, inspected(on_bed(tilted(blurred(page, 1), 0.5, 220), 90, 25))) <= 8);
    const Raster small = written_page(1240, 1754, lines, 180, 60);
    CHECK(apart(first, inspected(small, page_of(small, {"en"}, 150))) <= 8);
    for (int turn = 1; turn < 6; ++turn) {
        std::rotate(lines.begin(), lines.begin() + 2, lines.end());
        CHECK(apart(first, inspected(written_page(2480, 3508, lines))) >= 16);
    }
}

TEST_CASE("inspect reads from the pixels how coarsely JPEG once kept them") {
    const Raster page = blurred(written_page(1240, 1754, english_lines()), 0.7);
    const auto step = [](const Raster& picture) {
        return *inspected(picture).events.back().number("jpeg_step");
    };
    CHECK(step(page) == 0);
    CHECK(step(once_compressed(page, 50)) == 12);  // the tables of ITU-T T.81 K.1 themselves
    CHECK_FALSE(found(inspected(once_compressed(page, 50)), "image.blocking"));
    const Raster coarse = cropped(once_compressed(page, 25), 13, 6);
    CHECK(step(coarse) == 24);
    CHECK(found(inspected(coarse), "image.blocking"));
}
