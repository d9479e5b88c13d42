// A transcription from outside laid onto the pages of a scan.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/document/text.hpp"
#include "models/transcription/transcription.hpp"

namespace nuskha {

struct PlacedText {
    std::string fault;        // why it does not fit the scan; the rest is then empty
    double scale = 1;         // of its coordinates to those of the scan
    std::vector<Text> pages;  // one for each geometry: blocks in page coordinates, languages
};

// `pages`: where the pages of one image lie on it; the image is of pages.front().scan() pixels. A
// transcription of a picture of another size is scaled where both sides ask for the same factor, within
// a pixel's rounding; else it is refused, as is one of which more than half of the words lie beside the
// scan. Of an opening's pages each gets the lines whose middle lies on it, those on none the first. Text
// comes out in NFC; a word is the bounds of its outline. What is one word in the file but holds blanks is
// parted at them, each part with the place of the whole: more is not known.
PlacedText place_text(const Transcription& transcription, const std::vector<Geometry>& pages);

// What a file says of its making. Takes hostile input, as read_alto does; nothing is known of what cannot
// be read.
struct TranscriptionOrigin {
    std::string software;  // "Transkribus 1.2"; ALTO's last processing software, PAGE's Creator
    std::string date;      // as it stands there
};
TranscriptionOrigin origin_of(std::string_view xml);

}  // namespace nuskha
