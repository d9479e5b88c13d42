#include "pipeline/bounded_cbor.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <vector>

#include "models/failure.hpp"
#include "pipeline/files.hpp"
#include "pipeline/run/wire.hpp"

using namespace nuskha;
using nlohmann::json;

namespace {

// What a coordinator hears when a worker writes these bytes and ends.
std::vector<json> heard(const std::string& bytes) {
    const Descriptor stream(memfd_create("worker", MFD_CLOEXEC));
    REQUIRE(::write(stream.get(), bytes.data(), bytes.size()) ==
            static_cast<ssize_t>(bytes.size()));
    ::lseek(stream.get(), 0, SEEK_SET);
    MessageReader reader(stream.get());
    std::vector<json> messages;
    while (auto message = reader.wait())
        messages.push_back(std::move(*message));
    return messages;
}

std::string framed(const std::string& body) {
    std::string bytes;
    for (int shift = 0; shift < 32; shift += 8)
        bytes += static_cast<char>(body.size() >> shift & 0xFF);
    return bytes + body;
}

bool refused(const std::string& body) {
    try {
        heard(framed(body));
    } catch (const Failure& failure) {
        return failure.kind() == Exit::engine;
    }
    return false;
}

}  // namespace

TEST_CASE("A worker that dies in mid-sentence has said nothing") {
    CHECK(heard(framed("\xF6") + std::string("\x05\0\0\0\xA1", 5)).size() == 1);
}

TEST_CASE("Nonsense from a worker is its failure and never ours") {
    CHECK(refused("\xFF"));
    CHECK(refused(std::string(2'000'000, '\x81')));          // arrays in arrays in arrays
    CHECK(refused("\x9B\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"));  // 2^63 elements
    CHECK(refused(std::string(200'000, '\x81') + "\x01"));   // sound, but too deep
}

TEST_CASE("Values that nest as ours do are read, deeper ones are not") {
    const auto nested = [](std::size_t depth) {
        std::vector<std::uint8_t> bytes(depth, 0x81);
        bytes.push_back(0x01);
        return bytes;
    };
    CHECK(read_cbor(nested(32)));
    CHECK_FALSE(read_cbor(nested(33)));
    CHECK_FALSE(read_cbor(std::vector<std::uint8_t>{0x01, 0x01}));  // two values
    CHECK_FALSE(read_cbor({}));
}
