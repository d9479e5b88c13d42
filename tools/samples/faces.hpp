// Faces of type for the benchmarks, other than those that samples and tests are set in.
#pragma once

#include <string>
#include <vector>

#include "tools/samples/typesetter.hpp"

namespace nuskha {

// Those that are installed here and can write the language, each with the factor on its size that makes it as large as
// the others; DejaVu's and Noto's where none is.
std::vector<Face> bench_faces(const std::string& language);

}  // namespace nuskha
