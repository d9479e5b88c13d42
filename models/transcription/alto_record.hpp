// What an ALTO file that write_alto wrote states beside the text: which scan it belongs to, where the
// page lies on it, how it was prepared, and what read it. Enough to make the same page again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/transcription/alto.hpp"

namespace nuskha {

struct AltoRecord {
    std::string fault;                     // why the file cannot be used; the rest is then empty
    std::string scan_sha512, scan_sha256;  // of the scan's bytes
    int number = 0;                        // of the page in its item, from 1
    int image = 0, side = 0;               // from 0
    Geometry geometry;                     // to the last digit that the file states
    AltoPreparation preparation;
    std::vector<std::string>
        languages;  // that it was read as first, then those it was to be read in
    bool read = false;
    std::string reading;  // what brought the text: "text recognition"
    std::string engine;   // "Tesseract 5.3.0"
    std::vector<Model> models;
};

// Takes hostile input, as read_alto does: sizes, numbers and the mapping are checked before they are
// believed.
AltoRecord read_alto_record(std::string_view xml, const AltoLimits& limits = {});

}  // namespace nuskha
