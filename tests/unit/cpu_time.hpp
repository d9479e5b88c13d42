// CPU time of this process, for tests of cost that must hold on a busy machine too.
#pragma once

#include <ctime>

namespace nuskha::test {

inline double cpu_seconds_since(std::clock_t start) {
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

}  // namespace nuskha::test
