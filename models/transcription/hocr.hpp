// hOCR 1.2 (kba.github.io/hocr-spec/1.2): one page's text as XHTML, with boxes on the scan.
#pragma once

#include <string>

#include "models/preservation/xml_writer.hpp"
#include "models/transcription/transcription.hpp"

namespace nuskha {

// ocr_page, ocr_carea (ocr_table for a table), ocr_par, ocr_line and ocrx_word, with bbox (whole pixels of the scan),
// baseline (slope, and offset from the box's lower left corner) and x_wconf (0 to 100); dir and
// lang where they differ from what they lie in. Words in logical order, parted by a blank. A page
// that was not read holds an empty ocr_page, and its title says "not read".
void write_hocr(const Transcription& page, const PagePlace& place, const std::string& software,
                const TextSink& sink);

}  // namespace nuskha
