// Is a folder a valid OCFL storage root, and every object in it a valid one?
#pragma once

#include "pipeline/verify/ocfl_object.hpp"

namespace nuskha {

// Called after each object with its path in the root: memory does not grow with their number.
using ObjectVerified = std::function<void(const std::string& path, const OcflVerdict& verdict)>;

// OCFL 1.0 and 1.1. Returns what is to be said of the root itself; its id stays empty. Follows no
// link and writes nothing. Throws Failure(input) where `root` is not a folder.
OcflVerdict verify_ocfl_root(const std::filesystem::path& root, VerifyFigures& figures,
                             const ObjectVerified& verified, const VerifyProgress& told);

// What a folder declares itself to be, or, where the declaration is missing, what it has the files of.
enum class OcflKind { none, object, root };
OcflKind ocfl_kind(const std::filesystem::path& folder);

}  // namespace nuskha
