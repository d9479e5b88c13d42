// The few facts that are wanted from an EXIF block (a small TIFF directory, EXIF 2.32 section 4.6).
// Our own reader and not a library: eight tags, bounds checked at every step, nothing allocated
// beyond the strings.
#pragma once

#include <cstddef>
#include <span>

#include "models/document/page.hpp"

namespace nuskha {

// Fills orientation, resolution, maker, model, software and date of `facts` as far as the block
// states them. `block` begins with the TIFF header ("II*\0" or "MM\0*"). False where it is damaged.
// `version` gets the ExifVersion ("0220") where stated.
bool read_exif(std::span<const std::byte> block, ImageFacts& facts, std::string& version);

// "2026:11:22 22:15:31" as in EXIF and TIFF tag 306 -> "2026-11-22T22:15:31"; empty where it is no
// date.
std::string iso_date(std::string_view exif_date);

}  // namespace nuskha
