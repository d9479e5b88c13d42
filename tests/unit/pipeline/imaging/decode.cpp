#include "pipeline/imaging/decode.hpp"

#include <jpeglib.h>
#include <lcms2.h>
#include <png.h>

#include <catch2/catch.hpp>
#include <cstring>

#include "pipeline/imaging/jpeg_writer.hpp"
#include "tests/unit/pipeline/imaging/writers.hpp"

using namespace nuskha;
using namespace nuskha::test;

namespace {

Bytes bytes_of(std::string_view text) {
    const auto* data = reinterpret_cast<const std::byte*>(text.data());
    return {data, data + text.size()};
}

std::vector<std::uint8_t> ramp(int width, int height, int samples) {
    std::vector<std::uint8_t> out;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int s = 0; s < samples; ++s)
                out.push_back(static_cast<std::uint8_t>(20 + x + y + 40 * s));
    return out;
}

int worst(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
    int most = a.size() == b.size() ? 0 : 999;
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
        most = std::max(most, std::abs(a[i] - b[i]));
    return most;
}

Bytes profile_bytes(cmsHPROFILE profile) {
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile, nullptr, &size);
    Bytes bytes(size);
    cmsSaveProfileToMem(profile, bytes.data(), &size);
    cmsCloseProfile(profile);
    return bytes;
}

Bytes wide_profile() {  // Adobe RGB (1998) primaries, gamma 2.2
    const cmsCIExyY white{0.3127, 0.3290, 1};
    const cmsCIExyYTRIPLE primaries{{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}};
    cmsToneCurve* gamma = cmsBuildGamma(nullptr, 2.2);
    cmsToneCurve* curves[3] = {gamma, gamma, gamma};
    cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves);
    cmsFreeToneCurve(gamma);
    return profile_bytes(profile);
}

}  // namespace

TEST_CASE("The format is told from the bytes, never the name") {
    const Bytes jpeg = write_jpeg(16, 16, 1, JCS_GRAYSCALE, false, ramp(16, 16, 1));
    CHECK(decode_all(jpeg, "a.jpeg").findings.empty());
    const Result wrong = decode_all(jpeg, "a.TIF");
    CHECK(wrong.raster);
    CHECK(wrong.has("scan.wrong-extension"));
    CHECK(decode_all(jpeg, "no-extension").findings.empty());
    CHECK(decode_all({}, "a.tif").has("file.empty"));
    const Result text = decode_all(bytes_of("Dear library, the scan follows.\n"), "a.tif");
    CHECK(text.has("scan.not-an-image"));
    const Result pdf = decode_all(bytes_of("%PDF-1.7\n"), "a.pdf");
    REQUIRE(pdf.has("scan.not-an-image"));
    CHECK(pdf.findings[0].sentence.find("PDF") != std::string::npos);
    CHECK(decode_all(bytes_of("GIF89a....."), "a.gif").findings[0].sentence.find("GIF") !=
          std::string::npos);
    CHECK(has_image_extension("x/y.JP2"));
    CHECK(has_image_extension("a.tif"));
    CHECK_FALSE(has_image_extension("tif"));
    CHECK_FALSE(has_image_extension("a.tif/readme"));
    CHECK_FALSE(has_image_extension("a.pdf"));
}

TEST_CASE("JPEG: grey, colour, progressive, CMYK, orientation and resolution") {
    for (const bool progressive : {false, true}) {
        const auto grey = ramp(40, 30, 1), rgb = ramp(40, 30, 3);
        Result r = decode_all(write_jpeg(40, 30, 1, JCS_GRAYSCALE, progressive, grey), "a.jpg");
        REQUIRE(r.raster);
        CHECK(r.findings.empty());
        CHECK(r.raster->channels == 1);
        CHECK(worst(r.raster->pixels, grey) <= 4);
        r = decode_all(write_jpeg(40, 30, 3, JCS_RGB, progressive, rgb, 6), "a.jpg");
        REQUIRE(r.raster);
        CHECK(r.raster->width == 40);  // stored orientation
        CHECK(worst(r.raster->pixels, rgb) <= 8);
        CHECK(r.facts.orientation == 6);
        CHECK(r.facts.ppi_x == Approx(300));
        CHECK(r.facts.colour_space == "YCbCr");
        CHECK(r.facts.pronom == "fmt/43");
    }
    // As Adobe writes CMYK: 255 is no ink, with the marker that says so.
    std::vector<std::uint8_t> cyan;
    for (int i = 0; i < 16 * 16; ++i)
        cyan.insert(cyan.end(), {0, 255, 255, 255});
    const Result r = decode_all(write_jpeg(16, 16, 4, JCS_CMYK, false, cyan), "a.jpg");
    REQUIRE(r.raster);
    CHECK(r.raster->row(8)[24] <= 2);
    CHECK(r.raster->row(8)[25] >= 253);
}

TEST_CASE("JPEG: cut anywhere it is an error, spoilt data too") {
    for (const bool progressive : {false, true}) {
        const Bytes whole = write_jpeg(48, 48, 3, JCS_RGB, progressive, ramp(48, 48, 3));
        for (std::size_t size = 1; size < whole.size(); size += 7) {
            const Result r = decode_all(Bytes(whole.begin(), whole.begin() + size), "a.jpg");
            INFO("cut at " << size << " of " << whole.size());
            REQUIRE(r.failed());
            REQUIRE_FALSE(r.raster);
        }
        CHECK(decode_all(Bytes(whole.begin(), whole.end() - 2), "a.jpg").has("scan.truncated"));
    }
}

TEST_CASE("PNG: every colour kind and depth, interlaced or not") {
    const int kinds[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_PALETTE,
                         PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB_ALPHA};
    for (const int kind : kinds)
        for (const int bits : {1, 2, 4, 8, 16})
            for (const bool interlaced : {false, true}) {
                const bool small = kind == PNG_COLOR_TYPE_GRAY || kind == PNG_COLOR_TYPE_PALETTE;
                if ((bits < 8 && !small) || (bits == 16 && kind == PNG_COLOR_TYPE_PALETTE))
                    continue;
                const int samples = kind == PNG_COLOR_TYPE_RGB          ? 3
                                    : kind == PNG_COLOR_TYPE_RGB_ALPHA  ? 4
                                    : kind == PNG_COLOR_TYPE_GRAY_ALPHA ? 2
                                                                        : 1;
                const std::size_t stride = (19 * samples * bits + 7) / 8;
                // all bits set: white, the palette's last colour, opaque
                const std::vector<std::uint8_t> rows(stride * 11, 0xFF);
                const Result r =
                    decode_all(write_png(19, 11, kind, bits, interlaced, rows), "a.png");
                INFO("kind " << kind << " bits " << bits << " interlaced " << interlaced);
                REQUIRE(r.raster);
                CHECK(r.findings.empty());
                CHECK(r.facts.ppi_x == Approx(300).margin(0.01));
                CHECK(r.raster->channels ==
                      (samples >= 3 || kind == PNG_COLOR_TYPE_PALETTE ? 3 : 1));
                CHECK(r.raster->row(10)[0] == 255);
                if (kind == PNG_COLOR_TYPE_PALETTE) CHECK(r.raster->row(10)[1] == 0);
            }
    // transparent black is seen as the white paper beneath
    const std::vector<std::uint8_t> clear(16 * 16 * 4, 0);
    for (const bool interlaced : {false, true}) {
        const Result r =
            decode_all(write_png(16, 16, PNG_COLOR_TYPE_RGB_ALPHA, 8, interlaced, clear), "a.png");
        REQUIRE(r.raster);
        CHECK(r.raster->row(15)[47] == 255);
    }
}

TEST_CASE("PNG: cut anywhere, or one bit wrong, it is an error") {
    const Bytes whole = write_png(40, 40, PNG_COLOR_TYPE_RGB, 8, false, ramp(40, 40, 3));
    for (std::size_t size = 1; size < whole.size(); ++size) {
        const Result r = decode_all(Bytes(whole.begin(), whole.begin() + size), "a.png");
        INFO("cut at " << size);
        REQUIRE(r.failed());
        REQUIRE_FALSE(r.raster);
    }
    Bytes huge(whole.begin(), whole.begin() + 33);  // then a text chunk of 2 GB that is not there
    for (const int b : {0x7F, 0xFF, 0xFF, 0xFF, 0x74, 0x45, 0x58, 0x74, 0x61, 0, 0x62, 0x63})
        huge.push_back(std::byte(b));
    CHECK(decode_all(huge, "a.png").has("scan.truncated"));
    for (std::size_t at = 8; at < whole.size(); at += 3) {
        Bytes spoilt = whole;
        spoilt[at] ^= std::byte{0x10};
        INFO("bit at " << at);
        REQUIRE(decode_all(spoilt, "a.png").failed());
    }
}

TEST_CASE("JPEG 2000: boxed and raw, 1 to 16 bits, lossless to the last bit") {
    for (const bool boxed : {true, false})
        for (const int components : {1, 3})
            for (const int bits : {1, 4, 8, 12, 16}) {
                const int most = (1 << bits) - 1;
                const auto value = [&](int x, int y, int c) {
                    return (x * 3 + y * 5 + c) % (most + 1);
                };
                const Result r = decode_all(write_jp2(50, 40, components, bits, boxed, value),
                                            boxed ? "a.jp2" : "a.j2k");
                INFO("boxed " << boxed << " components " << components << " bits " << bits);
                REQUIRE(r.raster);
                CHECK(r.findings.empty());
                CHECK(r.facts.compression == "JPEG 2000 lossless");
                CHECK(r.facts.pronom == (boxed ? "x-fmt/392" : ""));
                CHECK(r.facts.bits_per_sample == bits);
                for (int y = 0; y < 40; y += 7)
                    for (int x = 0; x < 50; ++x)
                        for (int c = 0; c < components; ++c)
                            REQUIRE(r.raster->row(y)[x * components + c] ==
                                    (value(x, y, c) * 255 + most / 2) / most);
            }
}

TEST_CASE("JPEG 2000: cut anywhere it is an error; a false header box is told") {
    const auto value = [](int x, int y, int) { return (x * y) % 256; };
    const Bytes whole = write_jp2(64, 64, 1, 8, true, value);
    for (std::size_t size = 1; size < whole.size(); size += 3) {
        const Result r = decode_all(Bytes(whole.begin(), whole.begin() + size), "a.jp2");
        INFO("cut at " << size << " of " << whole.size());
        REQUIRE(r.failed());
        REQUIRE_FALSE(r.raster);
    }
    Bytes lying = whole;
    const auto ihdr =
        std::search(lying.begin(), lying.end(), reinterpret_cast<const std::byte*>("ihdr"),
                    reinterpret_cast<const std::byte*>("ihdr") + 4);
    REQUIRE(ihdr != lying.end());
    *(ihdr + 4 + 3) = std::byte{63};  // height
    const Result r = decode_all(lying, "a.jp2");
    CHECK((r.has("scan.decode-warning") || r.failed()));
}

TEST_CASE("Limits hold before memory is asked for") {
    DecodeLimits limits;
    limits.max_pixels = 1000;
    const Bytes files[] = {write_jpeg(40, 40, 3, JCS_RGB, false, ramp(40, 40, 3)),
                           write_png(40, 40, PNG_COLOR_TYPE_RGB, 8, false, ramp(40, 40, 3)),
                           write_jp2(40, 40, 1, 8, true, [](int, int, int) { return 1; })};
    for (const Bytes& bytes : files) {
        const Result r = decode_all(bytes, "a", limits);
        CHECK(r.has("scan.too-large"));
        CHECK_FALSE(r.raster);
        DecodeLimits memory;
        memory.max_memory = 2000;
        CHECK(decode_all(bytes, "a", memory).has("scan.too-large"));
    }
}

TEST_CASE("ICC: a wide profile is applied, sRGB changes nothing, a broken one is told") {
    std::vector<std::uint8_t> green;
    for (int i = 0; i < 16 * 16; ++i)
        green.insert(green.end(), {100, 180, 100});
    const auto pixel = [&](const Bytes& icc, Result& r) {
        r = decode_all(write_jpeg(16, 16, 3, JCS_RGB, false, green, 0, icc), "a.jpg");
        REQUIRE(r.raster);
        return std::vector<int>{r.raster->row(8)[24], r.raster->row(8)[25], r.raster->row(8)[26]};
    };
    Result none, srgb, wide, broken;
    const auto plain = pixel({}, none);
    CHECK(none.facts.icc_profile.empty());
    CHECK(pixel(profile_bytes(cmsCreate_sRGBProfile()), srgb) == plain);
    CHECK(srgb.facts.icc_profile.find("sRGB") != std::string::npos);
    const auto seen = pixel(wide_profile(), wide);
    CHECK(seen[0] < plain[0] - 20);  // the same numbers are a more saturated green there
    CHECK(wide.findings.empty());
    CHECK(pixel(Bytes(600, std::byte{7}), broken) == plain);
    CHECK(broken.has("scan.decode-warning"));
}

TEST_CASE("JPEG writer: what it writes is read back; the same bytes each time") {
    Raster raster(64, 48, 3);
    raster.pixels = ramp(64, 48, 3);
    const auto bytes = encode_jpeg(raster, 90);
    CHECK(bytes == encode_jpeg(raster, 90));
    const Result r = decode_all(bytes, "a.jpg");
    REQUIRE(r.raster);
    CHECK(worst(r.raster->pixels, raster.pixels) <= 10);
    CHECK(encode_jpeg(raster, 30).size() < bytes.size());
    CHECK_THROWS(encode_jpeg(Raster{}, 90));
}
