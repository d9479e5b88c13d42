#include "tools/nuskha/workers.hpp"

#include <unistd.h>

#include <algorithm>
#include <thread>

namespace nuskha {

int worker_count(int asked) {
    return asked > 0 ? asked : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

std::int64_t memory_a_worker(double asked_gb, int jobs) {
    if (asked_gb > 0) return static_cast<std::int64_t>(asked_gb * 1e9);
    const auto all = static_cast<std::int64_t>(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE);
    return std::max<std::int64_t>(all * 7 / 10 / jobs, 500'000'000);
}

}  // namespace nuskha
