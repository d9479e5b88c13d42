#include "models/preservation/digest.hpp"

#include <array>
#include <utility>

namespace nuskha {
namespace {

constexpr std::array<std::pair<std::string_view, std::size_t>, 6> algorithms{
    {{"md5", 32}, {"sha1", 40}, {"sha224", 56}, {"sha256", 64}, {"sha384", 96}, {"sha512", 128}}};

}  // namespace

std::string_view word(DigestAlgorithm algorithm) {
    return algorithms[static_cast<std::size_t>(algorithm)].first;
}

std::optional<DigestAlgorithm> digest_algorithm(std::string_view name) {
    std::string plain;
    for (char c : name)
        if (c != '-' && c != '_') plain += (c >= 'A' && c <= 'Z') ? static_cast<char>(c + 32) : c;
    for (std::size_t i = 0; i < algorithms.size(); ++i)
        if (algorithms[i].first == plain) return static_cast<DigestAlgorithm>(i);
    return {};
}

std::optional<DigestAlgorithm> digest_algorithm_of_length(std::size_t hex_digits) {
    for (std::size_t i = 0; i < algorithms.size(); ++i)
        if (algorithms[i].second == hex_digits) return static_cast<DigestAlgorithm>(i);
    return {};
}

std::optional<std::string> normal_hex(std::string_view text, DigestAlgorithm algorithm) {
    if (text.size() != algorithms[static_cast<std::size_t>(algorithm)].second) return {};
    std::string hex;
    for (char c : text) {
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c + 32);
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return {};
        hex += c;
    }
    return hex;
}

}  // namespace nuskha
