// What the fuzz targets share. Each target is one file: it takes any bytes as one parser would get
// them, and insists on what the parser's header promises. Run with tools/fuzz.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>
#include <vector>

#include "models/preservation/finding.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace nuskha::fuzz {

inline std::string_view text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

inline std::span<const std::byte> bytes(const std::uint8_t* data, std::size_t size) {
    return std::as_bytes(std::span(data, size));
}

// A promise: libFuzzer keeps the input that breaks it.
inline void insist(bool holds, const char* promise) {
    if (holds) return;
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

inline void insist_known(const std::vector<Finding>& findings) {
    for (const Finding& f : findings)
        insist(find_finding_kind(f.code) != nullptr, "every finding is of a catalogued kind");
}

}  // namespace nuskha::fuzz
