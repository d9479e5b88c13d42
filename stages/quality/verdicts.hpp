// What the measures of a page mean: findings, with the number and its limit in the sentence.
#pragma once

#include "stages/quality/measures.hpp"

namespace nuskha {

// Edges wider than this are blurred on this page, pixels.
double widest_edge(const Measures& seen, const Options& options);

// What the file itself lacks: resolution, depth, size, profile.
std::vector<Finding> verdicts_on_file(const Page& page, const Measures& seen,
                                      const Options& options);

// What the picture suffers from. A blank page is only that, and what does not need writing.
std::vector<Finding> verdicts_on_picture(const Page& page, const Measures& seen,
                                         const Options& options);

}  // namespace nuskha
