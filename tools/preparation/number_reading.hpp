// How often printed page numbers are read, and how often misread.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "tools/preparation/books.hpp"

namespace nuskha {

// Sets `pages` book pages in each of the samples' six languages, ages and reads them as recognise
// does, and prints a table: numbers read and misread without and with the second look
// (read_page_number), certain ones among both, and CPU time. Returns the rates with it, a language
// each. Of numbers misread the share of certain ones is over all languages and after Laplace's rule
// of succession: that none was seen among a few does not make it nought.
std::vector<ReadingRates> measure_reading(std::uint64_t seed, int pages, std::ostream& csv);

}  // namespace nuskha
