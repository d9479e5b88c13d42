// What the report counts: findings by code, pages by their worst finding, and what was measured.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "pipeline/report/course.hpp"
#include "pipeline/report/leaf.hpp"

namespace nuskha::report {

struct CodeCount {
    std::string code;
    Level level = Level::note;
    std::int64_t count = 0;   // findings
    std::int64_t leaves = 0;  // pages and scans that show it
};

// Every finding once, with the item, scan and page that it is of (empty and -1 where of none).
struct PlacedFinding {
    const Finding* finding;
    std::string item, scan;
    int image = -1, side = -1;
};

class Tally {
  public:
    using Sink = std::function<void(const PlacedFinding&)>;
    // `sink` sees every finding once, in the order: batch; then per item its own, those of its
    // scans and pages, and those of its sealing.
    explicit Tally(const Journal& journal, Sink sink = {});
    void item(const Item& item);
    void leaf(const Leaf& leaf);
    void item_ends(const Item& item);

    std::vector<CodeCount> codes() const;    // worst level first, then most frequent, then by code
    std::array<std::int64_t, 3> findings{};  // by Level
    std::array<std::int64_t, 4> leaves{};    // by worst Level; [3] = nothing found
    Courses courses;
    std::vector<float> confidence, expected_error, skew,
        edge_width;  // a value for each page that has one

  private:
    void count(const Finding& finding, const std::string& item, const std::string& scan, int image,
               int side);
    const Journal& journal_;
    Sink sink_;
    std::map<std::string, CodeCount> codes_;
};

// A tally of the whole journal.
Tally tally(const Journal& journal);

}  // namespace nuskha::report
