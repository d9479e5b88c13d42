// One page's text as it stands in a file of transcription, whatever its format.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "models/document/text.hpp"
#include "models/preservation/finding.hpp"

namespace nuskha {

struct Transcription {
    std::string scan_name;    // file name of the image
    Size scan;                // size of the image, pixels
    int number = 0;           // of the page in its item, from 1; 0 where not stated
    bool read = false;        // an engine or a person read it; it may still hold no word
    Text text;                // boxes in SCAN coordinates; baseline ends as far as stated
    std::vector<Point> page;  // outline of the page; empty where not stated
    std::vector<std::vector<Point>> shapes;  // outline of each word, in the order of the text
    std::vector<Finding> findings;  // unreadable, with the file as place; text is then empty
};

struct TranscriptionLimits {
    std::size_t bytes = 64u << 20;
    int depth = 32;
    std::size_t words = 1'000'000, characters = 10'000'000;
};

// Where a page's transcription belongs; what it does not know of itself.
struct PagePlace {
    std::string item;
    std::string page;  // "0001.tif-a"
    int number = 1;    // in the item, from 1
};

}  // namespace nuskha
