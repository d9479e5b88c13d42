// Where the schemas and fixtures of other people lie: in the folder that NUSKHA_SHARED names.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <optional>

namespace nuskha {

inline std::optional<std::filesystem::path> shared_folder() {
    const char* shared = std::getenv("NUSKHA_SHARED");
    if (shared && *shared) return std::filesystem::path(shared);
    WARN("SKIP: NUSKHA_SHARED does not name the folder with schemas and fixtures");
    return {};
}

}  // namespace nuskha
