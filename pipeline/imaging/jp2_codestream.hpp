// The marker segments of a JPEG 2000 codestream (ISO/IEC 15444-1, Annex A), without its packets.
#pragma once

#include <cstddef>
#include <span>

namespace nuskha {

class FindingLog;
struct Jp2Description;

// Fills size, tiles, components and transformation of `d`. Follows the tile-parts to the end of
// the codestream: a missing end or missing tile-parts are scan.truncated, a main header that makes
// no sense is scan.invalid, lesser broken rules are warnings.
void describe_codestream(std::span<const std::byte> bytes, Jp2Description& d, FindingLog& log);

}  // namespace nuskha
