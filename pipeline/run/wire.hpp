// Messages between the coordinator and its workers: JSON values as CBOR, each behind its length (4
// bytes, little endian). Both ends are this program; a message that cannot be read means that the
// other end died in mid-sentence.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace nuskha {

// False where the other end is gone.
bool send_message(int descriptor, const nlohmann::json& message);

class MessageReader {
  public:
    explicit MessageReader(int descriptor) : descriptor_(descriptor) {}
    std::optional<nlohmann::json> wait();  // blocks; nothing at the end of the stream
    // Takes in what is there without blocking; false at the end of the stream.
    bool fill();
    std::optional<nlohmann::json> take();  // the next whole message taken in, if any

  private:
    int descriptor_;
    std::string buffer_;
};

}  // namespace nuskha
