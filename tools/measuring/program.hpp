// Other programs, run beside ours on the same pages.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "models/document/raster.hpp"

namespace nuskha {

struct Said {
    std::string text, complaint;  // on its output; on its error output
    double milliseconds = 0;      // processor time
    bool ran = false;             // and ended with 0
};

// Waits for its end. No shell; the program is sought in PATH.
Said run_program(std::vector<std::string> words);

// A binary PGM of a grey raster, as such programs take it.
void write_pgm(const Raster& grey, const std::filesystem::path& file);

}  // namespace nuskha
