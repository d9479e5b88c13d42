#include "pipeline/imaging/samples.hpp"

#include <bit>
#include <cmath>
#include <cstring>

namespace nuskha {
namespace {

class BitReader {  // most significant bit first
  public:
    explicit BitReader(const std::uint8_t* in) : in_(in) {}
    std::uint32_t take(int bits) {  // 1..32
        while (held_ < bits) {
            window_ = window_ << 8 | *in_++;
            held_ += 8;
        }
        held_ -= bits;
        const auto v = static_cast<std::uint32_t>(window_ >> held_);
        return bits == 32 ? v : v & ((1u << bits) - 1);
    }

  private:
    const std::uint8_t* in_;
    std::uint64_t window_ = 0;
    int held_ = 0;
};

template <typename T>
T load(const std::uint8_t* in, std::size_t i) {
    T v;
    std::memcpy(&v, in + i * sizeof(T), sizeof(T));
    return v;
}

float half_to_float(std::uint16_t h) {  // IEEE 754 binary16
    const int exponent = h >> 10 & 31, fraction = h & 1023;
    const float sign = h & 0x8000 ? -1.f : 1.f;
    if (exponent == 0) return sign * std::ldexp(static_cast<float>(fraction), -24);
    if (exponent == 31) return fraction ? NAN : sign * INFINITY;
    return sign * std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
}

std::uint8_t from_unit(double v, std::size_t& clipped) {
    if (v >= 0 && v <= 1) return static_cast<std::uint8_t>(v * 255 + 0.5);
    ++clipped;
    return v > 1 ? 255 : 0;
}

std::size_t unpack_floats(const std::uint8_t* in, std::uint8_t* out, std::size_t count, int bits) {
    std::size_t clipped = 0;
    for (std::size_t i = 0; i < count; ++i)
        out[i] = from_unit(bits == 16   ? half_to_float(load<std::uint16_t>(in, i))
                           : bits == 32 ? load<float>(in, i)
                                        : load<double>(in, i),
                           clipped);
    return clipped;
}

void unpack_bilevel(const std::uint8_t* in, std::uint8_t* out, std::size_t count) {
    for (; count >= 8; count -= 8, ++in)
        for (int bit = 7; bit >= 0; --bit)
            *out++ = *in >> bit & 1 ? 255 : 0;
    for (int bit = 7; count > 0; --bit, --count)
        *out++ = *in >> bit & 1 ? 255 : 0;
}

}  // namespace

bool samples_supported(SampleKind kind, int bits) {
    if (kind == SampleKind::floating) return bits == 16 || bits == 32 || bits == 64;
    return (bits >= 1 && bits <= 32) || bits == 64;
}

std::size_t unpack_samples(const std::uint8_t* in, std::uint8_t* out, std::size_t count,
                           SampleKind kind, int bits) {
    if (kind == SampleKind::floating) return unpack_floats(in, out, count, bits);
    switch (bits) {
        case 1:
            unpack_bilevel(in, out, count);
            break;
        case 8:
            std::memcpy(out, in, count);
            break;
        case 16:
            for (std::size_t i = 0; i < count; ++i)
                out[i] =
                    static_cast<std::uint8_t>((load<std::uint16_t>(in, i) * 255u + 32895u) >> 16);
            break;
        case 24:
            for (std::size_t i = 0; i < count; ++i)
                out[i] = in[3 * i + (std::endian::native == std::endian::little ? 2 : 0)];
            break;
        case 32:
            for (std::size_t i = 0; i < count; ++i)
                out[i] = static_cast<std::uint8_t>(load<std::uint32_t>(in, i) >> 24);
            break;
        case 64:
            for (std::size_t i = 0; i < count; ++i)
                out[i] = static_cast<std::uint8_t>(load<std::uint64_t>(in, i) >> 56);
            break;
        default: {
            BitReader reader(in);
            const std::uint64_t most = (std::uint64_t{1} << bits) - 1;
            for (std::size_t i = 0; i < count; ++i)
                out[i] = static_cast<std::uint8_t>((reader.take(bits) * 255ull + most / 2) / most);
        }
    }
    // The sign bit is the top bit of what was kept: turning it over moves the least value to 0.
    if (kind == SampleKind::signed_integer)
        for (std::size_t i = 0; i < count; ++i)
            out[i] ^= 0x80;
    return 0;
}

void unpack_indices(const std::uint8_t* in, std::uint16_t* out, std::size_t count, int bits) {
    if (bits == 8) {
        for (std::size_t i = 0; i < count; ++i)
            out[i] = in[i];
    } else if (bits == 16) {
        std::memcpy(out, in, count * 2);
    } else {
        BitReader reader(in);
        for (std::size_t i = 0; i < count; ++i)
            out[i] = static_cast<std::uint16_t>(reader.take(bits));
    }
}

}  // namespace nuskha
