// What is true of a scan, as JSON beside it (docs: sample-scans/README.md).
#pragma once

#include <filesystem>
#include <string>

#include "tools/samples/ageing.hpp"

namespace nuskha {

// `scan_path` is the scan's path in its batch folder.
std::string truth_json(const Sheet& sheet, const AgedScan& scan, const std::string& scan_path);

// Writes a small file, making its folders. Throws Failure (store).
void write_text(const std::filesystem::path& path, const std::string& text);

}  // namespace nuskha
