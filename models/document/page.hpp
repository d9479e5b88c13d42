// A page: one side of a leaf as a reader sees it, with all that is known of it. It is a value that
// travels through the stages and only gains: geometry is composed, findings and events are added.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/document/geometry.hpp"
#include "models/document/override.hpp"
#include "models/document/text.hpp"
#include "models/preservation/event.hpp"
#include "models/preservation/finding.hpp"

namespace nuskha {

// What an image file says of one of its images. Becomes MIX 2.0. Empty string or 0 = the file does
// not say.
struct ImageFacts {
    std::string format;                  // "TIFF", "JPEG", "PNG", "JP2"
    std::string format_version;          // "6.0", "BigTIFF", "1.02", ...
    std::string mime;                    // "image/tiff", ...
    std::string pronom;                  // PUID, e.g. "fmt/353"
    std::int64_t width = 0, height = 0;  // stored pixels
    int bits_per_sample = 0;
    int samples_per_pixel = 0;
    std::string colour_space;  // MIX terms: "WhiteIsZero", "BlackIsZero", "RGB", "PaletteColor",
                               // "CMYK", "YCbCr", "CIELab"
    std::string compression;   // "Uncompressed", "LZW", "Deflate", "PackBits", "CCITT T.6", "JPEG",
                               // "JPEG 2000 lossless", ...
    double ppi_x = 0, ppi_y = 0;                   // pixels per inch
    int orientation = 1;                           // TIFF 6.0 / EXIF tag 274, 1..8
    std::string byte_order;                        // "little endian", "big endian"
    std::string icc_profile;                       // its description; empty = none
    std::string maker, model, software, captured;  // captured: ISO 8601 as far as known
    bool tiled = false;
    bool operator==(const ImageFacts&) const = default;
};

struct PageId {
    std::string item;  // item id
    std::string scan;  // path in the item, '/' between folders, UTF-8, e.g. "AZ-0012_0001.tif"
    int image = 0;     // which image of a multi-page file, from 0
    int side = 0;      // which page of an opening, from 0
    auto operator<=>(const PageId&) const = default;
};

// The page as findings name it within its item: "0001.tif", "album.tif image 3", "0002.tif side 1".
std::string place_of(const PageId& id);

// How the recogniser's input is made from the tones of the scan: the working picture. The access
// image keeps its own tones. All off: the tones of the scan.
struct WorkingTone {
    bool level = false;     // the paper is made equally bright everywhere
    double clean = 0;       // fainter marks become paper; share of the way from paper to ink, 0..1
    double speck = 0;       // lone marks up to this size become paper; mm squared
    bool two_tone = false;  // black and white by a threshold that follows the surroundings
    bool operator==(const WorkingTone&) const = default;
};

struct Page {
    PageId id;
    std::vector<std::string> languages;  // declared or from the recipe, e.g. {"az-Latn", "ru"}
    ImageFacts facts;
    Geometry geometry;  // page -> stored scan
    WorkingTone tone;
    std::vector<Override> overrides;  // of this image; not part of the record, its events tell
    std::optional<Text> text;         // nothing until recognised
    std::vector<Finding> findings;
    std::vector<Event> events;

    // Pixels per inch of the page, or `otherwise` where the scan does not say (or says nonsense:
    // outside 30..4800).
    double ppi_or(double otherwise) const;

    // What staff decided for this page under a name; nullptr where nothing.
    const Override* told(std::string_view name) const;
};

}  // namespace nuskha
