// A batch of 62 scans in seven items that never was: six scripts, all levels of findings, names
// that try to break out of the report, pages without pictures, a scan without pages.
#pragma once

#include <filesystem>

#include "pipeline/journal.hpp"

namespace nuskha {

constexpr int synthetic_scans = 62;  // each gives one card
inline const char* const hostile_item = "<script>alert('item')</script>";
inline const char* const hostile_scan = "\"><img src=x onerror=alert(1)>&amp;.tif";

// `stem` gives a page's PageRecord::picture by its number from 1.
void fill_synthetic(Journal& journal);

}  // namespace nuskha
