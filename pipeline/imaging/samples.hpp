// Rows of packed samples, as TIFF stores them, to 8-bit samples.
#pragma once

#include <cstddef>
#include <cstdint>

namespace nuskha {

enum class SampleKind { unsigned_integer, signed_integer, floating };

// Whether samples of this kind and size are understood: integers of 1..32 and 64 bits, floating
// point of 16, 32 and 64 bits.
bool samples_supported(SampleKind kind, int bits);

// `count` samples from `in`, a row that begins on a byte: 8, 16, 24, 32 and 64 bits in the
// machine's byte order (as libtiff hands them out), others packed from the most significant bit
// (TIFF 6.0, section 7). Integers are scaled so that the full range becomes 0..255, signed ones so
// that the least becomes 0; floating point 0..1 becomes 0..255. Returns how many floating samples
// lay outside 0..1 (or were no number) and were clipped.
std::size_t unpack_samples(const std::uint8_t* in, std::uint8_t* out, std::size_t count,
                           SampleKind kind, int bits);

// The same without scaling, for palette indices of 1..16 bits.
void unpack_indices(const std::uint8_t* in, std::uint16_t* out, std::size_t count, int bits);

}  // namespace nuskha
