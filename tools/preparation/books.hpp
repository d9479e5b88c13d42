// Items as the review of a batch sees them: sequences of pages with printed numbers, read with
// errors, and with paper in changing light. Sound ones, and ones with a planted fault.
#pragma once

#include <string_view>
#include <vector>

#include "pipeline/review/exposure.hpp"
#include "pipeline/review/sighting.hpp"
#include "tools/samples/dice.hpp"

namespace nuskha {

struct ReadingRates {  // of printed page numbers
    double unread = 0, misread = 0;
    double doubtful = 0;         // of those that are read right
    double certain_misread = 0;  // of those that are misread
};

enum class OrderFault { none, page_missing, leaf_missing, swapped, gathering_moved, backwards };

struct NumberedBook {
    std::vector<review::Sighting> pages;  // places are "0001", "0002" ...
    std::size_t fault_at = 0;             // page at which it was planted
    bool legible = true;  // the numbers of the two pages at the fault were read as printed
};

// 60 to 260 pages. Front matter in roman numerals, plates without numbers, openings of chapters
// without numbers, parts that count anew, scans of openings, numbered leaves; years, signatures and
// chapters where page numbers stand.
NumberedBook numbered_book(OrderFault fault, const ReadingRates& rates, Dice dice);

enum class LightFault { none, jump, drift, page_off };

// Pages of one book: paper of one kind with the variation of `pool` (pages that were inspected),
// versos and rectos apart, plates, browner first and last leaves, sometimes another paper.
std::vector<review::PaperLevel> lit_book(LightFault fault,
                                         const std::vector<review::PaperLevel>& pool, Dice dice,
                                         std::size_t& fault_at);

// Items of a batch, each of a paper of its own; `fading`: of like paper, and the lamps fade.
std::vector<review::PaperLevel> lit_batch(bool fading, const std::vector<review::PaperLevel>& pool,
                                          Dice dice);

// Paper as it is seen in `factor` times the light.
review::PaperLevel in_light(review::PaperLevel paper, double factor);

}  // namespace nuskha
