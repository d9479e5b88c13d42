#include "pipeline/run/wire.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

#include "models/failure.hpp"
#include "pipeline/bounded_cbor.hpp"

namespace nuskha {
namespace {
constexpr std::uint32_t largest_message = 1u << 30;
}

bool send_message(int descriptor, const nlohmann::json& message) {
    std::vector<std::uint8_t> bytes(4);
    nlohmann::json::to_cbor(message, bytes);
    const auto length = static_cast<std::uint32_t>(bytes.size() - 4);
    for (int i = 0; i < 4; ++i)
        bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(length >> (8 * i));
    for (std::size_t sent = 0; sent < bytes.size();) {
        const ssize_t put = ::write(descriptor, bytes.data() + sent, bytes.size() - sent);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        sent += static_cast<std::size_t>(put);
    }
    return true;
}

bool MessageReader::fill() {
    std::array<char, 65536> block;
    ssize_t got;
    do
        got = ::read(descriptor_, block.data(), block.size());
    while (got < 0 && errno == EINTR);
    if (got <= 0) return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    buffer_.append(block.data(), static_cast<std::size_t>(got));
    return true;
}

std::optional<nlohmann::json> MessageReader::take() {
    if (buffer_.size() < 4) return {};
    std::uint32_t length = 0;
    for (int i = 3; i >= 0; --i)
        length = length << 8 | static_cast<std::uint8_t>(buffer_[static_cast<std::size_t>(i)]);
    if (length > largest_message)
        throw Failure(Exit::engine, "worker: sent a message that cannot be read; run again");
    if (buffer_.size() - 4 < length) return {};
    const auto* from = reinterpret_cast<const std::uint8_t*>(buffer_.data()) + 4;
    auto message = read_cbor({from, length});
    buffer_.erase(0, 4 + static_cast<std::size_t>(length));
    if (!message)
        throw Failure(Exit::engine, "worker: sent a message that cannot be read; run again");
    return message;
}

std::optional<nlohmann::json> MessageReader::wait() {
    for (;;) {
        if (auto message = take()) return message;
        if (!fill()) return {};
    }
}

}  // namespace nuskha
