#include <catch2/catch.hpp>
#include <cmath>

#include "tests/unit/pipeline/imaging/writers.hpp"

using namespace nuskha;
using namespace nuskha::test;

namespace {

int pattern(int x, int y, int s) {
    return (x * 7 + y * 5 + s * 60) % 256;
}
int stripes(int x, int, int) {
    return x / 4 % 2 ? 255 : 0;
}

// Largest difference between what was decoded and `level`.
int worst(const Raster& r, const std::function<int(int, int, int)>& level) {
    int most = 0;
    for (int y = 0; y < r.height; ++y)
        for (int x = 0; x < r.width; ++x)
            for (int c = 0; c < r.channels; ++c)
                most = std::max(most, std::abs(r.row(y)[x * r.channels + c] - level(x, y, c)));
    return most;
}

Result round_trip(const TiffKind& kind, const std::function<int(int, int, int)>& level,
                  const char* mode = "w") {
    return decode_all(write_tiff(mode, [&](TIFF* t) { add_image(t, kind, level); }), "a.tif");
}

}  // namespace

TEST_CASE("TIFF: every depth, arrangement and lossless compression gives its pixels back") {
    const std::uint16_t compressions[] = {COMPRESSION_NONE,          COMPRESSION_LZW,
                                          COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS,
                                          COMPRESSION_ZSTD,          COMPRESSION_LZMA};
    for (const int bits : {1, 2, 4, 8, 12, 16, 32})
        for (const std::uint16_t compression : compressions)
            for (const int samples : {1, 3})
                for (const std::uint16_t planar : {PLANARCONFIG_CONTIG, PLANARCONFIG_SEPARATE})
                    for (const std::uint32_t tile : {0u, 16u})
                        for (const char* mode : {"wl", "wb", "w8"}) {
                            TiffKind kind;
                            kind.bits = static_cast<std::uint16_t>(bits);
                            kind.compression = compression;
                            kind.samples = static_cast<std::uint16_t>(samples);
                            kind.planar = samples > 1 ? planar : PLANARCONFIG_CONTIG;
                            kind.tile = tile;
                            if (samples > 1) kind.photometric = PHOTOMETRIC_RGB;
                            const Result r = round_trip(kind, pattern, mode);
                            INFO("bits " << bits << " compression " << compression << " samples "
                                         << samples << " planar " << planar << " tile " << tile
                                         << " mode " << mode);
                            REQUIRE(r.findings.empty());
                            REQUIRE(r.raster);
                            REQUIRE(r.raster->channels == samples);
                            REQUIRE(worst(*r.raster, pattern) <= (bits < 8
                                                                      ? 128 / ((1 << bits) - 1) + 1
                                                                  : bits == 12 ? 1
                                                                               : 0));
                        }
}

TEST_CASE("TIFF: facts tell what the tags say; orientation is kept, not applied") {
    for (int orientation = 1; orientation <= 8; ++orientation) {
        TiffKind kind;
        kind.orientation = static_cast<std::uint16_t>(orientation);
        const Result r = round_trip(kind, pattern, "wb");
        REQUIRE(r.raster);
        CHECK(r.facts.orientation == orientation);
        CHECK(worst(*r.raster, pattern) == 0);
        CHECK(r.facts.format == "TIFF");
        CHECK(r.facts.pronom == "fmt/353");
        CHECK(r.facts.byte_order == "big endian");
        CHECK(r.facts.ppi_x == Approx(300));
        CHECK(r.facts.width == 37);
        CHECK(r.facts.colour_space == "BlackIsZero");
        CHECK(r.facts.compression == "Uncompressed");
    }
}

TEST_CASE("TIFF: bilevel fax, white is zero") {
    for (const std::uint16_t compression :
         {COMPRESSION_CCITTRLE, COMPRESSION_CCITTFAX3, COMPRESSION_CCITTFAX4}) {
        TiffKind kind;
        kind.bits = 1;
        kind.photometric = PHOTOMETRIC_MINISWHITE;
        kind.compression = compression;
        const Result r = round_trip(kind, stripes);
        INFO(compression);
        REQUIRE(r.raster);
        CHECK(r.findings.empty());
        CHECK(worst(*r.raster, [](int x, int y, int s) { return 255 - stripes(x, y, s); }) == 0);
    }
}

TEST_CASE("TIFF: JPEG inside, YCbCr, CMYK, CIELab, float, signed, alpha, palette") {
    TiffKind kind;
    kind.width = kind.height = 64;
    kind.rows_per_strip = 16;
    kind.samples = 3;
    const auto smooth = [](int x, int y, int s) { return 40 + x + y + s * 20; };

    kind.photometric = PHOTOMETRIC_YCBCR;
    kind.compression = COMPRESSION_JPEG;
    Result r = round_trip(kind, smooth);
    REQUIRE(r.raster);
    CHECK(worst(*r.raster, smooth) <= 12);
    CHECK(r.facts.colour_space == "YCbCr");

    kind.compression = COMPRESSION_NONE;  // neutral chroma: luma is seen
    r = decode_all(
        write_tiff("w",
                   [&](TIFF* t) {
                       TIFFSetField(t, TIFFTAG_YCBCRSUBSAMPLING, 1, 1);
                       add_image(t, kind, [](int x, int, int s) { return s == 0 ? 60 + x : 128; });
                   }),
        "a.tif");
    REQUIRE(r.raster);
    CHECK(worst(*r.raster, [](int x, int, int) { return 60 + x; }) <= 1);

    kind.samples = 4;
    kind.photometric = PHOTOMETRIC_SEPARATED;
    r = round_trip(kind, [](int, int, int s) { return s == 3 ? 0 : s == 0 ? 255 : 0; });
    REQUIRE(r.raster);  // pure cyan without a profile
    CHECK(worst(*r.raster, [](int, int, int c) { return c == 0 ? 0 : 255; }) == 0);

    kind.samples = 3;
    kind.photometric = PHOTOMETRIC_CIELAB;
    r = round_trip(kind, [](int x, int, int s) { return s == 0 ? x * 4 : 0; });
    REQUIRE(r.raster);  // a = b = 0 is neutral: channels are equal and L = 0 is black
    CHECK(r.raster->row(0)[0] <= 1);
    for (int x = 0; x < 64; ++x)
        CHECK(std::abs(r.raster->row(3)[x * 3] - r.raster->row(3)[x * 3 + 2]) <= 2);

    kind = {};
    kind.bits = 32;
    kind.format = SAMPLEFORMAT_IEEEFP;
    r = round_trip(kind, pattern);
    REQUIRE(r.raster);
    CHECK(worst(*r.raster, pattern) == 0);
    r = round_trip(kind, [](int x, int, int) { return x * 20; });  // up to 2.8
    REQUIRE(r.raster);
    CHECK(r.has("scan.decode-warning"));

    kind = {};
    kind.format = SAMPLEFORMAT_INT;
    r = round_trip(kind, pattern);
    REQUIRE(r.raster);
    CHECK(worst(*r.raster, pattern) == 0);

    kind = {};
    kind.samples = 4;
    kind.photometric = PHOTOMETRIC_RGB;
    r = decode_all(write_tiff("w",
                              [&](TIFF* t) {
                                  std::uint16_t extra = EXTRASAMPLE_UNASSALPHA;
                                  TIFFSetField(t, TIFFTAG_EXTRASAMPLES, 1, &extra);
                                  add_image(t, kind, [](int x, int, int s) {
                                      return s == 3 ? (x < 10 ? 0 : 255) : 30;
                                  });
                              }),
                   "a.tif");
    REQUIRE(r.raster);
    CHECK(worst(*r.raster, [](int x, int, int) { return x < 10 ? 255 : 30; }) == 0);

    kind = {};
    kind.bits = 4;
    kind.photometric = PHOTOMETRIC_PALETTE;
    r = decode_all(write_tiff("w",
                              [&](TIFF* t) {
                                  std::uint16_t red[16], green[16], blue[16];
                                  for (int i = 0; i < 16; ++i) {
                                      red[i] = static_cast<std::uint16_t>(i * 17 * 257);
                                      green[i] = 0;
                                      blue[i] = 65535;
                                  }
                                  TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, 4);
                                  TIFFSetField(t, TIFFTAG_COLORMAP, red, green, blue);
                                  add_image(t, kind, [](int x, int, int) { return x % 16 * 17; });
                              }),
                   "a.tif");
    REQUIRE(r.raster);
    CHECK(worst(*r.raster, [](int x, int, int c) {
              return c == 0 ? x % 16 * 17 : c == 1 ? 0 : 255;
          }) == 0);
}

TEST_CASE("TIFF: pages are counted, thumbnails are not") {
    const Bytes bytes = write_tiff("w", [](TIFF* t) {
        add_image(t, {}, pattern);
        TIFFSetField(t, TIFFTAG_SUBFILETYPE, FILETYPE_REDUCEDIMAGE);
        add_image(t, {}, pattern);
        TiffKind second;
        second.width = 20;
        add_image(t, second, stripes);
    });
    OpenedImage opened = open_image(bytes, "book.tif", {});
    REQUIRE(opened.file);
    REQUIRE(opened.file->images() == 2);
    CHECK(opened.file->facts(1).width == 20);
    const Decoded second = opened.file->decode(1);
    REQUIRE(second.raster);
    CHECK(worst(*second.raster, stripes) == 0);
    REQUIRE(opened.file->decode(0).raster);  // in any order
    DecodeLimits one;
    one.max_images = 2;
    CHECK(decode_all(bytes, "book.tif", one).has("scan.too-large"));
}

TEST_CASE("TIFF: cut anywhere, it is never called fine") {
    for (const std::uint16_t compression :
         {COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_CCITTFAX4}) {
        TiffKind kind;
        kind.compression = compression;
        if (compression == COMPRESSION_CCITTFAX4) {
            kind.bits = 1;
            kind.photometric = PHOTOMETRIC_MINISWHITE;
        }
        const Bytes whole = write_tiff("w", [&](TIFF* t) { add_image(t, kind, pattern); });
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const Result r = decode_all(Bytes(whole.begin(), whole.begin() + size), "a.tif");
            INFO("compression " << compression << " cut at " << size << " of " << whole.size());
            REQUIRE((r.failed() || !r.findings.empty() ||
                     (r.raster && worst(*r.raster, pattern) == 0)));
            if (r.failed()) REQUIRE_FALSE(r.raster);
        }
    }
}

TEST_CASE("TIFF: a strip that breaks is named with its row") {
    TiffKind kind;
    kind.compression = COMPRESSION_ADOBE_DEFLATE;
    Bytes bytes = write_tiff("w", [&](TIFF* t) { add_image(t, kind, pattern); });
    // the strips follow the header in order: spoil one in the middle of the file's data
    for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 8; ++i)
        bytes[i] = std::byte{0xFF};
    const Result r = decode_all(bytes, "a.tif");
    REQUIRE(r.failed());
    REQUIRE_FALSE(r.raster);
    CHECK(r.findings.back().sentence.find("strip ") != std::string::npos);
    CHECK(r.findings.back().sentence.find("row ") != std::string::npos);
}

TEST_CASE("TIFF: a bomb is refused before memory is asked for") {
    TiffKind kind;
    kind.bits = 1;
    kind.width = kind.height = 60'000;
    kind.rows_per_strip = 60'000;
    kind.compression = COMPRESSION_CCITTFAX4;
    kind.photometric = PHOTOMETRIC_MINISWHITE;
    TiffKind small = kind;
    small.width = small.height = 100;
    Bytes bytes = write_tiff("wl", [&](TIFF* t) { add_image(t, small, stripes); });
    // Write the sizes of the large image into the small one's tags (256 and 257).
    for (std::size_t i = 0; i + 12 <= bytes.size(); ++i) {
        const auto at = [&](std::size_t k) { return std::to_integer<int>(bytes[i + k]); };
        if ((at(0) == 0 || at(0) == 1) && at(1) == 1 && at(2) == 3 && at(3) == 0 && at(4) == 1 &&
            at(8) == 100) {
            bytes[i + 2] = std::byte{4};
            bytes[i + 8] = std::byte{0x60};
            bytes[i + 9] = std::byte{0xEA};
        }
    }
    const Result r = decode_all(bytes, "bomb.tif");
    CHECK(r.has("scan.too-large"));
    CHECK_FALSE(r.raster);
}

TEST_CASE("TIFF: damaged fax lines are counted") {
    TiffKind kind;
    kind.bits = 1;
    kind.width = kind.height = 200;
    kind.rows_per_strip = 200;
    kind.compression = COMPRESSION_CCITTFAX4;
    kind.photometric = PHOTOMETRIC_MINISWHITE;
    Bytes bytes = write_tiff("w", [&](TIFF* t) {
        add_image(t, kind, [](int x, int y, int) { return (x * x + y * 13) % 31 < 15 ? 255 : 0; });
    });
    for (std::size_t i = 1000; i < 1010; ++i)
        bytes[i] = std::byte{0};
    const Result r = decode_all(bytes, "a.tif");
    CHECK(r.failed());
    CHECK_FALSE(r.raster);
}
