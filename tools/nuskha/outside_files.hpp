// Files of transcription from outside, and which image of a stored item each belongs to.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "models/transcription/placed_text.hpp"
#include "pipeline/run/sealed_item.hpp"

namespace nuskha {

struct OutsideFile {
    std::filesystem::path path;
    std::string bytes;
    bool page_xml = false;  // else ALTO
    Transcription transcription;
    TranscriptionOrigin origin;
    std::vector<const SealedPage*> pages;  // of the image it belongs to, by side
};

// Files as named, and the *.xml of folders in natural order; what in a folder is neither PAGE-XML nor ALTO
// is left aside. Throws Failure(input) naming the first that cannot be used.
std::vector<OutsideFile> read_outside_files(const std::vector<std::string>& files_and_folders);

// By the picture that the file names, else by its own name; where no file's name tells, in order.
// Throws Failure(input) where a file belongs to no page, two to one, or counts differ.
void match_to_pages(std::vector<OutsideFile>& files, const SealedItem& item);

}  // namespace nuskha
