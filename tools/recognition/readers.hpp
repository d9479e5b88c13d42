// The same picture read by us and by tesseract's own command.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "models/document/raster.hpp"
#include "models/document/text.hpp"
#include "stages/workbench.hpp"
#include "tools/evaluate/chain.hpp"

namespace nuskha {

struct ReadBy {
    std::string text;
    double seconds = 0;  // processor time
    Text detail;         // ours only
    Event event;         // ours: of recognise
};

// Several readings against their truths.
struct Readings {
    std::size_t edits = 0, letters = 0;
    double seconds = 0;
    int pages = 0;
    void add(const ReadBy& reading, const std::string& truth);
    void add(const Readings& more);
    double error() const { return letters ? double(edits) / double(letters) : 0; }
};

// Runs orient, tone and recognise, as the recipe for print has them, on pages that lie straight.
class OurReader {
  public:
    ReadBy read(const Raster& scan, const std::vector<std::string>& languages);

  private:
    std::unique_ptr<Workbench> bench_ = make_workbench();
    Chain chain_{{"orient", "tone", "recognise"}, {}, *bench_};
};

// `tesseract FILE stdout -l DATA MORE...` with one thread. Throws Failure (engine) where it does not run.
ReadBy tesseract_reads(const std::filesystem::path& file, const std::string& data,
                       const std::vector<std::string>& more = {"--dpi", "300"});

// FOLDER/NAME.pgm and NAME.truth.txt: a page as it was made.
void keep_page(const std::filesystem::path& folder, const std::string& name, const Raster& scan,
               const std::string& truth);
// FOLDER/NAME.READER.txt, and of ours READER.words: x, y, width, height, confidence, language and text of each word,
// with an empty row after each line.
void keep_reading(const std::filesystem::path& folder, const std::string& name,
                  const std::string& reader, const ReadBy& reading);

}  // namespace nuskha
