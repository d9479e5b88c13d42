// The decoders behind open_image(), one a format. Each is given bytes that begin as its format
// does, logs what it finds, and returns nothing where the file cannot be opened at all.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "pipeline/imaging/decode.hpp"

namespace nuskha {

class FindingLog;

struct ImageBytes {
    std::span<const std::byte> bytes;
    std::string name;  // for findings
    DecodeLimits limits;

    // Unsigned number of `size` bytes, big-endian; the caller knows that they are there.
    std::uint64_t big(std::size_t at, int size) const {
        std::uint64_t v = 0;
        for (int i = 0; i < size; ++i)
            v = v << 8 | std::to_integer<std::uint64_t>(bytes[at + i]);
        return v;
    }
    bool holds(std::uint64_t at, std::uint64_t size) const {
        return at <= bytes.size() && size <= bytes.size() - at;
    }
};

std::unique_ptr<ImageFile> open_tiff(const ImageBytes& source, FindingLog& log);
std::unique_ptr<ImageFile> open_jpeg(const ImageBytes& source, FindingLog& log);
std::unique_ptr<ImageFile> open_png(const ImageBytes& source, FindingLog& log);
std::unique_ptr<ImageFile> open_jpeg2000(const ImageBytes& source, FindingLog& log);

}  // namespace nuskha
