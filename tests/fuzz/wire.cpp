// Any bytes as what a worker says to the coordinator: whole messages, the end, or Failure(engine).
#include "pipeline/run/wire.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "models/failure.hpp"
#include "pipeline/files.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace nuskha;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Descriptor stream(memfd_create("wire", MFD_CLOEXEC));
    if (!stream || ::write(stream.get(), data, size) != static_cast<ssize_t>(size)) return 0;
    ::lseek(stream.get(), 0, SEEK_SET);
    MessageReader reader(stream.get());
    try {
        while (const auto message = reader.wait())
            fuzz::insist(!message->is_discarded(), "a message is a value");
    } catch (const Failure& failure) {
        fuzz::insist(failure.kind() == Exit::engine, "nonsense from a worker is its failure");
    }
    return 0;
}
