// Any bytes as dc.xml or mods.xml.
#include "pipeline/intake/descriptive_xml.hpp"

#include "tests/fuzz/fuzz.hpp"

using namespace nuskha;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const intake::DescriptiveXml read = intake::read_descriptive_xml(fuzz::text(data, size));
    fuzz::insist(!read.fault || !read.fault->empty(), "a fault is told in words");
    return 0;
}
