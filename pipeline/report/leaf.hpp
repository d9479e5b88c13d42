// What the report shows a card and a sheet for: each page, and each scan that gave no page.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/journal.hpp"
#include "pipeline/report/words.hpp"

namespace nuskha::report {

struct Leaf {
    int number = 0;       // in reading order of the whole batch, from 1
    int item_number = 0;  // in the batch, from 1
    const Item* item = nullptr;
    const ScanFile* file = nullptr;
    const ScanRecord* scan = nullptr;  // nullptr where nothing was learnt yet
    const PageRecord* page = nullptr;  // nullptr where the scan gave none
    bool recognised = false;
    std::size_t words = 0;
    double confidence = 0;
    std::string title;  // "0003.tif", "0003.tif, image 2", ...; as hostile as the file's name

    // Of the page, its scan, and those of item, its sealing and batch that name the scan; worst
    // first, each once.
    std::vector<Finding> findings;
    std::vector<Finding> own;  // those of the page that its scan did not already have
    bool first_of_scan = true;

    std::optional<Level> level() const;        // of the worst finding
    std::optional<double> skew() const;        // degrees, as measured by a stage
    std::optional<double> edge_width() const;  // pixels: how far ink fades; less is sharper
    std::optional<double> edge_limit() const;  // pixels: a wider edge is blurred on this page
    std::optional<double> paper() const;       // level, 0..255
    std::optional<double> mean_grey() const;   // level, 0..255
    // Share of characters probably wrong or missing, 0..1, as recognition estimates it; nothing for a
    // page without words.
    std::optional<double> expected_error() const;
    // Why there is no picture: what was found, else that none was made or nothing read.
    std::string why_no_picture(const Words& say, bool in_short) const;
};

struct Visitor {
    std::function<void(const Item&, int item_number)> item;
    std::function<void(const Leaf&)> leaf;
    std::function<void(const Item&)> item_ends = [](const Item&) {};
};

// Walks the journal in reading order, one scan in memory at a time. Without text, pages come
// without their words, and faster.
void for_each_leaf(const Journal& journal, bool with_text, const Words& words,
                   const Visitor& visitor);

}  // namespace nuskha::report
