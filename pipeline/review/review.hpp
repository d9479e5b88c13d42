// What is seen only by looking at many pages: the review of an item, when all its scans are
// through, and of the batch, when all its items are. Both read the journal alone, so that the same
// pages give the same findings whoever asks and in whatever order the pages came.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "pipeline/journal.hpp"
#include "pipeline/options.hpp"
#include "pipeline/review/sighting.hpp"

namespace nuskha::review {

std::span<const OptionSpec> options();  // a recipe's [review]

// Findings of the item as a whole and, by their place, of its pages: scans with the same bytes,
// pages scanned twice, changes of light, printed page numbers that do not run on.
std::vector<Finding> review_item(const Journal& journal, const std::string& item,
                                 const Options& options);

// The same from values; `item` is the place of what has no page.
std::vector<Finding> review_pages(const std::string& item, const std::vector<Sighting>& pages,
                                  const Options& options);

// Findings of the batch: a trend of light over its items.
std::vector<Finding> review_batch(const Journal& journal, const Options& options);

}  // namespace nuskha::review
