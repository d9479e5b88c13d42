// All pixels of the directory that is current in a TIFF.
#pragma once

#include <optional>

#include "models/document/raster.hpp"
#include "pipeline/imaging/tiff_handle.hpp"

namespace nuskha {

// Decodes every strip or tile. Nothing where an error was logged: which strip or tile, from which
// row on. `directory` is used in sentences only, counted from 0.
std::optional<Raster> decode_tiff_directory(TiffHandle& handle, int directory,
                                            const DecodeLimits& limits, FindingLog& log);

}  // namespace nuskha
