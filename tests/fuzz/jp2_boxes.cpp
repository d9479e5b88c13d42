// Any bytes as a JP2 file: its boxes and the marker segments of its codestream, not its pixels.
#include "pipeline/imaging/jp2_boxes.hpp"

#include "pipeline/imaging/finding_log.hpp"
#include "pipeline/imaging/jp2_codestream.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace nuskha;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FindingLog log("batch/scan.jp2");
    const Jp2Description d = describe_jp2({fuzz::bytes(data, size), "batch/scan.jp2", {}}, log);
    const auto sane = [](const Jp2Description& is) {
        if (is.usable)
            fuzz::insist(is.width > 0 && is.height > 0 && is.tiles > 0 && is.tiles <= 65535 &&
                             !is.components.empty(),
                         "a usable codestream has a size, tiles and components");
    };
    sane(d);
    fuzz::insist_known(log.take());
    Jp2Description raw;
    describe_codestream(fuzz::bytes(data, size), raw, log);
    sane(raw);
    fuzz::insist_known(log.take());
    return 0;
}
