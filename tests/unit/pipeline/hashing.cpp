#include "pipeline/hashing.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <string>

using namespace nuskha;

TEST_CASE("digests are those of the standards") {
    // FIPS 180-4 and RFC 1321 examples
    REQUIRE(hex_digest(DigestAlgorithm::md5, "abc") == "900150983cd24fb0d6963f7d28e17f72");
    REQUIRE(hex_digest(DigestAlgorithm::sha1, "abc") == "a9993e364706816aba3e25717850c26c9cd0d89d");
    REQUIRE(hex_digest(DigestAlgorithm::sha256, "abc") ==
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    REQUIRE(hex_digest(DigestAlgorithm::sha512, "").substr(0, 16) == "cf83e1357eefb8bd");
    REQUIRE(hex_digest(DigestAlgorithm::sha224, "abc").size() == 56);
    REQUIRE(hex_digest(DigestAlgorithm::sha384, "abc").size() == 96);
}

TEST_CASE("a stream in pieces has the digests of the whole, and a hasher can be used again") {
    std::string data(300'000, 'x');
    for (std::size_t i = 0; i < data.size(); ++i)
        data[i] = static_cast<char>(i * 31 % 251);
    const auto bytes = std::as_bytes(std::span(data));
    const std::array algorithms = {DigestAlgorithm::sha512, DigestAlgorithm::md5,
                                   DigestAlgorithm::md5};
    Hasher hasher(algorithms);
    for (int round = 0; round < 2; ++round) {
        for (std::size_t at = 0; at < bytes.size(); at += 12'345)
            hasher.update(bytes.subspan(at, std::min<std::size_t>(12'345, bytes.size() - at)));
        const DigestValues values = hasher.finish();
        REQUIRE(values.size() == 2);
        REQUIRE(values.at(DigestAlgorithm::md5) == hex_digest(DigestAlgorithm::md5, data));
        REQUIRE(values.at(DigestAlgorithm::sha512) == hex_digest(DigestAlgorithm::sha512, data));
    }
    const Digests all = digest_all(bytes);
    REQUIRE(all.sha512 == hex_digest(DigestAlgorithm::sha512, data));
    REQUIRE(all.sha256 == hex_digest(DigestAlgorithm::sha256, data));
    REQUIRE(all.md5 == hex_digest(DigestAlgorithm::md5, data));
}
