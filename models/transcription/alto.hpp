// ALTO 4.4 (Library of Congress, namespace http://www.loc.gov/standards/alto/ns-v4#): one page's
// recognised text with boxes, on the untouched scan.
//
// All coordinates are pixels of the stored image, so the file can be laid over the scan as it is;
// how the page was turned, straightened and cut out of it is noted as a processing step. There are
// no clock times: the same pixels give the same bytes (when things were done is PREMIS's business).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "models/document/page.hpp"
#include "models/preservation/digest.hpp"
#include "models/preservation/xml_writer.hpp"
#include "models/transcription/transcription.hpp"

namespace nuskha {

// How a page was made out of its scan, as an ALTO file states it.
struct AltoPreparation {
    std::vector<std::string> steps;  // "deskew: success, skew 1.5 degree"
    std::string settings;            // where the page lies on the scan, in words
    std::string software, version;
};

struct AltoSource {        // what a page does not know of itself
    Digests scan;          // of the scan's bytes; empty ones are left out
    int number = 1;        // of the page in the item, from 1 (PHYSICAL_IMG_NR)
    std::string software;  // that prepared the page: "nuskha"
    std::string version;   // of it: "0.1.0"
    // Of a page that was prepared earlier: stands instead of what the page and the above say of its
    // preparation. Steps of stages that the page has events of come from these.
    const AltoPreparation* prepared = nullptr;
    std::string reading = "text recognition";  // what brought the text
};

// Writes the page; one without text gives a valid file with an empty print space. Where the page
// lies askew on the scan, HPOS, VPOS, WIDTH and HEIGHT are the bounds and Shape has the four
// corners. Positions are rounded to 0.01 pixel. Returns how many characters had to be replaced by
// U+FFFD.
std::size_t write_alto(const Page& page, const AltoSource& source, const TextSink& sink);

using AltoLimits = TranscriptionLimits;
using AltoRead = Transcription;  // a finding is alto.unreadable, with `name` as its place

// Reads ALTO 2 to 4 (TextBlock, TextLine, String; pixel units). Takes hostile input: no network, no
// entities, no document type, bounded size and depth.
AltoRead read_alto(std::string_view xml, const std::string& name, const AltoLimits& limits = {});

}  // namespace nuskha
