// Message digests as values: lower-case hexadecimal. Computing them is pipeline/hashing.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nuskha {

struct Digests {  // of one file's bytes, all made in the same read
    std::string sha512, sha256, md5;
    bool operator==(const Digests&) const = default;
};

enum class DigestAlgorithm { md5, sha1, sha224, sha256, sha384, sha512 };
std::string_view word(DigestAlgorithm algorithm);                        // "sha256"
std::optional<DigestAlgorithm> digest_algorithm(std::string_view name);  // "SHA-256", "sha256", ...
std::optional<DigestAlgorithm> digest_algorithm_of_length(std::size_t hex_digits);

// The value in lower case, or nothing where it is not hexadecimal of that algorithm's length.
std::optional<std::string> normal_hex(std::string_view text, DigestAlgorithm algorithm);

}  // namespace nuskha
