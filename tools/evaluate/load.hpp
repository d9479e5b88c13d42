// Scans for measuring, read by leptonica.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "models/document/page.hpp"
#include "models/document/raster.hpp"

namespace nuskha {

struct Sample {
    std::filesystem::path file;
    std::string group, name;  // its folder's name, its own
    std::optional<std::string> truth;
    std::vector<std::string> languages;  // of NAME.meta.json, in Tesseract's style
    std::optional<double> skew;          // of SKEW.tsv
};

struct Loaded {
    Raster raster;
    Page page;
};

std::vector<Sample> samples_in(const std::filesystem::path& folder);
std::optional<Loaded> load(const Sample& sample);

}  // namespace nuskha
