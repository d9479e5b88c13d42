// Any bytes as a PAGE-XML file.
#include "models/transcription/page_xml.hpp"
#include "models/transcription/placed_text.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace nuskha;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Transcription read = read_page_xml(fuzz::text(data, size), "page.xml");
    fuzz::insist_known(read.findings);
    fuzz::insist(read.findings.empty() || read.text.blocks.empty(), "unreadable: no text");
    fuzz::insist(read.shapes.size() == read.text.word_count(), "a shape for each word");
    if (read.findings.empty()) place_text(read, {Geometry({2000, 3000}, 6)});
    origin_of(fuzz::text(data, size));
    return 0;
}
