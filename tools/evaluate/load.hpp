// Scans with known truth, as they lie in folders.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "models/document/page.hpp"
#include "models/document/raster.hpp"
#include "tools/evaluate/distance.hpp"

namespace nuskha {

struct Sample {
    std::filesystem::path file;
    std::string group, name;
    std::optional<std::string> truth;    // text
    std::optional<double> skew;          // degrees, + = text runs down to the right
    std::vector<std::string> languages;  // as declared: alphabets' codes or names of trained data
    std::string kind;                    // "print", "manuscript", "map"; empty = not told
};

// Image files below a folder of real scans: NAME.gt.txt, NAME.meta.json or group.meta.json beside
// them, SKEW.tsv at its root. Binarised copies (NAME.bin.EXT) are left out. Sorted by group and name.
std::vector<Sample> samples_in(const std::filesystem::path& folder);

// The scans that truth/BATCH/.../NAME.truth.json of the project's own sample scans tells of.
std::vector<Sample> sample_scans(const std::filesystem::path& folder);

// Of what was read against the scan's truth, which must be there: line by line (lines_distance) where the truth leaves
// out parts of the page or is in no order, as of maps, of bodies of pages, and of typescripts, whose letterheads,
// stamps and handwriting are not transcribed; else the whole (character_distance).
Distance distance_to_truth(const Sample& sample, const std::string& read);

struct Loaded {
    Page page;  // geometry: the whole scan, turned by its orientation tag
    Raster raster;
};

// The first image of the file, by the pipeline's own decoders; nothing where it is not sound.
std::optional<Loaded> load(const Sample& sample);

}  // namespace nuskha
