// The report's facts as data: report.json, findings.csv and pages.csv, written as the journal is walked.
#pragma once

#include <filesystem>

#include "pipeline/files.hpp"
#include "pipeline/report/tally.hpp"

namespace nuskha::report {

class JsonWriter {  // report.json; item, leaf and item_ends in the order of the walk, then close
  public:
    JsonWriter(const std::filesystem::path& file, const Journal& journal);
    void item(const Item& item);
    void leaf(const Leaf& leaf);
    void item_ends(const Item& item);
    void close(const Tally& tally);

  private:
    FileWriter file_;
    const Journal& journal_;
    bool first_item_ = true, first_leaf_ = true;
};

class CsvWriter {  // findings.csv: RFC 4180, UTF-8 with BOM as spreadsheets want it
  public:
    explicit CsvWriter(const std::filesystem::path& file);
    void row(const PlacedFinding& finding);
    void close() { file_.close(); }

  private:
    FileWriter file_;
};

class
    PagesWriter {  // pages.csv: what was measured of each page, as CsvWriter writes; empty = not measured
  public:
    explicit PagesWriter(const std::filesystem::path& file);
    void row(const Leaf& leaf);
    void close() { file_.close(); }

  private:
    FileWriter file_;
};

}  // namespace nuskha::report
