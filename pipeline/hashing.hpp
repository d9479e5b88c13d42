// Message digests of bytes; several algorithms in one pass over them.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "models/preservation/digest.hpp"

namespace nuskha {

using DigestValues = std::map<DigestAlgorithm, std::string>;  // lower-case hexadecimal

// Computes the digests of a stream of bytes. After finish() it is at the start again.
// Throws Failure(engine) where OpenSSL does not offer an algorithm (MD5 in FIPS mode).
class Hasher {
  public:
    explicit Hasher(std::span<const DigestAlgorithm> algorithms);
    ~Hasher();
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;

    void update(std::span<const std::byte> bytes);
    DigestValues finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

DigestValues digests(std::span<const std::byte> bytes, std::span<const DigestAlgorithm> algorithms);

// The three that are kept of every file. The second form takes them from values that were made
// together with others; those that are not among them stay empty.
Digests digest_all(std::span<const std::byte> bytes);
Digests kept_digests(const DigestValues& values);

std::string hex_digest(DigestAlgorithm algorithm, std::span<const std::byte> bytes);
std::string hex_digest(DigestAlgorithm algorithm, std::string_view bytes);

}  // namespace nuskha
