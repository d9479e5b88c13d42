// The sheets of the report, each a function from values to HTML. Where they lie:
//   index.html                  the batch: summary, findings, items, first part of the wall
//   sheets/wall-00002.html ...  further parts of the wall
//   sheets/item-00001.html      an item, its pages in reading order
//   sheets/page-000001.html     a page
//   sheets/report.css, report.js
//   pages/*.jpg                 pictures, made by the workers
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/report/leaf.hpp"
#include "pipeline/report/tally.hpp"
#include "pipeline/report/words.hpp"

namespace nuskha::report {

std::string_view style_sheet();
std::string_view script();

std::string wall_file(int part);  // from 1: "../index.html" or "wall-00002.html", seen from sheets/
std::string item_file(int number);
std::string page_file(int number);

struct Place {              // from where a sheet looks at the others
    std::string to_root;    // "" or "../"
    std::string to_sheets;  // "sheets/" or ""
};
constexpr auto at_root = [] { return Place{"", "sheets/"}; };
constexpr auto in_sheets = [] { return Place{"../", ""}; };

// Everything up to and with <main>; `links` go into the head.
std::string begin_sheet(const Place& place, std::string_view kind, const std::string& title,
                        const std::string& links, const Words& words);
std::string end_sheet(const RunFacts& run, const Words& words);

std::string level_tag(Level level, const Words& words);
std::string state_tag(ItemState state, const Words& words);
// A row of a definition list, left out where the value is empty. `value` is HTML.
std::string fact(std::string_view label, const std::string& value);
// Findings with meaning and advice, as a list; nothing where there are none.
std::string finding_list(const std::vector<Finding>& findings, const Words& words);

// The address of a picture if it exists, else nothing.
std::optional<std::string> picture(const std::filesystem::path& folder, const Leaf& leaf,
                                   std::string_view suffix);

// One <li> on one line.
std::string card(const Leaf& leaf, const std::filesystem::path& folder, const Place& place,
                 const Words& words);

struct ItemSums {
    std::int64_t leaves = 0, words = 0;
    double weighted_confidence = 0;
    std::array<std::int64_t, 3> findings{};  // of leaves, by Level
    std::set<std::string> shown;             // places that a leaf's findings name
    std::vector<float> expected_errors;      // of leaves that have one
    void add(const Leaf& leaf);
    double confidence() const {
        return words > 0 ? weighted_confidence / static_cast<double>(words) : 0;
    }
};

std::string item_row(const Item& item, int number, const ItemSums& sums,
                     const std::optional<ItemOutcome>& outcome, const Words& words);
std::string item_sheet(const Journal& journal, const Item& item, const ItemSums& sums,
                       const std::string& cards, const Words& words);

std::string page_sheet(const Journal& journal, const Leaf& leaf, int leaves,
                       const std::filesystem::path& folder, const Words& words);
std::string text_section(const Leaf& leaf, const Words& words);
// What was measured of a reference target, beside each level of its guideline; nothing where none.
std::string target_section(const Leaf& leaf, const Words& words);
std::string plates(const Leaf& leaf, const std::filesystem::path& folder, const Words& words);

// The index in two parts; between them stand the item rows.
std::string index_begins(const Journal& journal, const Tally& tally, const Words& words);
std::string index_ends(const Journal& journal, const Words& words);
struct WallPart {
    int part, parts;                // from 1
    std::int64_t first, last, all;  // cards, from 1
};
std::string wall_begins(const WallPart& wall, const Tally& tally, const Words& words);
std::string wall_ends(const WallPart& wall, const Place& place, const Words& words);

}  // namespace nuskha::report
