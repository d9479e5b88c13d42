#include "pipeline/hashing.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "models/failure.hpp"

namespace nuskha {
namespace {

// Every algorithm takes a block in turn while it is in the cache.
constexpr std::size_t block_size = 64 * 1024;
constexpr std::array kept = {DigestAlgorithm::sha512, DigestAlgorithm::sha256,
                             DigestAlgorithm::md5};

[[noreturn]] void fail(DigestAlgorithm algorithm) {
    throw Failure(Exit::engine,
                  std::string(word(algorithm)) +
                      ": OpenSSL cannot compute it; look whether its policy forbids it");
}

// Looked up once in the life of the program: a lookup costs more than hashing a small file.
const EVP_MD* fetched(DigestAlgorithm algorithm) {
    static const std::array<const EVP_MD*, 6> all = [] {
        std::array<const EVP_MD*, 6> found{};
        const char* names[] = {"MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512"};
        for (std::size_t i = 0; i < found.size(); ++i)
            found[i] = EVP_MD_fetch(nullptr, names[i], nullptr);
        return found;
    }();
    return all[static_cast<std::size_t>(algorithm)];
}

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

std::string hexadecimal(std::span<const unsigned char> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(bytes.size() * 2);
    for (const unsigned char b : bytes) {
        hex += digits[b >> 4];
        hex += digits[b & 15];
    }
    return hex;
}

}  // namespace

struct Hasher::State {
    struct Running {
        DigestAlgorithm algorithm;
        std::unique_ptr<EVP_MD_CTX, FreeContext> context;
    };
    std::vector<Running> running;

    static void start(Running& one) {
        const EVP_MD* md = fetched(one.algorithm);
        if (!md || !one.context || EVP_DigestInit_ex2(one.context.get(), md, nullptr) != 1)
            fail(one.algorithm);
    }
};

Hasher::Hasher(std::span<const DigestAlgorithm> algorithms) : state_(std::make_unique<State>()) {
    for (const DigestAlgorithm algorithm : algorithms) {
        if (std::any_of(state_->running.begin(), state_->running.end(),
                        [&](const State::Running& r) { return r.algorithm == algorithm; }))
            continue;
        state_->running.push_back(
            {algorithm, std::unique_ptr<EVP_MD_CTX, FreeContext>(EVP_MD_CTX_new())});
        State::start(state_->running.back());
    }
}

Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const auto block = bytes.first(std::min(bytes.size(), block_size));
        for (State::Running& one : state_->running)
            if (EVP_DigestUpdate(one.context.get(), block.data(), block.size()) != 1)
                fail(one.algorithm);
        bytes = bytes.subspan(block.size());
    }
}

DigestValues Hasher::finish() {
    DigestValues values;
    for (State::Running& one : state_->running) {
        std::array<unsigned char, EVP_MAX_MD_SIZE> raw;
        unsigned int size = 0;
        if (EVP_DigestFinal_ex(one.context.get(), raw.data(), &size) != 1) fail(one.algorithm);
        values.emplace(one.algorithm, hexadecimal(std::span(raw).first(size)));
        State::start(one);
    }
    return values;
}

DigestValues digests(std::span<const std::byte> bytes,
                     std::span<const DigestAlgorithm> algorithms) {
    Hasher hasher(algorithms);
    hasher.update(bytes);
    return hasher.finish();
}

Digests digest_all(std::span<const std::byte> bytes) {
    return kept_digests(digests(bytes, kept));
}

Digests kept_digests(const DigestValues& values) {
    const auto value = [&](DigestAlgorithm algorithm) {
        const auto at = values.find(algorithm);
        return at == values.end() ? std::string() : at->second;
    };
    return {value(DigestAlgorithm::sha512), value(DigestAlgorithm::sha256),
            value(DigestAlgorithm::md5)};
}

std::string hex_digest(DigestAlgorithm algorithm, std::span<const std::byte> bytes) {
    return digests(bytes, std::span(&algorithm, 1)).begin()->second;
}

std::string hex_digest(DigestAlgorithm algorithm, std::string_view bytes) {
    return hex_digest(algorithm, std::as_bytes(std::span(bytes)));
}

}  // namespace nuskha
