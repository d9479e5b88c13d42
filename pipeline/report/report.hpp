// The report of a batch: a folder of static files that a person likes to look at, made from the
// journal alone. It opens from the disk, asks no network, and can be deleted and made again.
#pragma once

#include <filesystem>
#include <string>

#include "pipeline/journal.hpp"

namespace nuskha {

// Writes folder/index.html, folder/sheets/, folder/report.json, folder/findings.csv and
// folder/pages.csv. Pictures are expected in folder/pages/, where the workers put them (PageRecord::picture); KEY-scan.jpg
// shows the stored image, not turned. A missing picture is told as such. The report is replaced
// only when all of the new one is written. Memory does not grow with the text or the pictures.
// Throws Failure(store) where the folder cannot be written.
void write_report(const Journal& journal, const std::filesystem::path& folder);

// The short table at a run's end, for a terminal of 80 columns; `report` is named if not empty.
std::string summary_table(const Journal& journal, const std::filesystem::path& report = {});
// The same as one JSON object on one line, without a line feed.
std::string summary_json(const Journal& journal, const std::filesystem::path& report = {});

}  // namespace nuskha
