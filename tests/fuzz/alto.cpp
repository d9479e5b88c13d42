// Any bytes as an ALTO file.
#include "models/transcription/alto.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace nuskha;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const AltoRead read = read_alto(fuzz::text(data, size), "page.xml");
    fuzz::insist_known(read.findings);
    fuzz::insist(read.findings.empty() || read.text.blocks.empty(), "unreadable: no text");
    return 0;
}
