// Any bytes as a file of trained data.
#include <algorithm>

#include "models/language/trained_data.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace nuskha;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view file = fuzz::text(data, size);
    const TrainedData read =
        read_trained_data("x", size, [&](std::uint64_t offset, std::size_t bytes) {
            fuzz::insist(bytes <= (4u << 20), "no more is asked for than the lists may have");
            return std::string(file.substr(std::min<std::uint64_t>(offset, size), bytes));
        });
    fuzz::insist(read.fault.empty() || read.characters.empty(), "what is broken writes nothing");
    for (const Alphabet& alphabet : alphabets())
        fuzz::insist(!coverage(alphabet, read).whole() || read.fault.empty(),
                     "nor covers anything");
    return 0;
}
