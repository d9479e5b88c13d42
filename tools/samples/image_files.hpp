// Writes sample scans in the forms that scanners and vendors deliver.
#pragma once

#include <filesystem>

#include "models/document/raster.hpp"

namespace nuskha {

enum class TiffForm {
    jpeg,        // strips of JPEG; YCbCr where there are three channels
    jpeg_tiles,  // 256 x 256 tiles of JPEG
    lzw4,        // 4 bits a sample, LZW
    deflate4,    // 4 bits a sample, Deflate, big-endian
    deflate16,   // 16 bits a sample, Deflate with predictor
    fax_g4,      // bilevel, CCITT group 4; ink is what is darker than its surroundings
    packbits1,   // bilevel, PackBits, BigTIFF
    none,        // 8 bits, uncompressed
};

struct ImageForm {
    int dpi = 300;
    int quality = 60;      // JPEG, 1..100
    double jp2_rate = 14;  // JPEG 2000: times smaller
};

// All throw Failure (store) where the file cannot be written. Colour files carry an sRGB profile.
void write_tiff(const std::filesystem::path& path, const Raster& raster, TiffForm tiff,
                const ImageForm& form);
void write_jpeg(const std::filesystem::path& path, const Raster& raster, const ImageForm& form);
void write_png(const std::filesystem::path& path, const Raster& raster, const ImageForm& form);
void write_jp2(const std::filesystem::path& path, const Raster& raster, const ImageForm& form);

}  // namespace nuskha
