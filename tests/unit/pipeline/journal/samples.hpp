// Values with every field set to something that is not its default.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "pipeline/journal.hpp"

namespace nuskha {

// A folder that goes when the test does.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

Text sample_text(const std::string& salt);
PageRecord sample_page(const PageId& id, const std::string& salt);
ScanRecord sample_scan(const std::string& item, const std::string& name);
Batch sample_batch(int items, int scans_an_item);
ItemOutcome sample_outcome();
RunFacts sample_run();

}  // namespace nuskha
