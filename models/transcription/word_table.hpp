// A page's words as rows, for tables and scripts: JSON Lines (jsonlines.org) and the columns of
// Tesseract's TSV.
#pragma once

#include <string>

#include "models/transcription/transcription.hpp"

namespace nuskha {

// One word a line, in reading order:
// {"item", "page", "number": of the page in the item, "block", "line", "word": from 1, line in
// block and word in line, "text", "box": [x, y, width, height] pixels of the scan, "confidence":
// 0..1, "language", "direction": "ltr" or "rtl", "page_expected_error": of the
// whole page, 0..1, null where none is claimed}. A page that was not read is one line with
// "read": false, item, page and number.
std::string json_lines(const Transcription& page, const PagePlace& place);

// The twelve column names of Tesseract, tab between, and a newline.
std::string tsv_heading();
// Rows of the page (level 1), its blocks (2), paragraphs (3; one a block), lines (4) and words (5); whole
// pixels of the scan; conf 0 to 100, -1 where it is no word. Of a page that was not read the first row alone,
// with "not read" as its text.
std::string tsv_rows(const Transcription& page, const PagePlace& place);

}  // namespace nuskha
