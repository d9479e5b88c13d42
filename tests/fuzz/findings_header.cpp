// Any bytes as findings.json.
#include "models/preservation/findings_json.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace nuskha;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto header = read_findings_header(fuzz::text(data, size));
    if (!header) return 0;
    std::string json;
    FindingsWriter writer([&](std::string_view part) { json += part; }, *header);
    writer.finish();
    fuzz::insist(read_findings_header(json) == header, "what is written reads back the same");
    return 0;
}
