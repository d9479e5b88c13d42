// How a measure runs over the batch, page by page in the order of the report: drawn so that a drift
// is seen at a glance, whether there are ten pages or ten thousand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/report/leaf.hpp"
#include "pipeline/report/words.hpp"

namespace nuskha::report {

// Values of one measure, one for each leaf; NaN where a page has none.
struct Course {
    std::vector<float> values;
    std::vector<bool> flagged;       // by a finding that speaks of this measure
    std::vector<float> least, most;  // limits for that page; NaN where there is none
    std::size_t measured() const;
};

struct Courses {
    explicit Courses(const std::vector<Number>& limits) : limits_(limits) {}
    void item(const std::string& id);  // before its leaves
    void leaf(const Leaf& leaf);
    void close();  // after the last leaf: what is known of an item only when all its pages are

    struct ItemSpan {
        std::string id;
        std::size_t first = 0;  // leaf, from 0
    };
    std::vector<ItemSpan> items;
    std::vector<std::string> names;  // of the leaves
    Course skew, edge_width, paper, confidence, expected_error;

  private:
    double limit(std::string_view name) const;  // NaN where the recipe has no such stage
    std::vector<Number> limits_;
};

// Inline SVG, one chart a measure that was measured at all, in a <section>; empty where none was.
// Up to 600 leaves are a point each that leads to its sheet; more are put together in buckets, each
// drawn from least to most with its median.
std::string courses_section(const Courses& courses, const Words& words);

}  // namespace nuskha::report
