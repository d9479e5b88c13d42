#include "pipeline/bounded_cbor.hpp"

#include <nlohmann/json.hpp>
#include <string>

namespace nuskha {

using nlohmann::json;

namespace {

constexpr int deepest = 32;  // our values nest to twelve

// Walks the bytes without building anything, and stops where they nest too deep.
struct DepthGuard {
    using number_integer_t = json::number_integer_t;
    using number_unsigned_t = json::number_unsigned_t;
    using number_float_t = json::number_float_t;
    using string_t = json::string_t;
    using binary_t = json::binary_t;
    int depth = 0;

    bool null() { return true; }
    bool boolean(bool) { return true; }
    bool number_integer(number_integer_t) { return true; }
    bool number_unsigned(number_unsigned_t) { return true; }
    bool number_float(number_float_t, const string_t&) { return true; }
    bool string(string_t&) { return true; }
    bool binary(binary_t&) { return true; }
    bool key(string_t&) { return true; }
    bool start_object(std::size_t) { return ++depth <= deepest; }
    bool end_object() { return --depth >= 0; }
    bool start_array(std::size_t) { return ++depth <= deepest; }
    bool end_array() { return --depth >= 0; }
    bool parse_error(std::size_t, const std::string&, const json::exception&) { return false; }
};

}  // namespace

std::optional<json> read_cbor(std::span<const std::uint8_t> bytes) {
    DepthGuard guard;
    if (!json::sax_parse(bytes.begin(), bytes.end(), &guard, json::input_format_t::cbor)) return {};
    json value = json::from_cbor(bytes.begin(), bytes.end(), true, false);
    if (value.is_discarded()) return {};
    return value;
}

}  // namespace nuskha
