// Small images written in memory by the format libraries themselves.
#pragma once

#include <tiffio.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/imaging/decode.hpp"

namespace nuskha::test {

using Bytes = std::vector<std::byte>;

// Everything that open_image() and decode() found, and the first raster.
struct Result {
    std::optional<Raster> raster;
    ImageFacts facts;
    int images = 0;
    std::vector<Finding> findings;
    bool has(std::string_view code) const;
    bool failed() const;  // an error finding
};
Result decode_all(const Bytes& bytes, const std::string& name, const DecodeLimits& limits = {});

// Fills a TIFF handle that writes to memory; mode "w", "wb", "w8" ...
Bytes write_tiff(const char* mode, const std::function<void(TIFF*)>& fill);

struct TiffKind {
    std::uint32_t width = 37, height = 29;
    std::uint16_t bits = 8, samples = 1, photometric = PHOTOMETRIC_MINISBLACK,
                  compression = COMPRESSION_NONE, planar = PLANARCONFIG_CONTIG,
                  format = SAMPLEFORMAT_UINT, orientation = 1;
    std::uint32_t rows_per_strip = 8, tile = 0;  // tile > 0: tiles of that side
};
// One directory whose stored 8-bit level at (x, y) of sample s is level(x, y, s), written at the
// kind's depth (so that decoding gives that level again as near as the depth allows).
void add_image(TIFF* tiff, const TiffKind& kind, const std::function<int(int, int, int)>& level);

Bytes write_png(int width, int height, int colour_type, int bits, bool interlaced,
                const std::vector<std::uint8_t>& rows);
Bytes write_jpeg(int width, int height, int components, int colour_space, bool progressive,
                 const std::vector<std::uint8_t>& rows, int orientation_tag = 0,
                 const Bytes& icc = {});
Bytes write_jp2(int width, int height, int components, int bits, bool boxed,
                const std::function<int(int, int, int)>& value);

}  // namespace nuskha::test
