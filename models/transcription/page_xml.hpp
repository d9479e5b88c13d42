// PAGE-XML 2019-07-15 (PRImA, namespace .../gts/pagecontent/2019-07-15): one page's text with its
// regions, lines and words, as Transkribus, eScriptorium, OCR-D and PRImA's tools exchange it.
#pragma once

#include <string>
#include <string_view>

#include "models/preservation/xml_writer.hpp"
#include "models/transcription/transcription.hpp"

namespace nuskha {

struct PageXmlSource {
    PagePlace place;
    std::string creator;  // "nuskha 0.1.0"
    std::string created;  // RFC 3339: when the text was sealed, so that the same text gives the
                          // same bytes
};

// Coordinates are whole pixels of the scan and not negative, as the schema demands; the alphabet
// stands in `custom` ("language {value:az-Latn;}"), since PAGE's own list of languages knows no
// scripts. A page that was not read has no region, and a comment that says so.
void write_page_xml(const Transcription& page, const PageXmlSource& source, const TextSink& sink);

// Reads any year's PAGE-XML: regions (nested ones too) in the reading order where one is stated,
// those that it leaves out after it; of several readings of one thing the one with the lowest
// index. Where a line has no words with text, its own text is parted at blanks and each word has
// the line's box; where a region has no lines with text, its own. A finding is
// page-xml.unreadable. Takes hostile input, as read_alto does.
Transcription read_page_xml(std::string_view xml, const std::string& name,
                            const TranscriptionLimits& limits = {});

// Whether the file's first element is that of PAGE-XML; else it may be ALTO. Looks at no more than
// the first 4,096 bytes.
bool is_page_xml(std::string_view xml);

}  // namespace nuskha
