// What a new text changes in a stored item, page by page; as a table and as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "models/evaluation/word_difference.hpp"
#include "pipeline/run/text_version.hpp"

namespace nuskha {

struct PageChange {
    std::string page;  // "0001.tif-a"
    int number = 1;    // in the item
    bool read_before = false, changed = false;
    WordDifference words;
    std::optional<double> confidence_before,
        confidence_after;  // 0..1; nothing where none is claimed
};

struct ItemChange {
    std::string item, title;
    std::vector<PageChange> pages;  // those that have a new text
    ItemOutcome outcome;

    std::size_t pages_changed() const;
    WordDifference words() const;
    std::optional<double> confidence_before() const, confidence_after() const;  // over all words
};

// The page's sealed text beside its new one.
PageChange change_of(const SealedItem& item, const SealedPage& page, const Page& fresh,
                     const std::string& reading);

void print_heading();
// A line for the item; with `page_by_page` one for each page that changes as well.
void print_change(const ItemChange& change, bool page_by_page);
nlohmann::json as_json(const ItemChange& change);

}  // namespace nuskha
