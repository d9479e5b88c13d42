// Is a folder a valid OCFL object? Whoever wrote it, by the specification's own codes.
//
// OCFL 1.0 and 1.1. Reads every byte of the object once, writes nothing, follows no link, and takes
// hostile input: inventories of bounded size and depth, paths that stay in the object.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "models/preservation/ocfl_inventory.hpp"

namespace nuskha {

struct VerifyFigures {
    std::size_t objects = 0, files = 0;
    std::uint64_t bytes = 0;
};

// Called after each file, with its path below what is verified.
using VerifyProgress = std::function<void(const VerifyFigures&, const std::string& path)>;

struct OcflVerdict {
    std::vector<OcflFault> faults;  // those of an object are told in the order of their finding
    std::string id;                 // of the object; empty where it could not be read
    bool cut_short = false;         // there may be more of them
    bool valid() const;             // warnings do not count
};

// Of one object: then no more are looked for. Of a root itself: then no more are kept, but every
// object is still verified.
inline constexpr std::size_t most_faults = 1000;

// `figures` are added to. Throws Failure(input) where `object` is not a folder.
OcflVerdict verify_ocfl_object(const std::filesystem::path& object, VerifyFigures& figures,
                               const VerifyProgress& told);

}  // namespace nuskha
