#include "tools/samples/directory_first.hpp"

#include <array>
#include <cstdint>

namespace nuskha {
namespace {

constexpr std::uint32_t strip_offsets = 273;

std::uint32_t number(const std::string& bytes, std::size_t at, int size) {
    std::uint32_t value = 0;
    for (int i = size - 1; i >= 0; --i)
        value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
    return value;
}

void put32(std::string& bytes, std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i)
        bytes[at + i] = static_cast<char>(value >> (8 * i));
}

struct Entry {  // one of the directory's, 12 bytes long
    std::uint32_t tag, count, bytes, value;
};

Entry entry(const std::string& tiff, std::size_t at) {
    static constexpr std::array<std::uint32_t, 13> sizes{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
    const std::uint32_t count = number(tiff, at + 4, 4);
    return {number(tiff, at, 2), count, sizes.at(number(tiff, at + 2, 2)) * count,
            number(tiff, at + 8, 4)};
}

}  // namespace

std::string directory_first(const std::string& tiff) {
    const std::uint32_t directory = number(tiff, 4, 4), entries = number(tiff, directory, 2);
    const std::uint32_t length = 2 + 12 * entries + 4;
    std::uint32_t outside = 0;  // bytes of values that do not fit their entry and go along
    for (std::uint32_t i = 0; i < entries; ++i) {
        const Entry e = entry(tiff, directory + 2 + 12 * i);
        if (e.bytes > 4) outside += e.bytes + e.bytes % 2;
    }
    std::string moved = tiff.substr(directory, length - 4) + std::string(4, '\0'), values;
    for (std::uint32_t i = 0; i < entries; ++i) {
        const Entry e = entry(tiff, directory + 2 + 12 * i);
        if (e.bytes <= 4) continue;
        std::string value = tiff.substr(e.value, e.bytes);
        if (e.tag == strip_offsets)  // the pixels move back by as much as is put before them
            for (std::uint32_t k = 0; k < e.count; ++k)
                put32(value, 4 * k, number(tiff, e.value + 4 * k, 4) + length + outside);
        put32(moved, 2 + 12 * i + 8, static_cast<std::uint32_t>(8 + length + values.size()));
        values += value + std::string(value.size() % 2, '\0');
    }
    std::string head = tiff.substr(0, 8);
    put32(head, 4, 8);
    return head + moved + values + tiff.substr(8);
}

}  // namespace nuskha
