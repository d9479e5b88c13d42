// What a JP2 file says of itself in its boxes (ISO/IEC 15444-1, Annex I) and in the marker segments
// of its codestream (Annex A), and where the two contradict each other or the standard. Reads
// headers only; pixels are OpenJPEG's business.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "pipeline/imaging/formats.hpp"

namespace nuskha {

struct Jp2Component {
    int bits = 8;
    bool is_signed = false;
    int dx = 1, dy = 1;  // subsampling
};

struct Jp2Description {
    bool usable = false;  // a codestream with a sound main header was found
    bool boxed = false;   // false: a raw codestream
    std::string brand;    // "jp2 ", "jpx ", "jph ", ...
    std::span<const std::byte> codestream;

    std::int64_t width = 0, height = 0;  // of the image, in samples of its finest component
    std::int64_t grid_width = 0, grid_height = 0;  // of the image on the reference grid
    std::int64_t tile_width = 0, tile_height = 0, tiles = 0;
    std::vector<Jp2Component> components;
    bool reversible = false;  // wavelet transformation 5-3 (COD, COC)
    int layers = 0;

    int enumerated_colour = 0;  // EnumCS: 16 sRGB, 17 grey, 18 sYCC, 12 CMYK, 14 CIELab; 0 = none
    std::span<const std::byte> icc;
    bool palette = false;
    double ppi_x = 0, ppi_y = 0;  // capture resolution, else display resolution
};

// Contradictions and broken rules go to the log: as scan.decode-warning where pixels can be
// trusted all the same, as an error where they cannot (the codestream is cut or nonsense).
Jp2Description describe_jp2(const ImageBytes& source, FindingLog& log);

}  // namespace nuskha
