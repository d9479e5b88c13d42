// Edit distance and alignment of two sequences of symbols, in linear memory.
//
// The distance is Levenshtein's: the least number of single insertions, deletions and substitutions. A
// column of the table of distances is kept as differences of one bit each and advanced 64 rows at a time
// (Myers, A fast bit-vector algorithm for approximate string matching, J. ACM 46(3), 1999; with columns cut
// into strips of rows as in Hyyrö, 2003). The alignment is found by halving (Hirschberg, A linear space
// algorithm for computing maximal common subsequences, CACM 18(6), 1975). With n and m symbols: time n m / 32
// steps, memory 16 bytes a symbol and 3 MB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace nuskha {

using Symbol =
    std::uint32_t;  // equal symbols are equal letters or words; what they are is the caller's
using Symbols = std::span<const Symbol>;

std::size_t edit_distance(Symbols truth, Symbols read);

// The least distance of `truth` to any stretch of `read` (Sellers 1980): what else was read counts for nothing.
std::size_t fitting_distance(Symbols truth, Symbols read);

// One step of an alignment, by places in both sequences; `none` = there is no counterpart.
struct Step {
    static constexpr std::size_t none = ~std::size_t{0};
    std::size_t truth, read;
};

// Tells the steps of one best alignment, in order. The same input gives the same steps.
void align(Symbols truth, Symbols read, const std::function<void(Step)>& tell);

}  // namespace nuskha
