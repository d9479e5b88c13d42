// Any bytes as an ALTO file.
#include "models/transcription/alto.hpp"
#include "models/transcription/alto_record.hpp"
#include "models/transcription/placed_text.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace nuskha;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const AltoRead read = read_alto(fuzz::text(data, size), "page.xml");
    fuzz::insist_known(read.findings);
    fuzz::insist(read.findings.empty() || read.text.blocks.empty(), "unreadable: no text");
    const AltoRecord record = read_alto_record(fuzz::text(data, size));
    fuzz::insist(!record.fault.empty() || record.number > 0, "a record has its page's number");
    if (read.findings.empty()) place_text(read, {Geometry({2000, 3000}, 6)});
    origin_of(fuzz::text(data, size));
    return 0;
}
