// JPEG for reports and thumbnails; never for masters.
#pragma once

#include <cstddef>
#include <vector>

#include "models/document/raster.hpp"

namespace nuskha {

// Baseline JFIF, 4:2:0, optimised Huffman tables; the same raster and quality (1..100) give the
// same bytes. Throws Failure(Exit::input) for an empty raster or sides above 65,500 pixels.
std::vector<std::byte> encode_jpeg(const Raster& raster, int quality);

}  // namespace nuskha
