// CBOR (RFC 8949) from bytes that may come from a broken disk or a worker that was led astray.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>

namespace nuskha {

// Nothing where the bytes are not just one value, or one that nests deeper than ours do: the
// library's reader calls itself once a level and would run out of stack on a few kilobytes.
std::optional<nlohmann::json> read_cbor(std::span<const std::uint8_t> bytes);

}  // namespace nuskha
