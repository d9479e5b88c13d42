// What is recorded of a scan whose worker ended or fell silent.
#pragma once

#include <string>

#include "pipeline/journal.hpp"

namespace nuskha {

ScanRecord faulty_scan(const std::string& item, const ScanFile& file, const std::string& stamp);
Finding timeout_of(const ScanFile& file, double seconds);
Finding crash_of(const ScanFile& file, const std::string& how, const std::string& work_folder);

}  // namespace nuskha
