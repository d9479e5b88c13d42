// The faces that benchmarks are set in: others than those of the samples and of the unit tests.
#pragma once

#include <string>
#include <vector>

#include "tools/samples/typesetter.hpp"

namespace nuskha {

// Those for a language that are installed here, their points the factor that makes them look alike
// in size; DejaVu's and Noto's where none is.
std::vector<Face> bench_faces(const std::string& language);

}  // namespace nuskha
