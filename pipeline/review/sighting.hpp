// What the review of an item looks at: a few facts of each of its pages, in reading order. Pixels
// and words are not needed any more.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/document/page.hpp"
#include "pipeline/review/folio.hpp"

namespace nuskha::review {

struct Sighting {
    std::string place;  // path of the scan in the batch, with image and side where not the first
    std::string scan;   // what tells the image: digest of its scan and number in it; may be empty
    std::string captured;           // as the scan states it, ISO 8601; empty where it does not
    double paper = 0;               // level of the paper, 0..255; 0 = not measured
    double tint_a = 0, tint_b = 0;  // of the paper, CIELAB
    std::optional<std::uint64_t>
        hash;              // by which the page is known again; nothing where by nothing
    double parts = 0;      // marks of ink
    double ink_share = 0;  // of the page
    bool blank = false;
    std::vector<std::uint32_t> words;  // the page's words as numbers, sorted; empty where not read
    std::vector<Folio> folios;         // what may be its printed number
};

// `path` is the scan's in the batch.
Sighting sighting_of(const Page& page, const std::string& path, const std::string& scan_digest);

}  // namespace nuskha::review
