// How many worker processes, and how much memory each.
#pragma once

#include <cstdint>

namespace nuskha {

int worker_count(int asked);  // 0 = one a core
// Bytes; 0 asked = seven tenths of the machine's, divided by the workers.
std::int64_t memory_a_worker(double asked_gb, int jobs);

}  // namespace nuskha
