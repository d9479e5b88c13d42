// From a file's bytes to pixels and facts. Bytes are hostile until parsed: every decoder bounds
// sizes before it allocates, decodes to the last pixel, and tells what is wrong as findings; it
// never throws on bad content and never reads or writes a file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/document/page.hpp"
#include "models/document/raster.hpp"

namespace nuskha {

struct DecodeLimits {
    std::int64_t max_pixels = 1'000'000'000;  // of one image
    std::int64_t max_memory = 8'000'000'000;  // bytes that decoding one image may allocate
    int max_images = 10'000;                  // in one file
};

struct Decoded {
    std::optional<Raster>
        raster;  // grey or sRGB, stored orientation; nothing where an error finding says why
    std::vector<Finding>
        findings;  // scan.*; place = the name given to open_image (+ " image N" for N > 0)
};

// An image file opened from memory; the bytes must outlive it.
class ImageFile {
  public:
    virtual ~ImageFile() = default;
    virtual int images() const = 0;  // at least 1; thumbnails and masks of a TIFF do not count
    virtual ImageFacts facts(int image) const = 0;
    virtual Decoded decode(int image) = 0;  // all of it, to the last strip, tile or code block
};

struct OpenedImage {
    std::unique_ptr<ImageFile> file;  // nothing where an error finding says why
    std::vector<Finding> findings;
};

// `name` is used in findings and to compare the extension with the bytes (scan.wrong-extension).
OpenedImage open_image(std::span<const std::byte> bytes, const std::string& name,
                       const DecodeLimits& limits);

// Name endings that a scan may have, lower-case with dot: ".tif", ".tiff", ".jpg", ...
bool has_image_extension(std::string_view name);

}  // namespace nuskha
