// Any bytes as a scan: opened, all facts, all images decoded, under small limits.
#include "pipeline/imaging/decode.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace nuskha;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    DecodeLimits limits;
    limits.max_pixels = 4'000'000;
    limits.max_memory = 64'000'000;
    limits.max_images = 8;
    const OpenedImage opened = open_image(fuzz::bytes(data, size), "batch/scan.tif", limits);
    fuzz::insist_known(opened.findings);
    fuzz::insist(opened.file != nullptr || has_error(opened.findings),
                 "no file: an error says why");
    if (!opened.file) return 0;
    fuzz::insist(opened.file->images() >= 1, "a file has an image");
    for (int i = 0; i < opened.file->images() && i < limits.max_images; ++i) {
        const ImageFacts facts = opened.file->facts(i);
        const Decoded decoded = opened.file->decode(i);
        fuzz::insist_known(decoded.findings);
        fuzz::insist(decoded.raster.has_value() != has_error(decoded.findings),
                     "pixels, or an error that says why not");
        if (!decoded.raster) continue;
        const Raster& r = *decoded.raster;
        fuzz::insist(r.width == facts.width && r.height == facts.height, "size is as stated");
        fuzz::insist(r.pixels.size() == r.stride() * static_cast<std::size_t>(r.height),
                     "all pixels are there");
        fuzz::insist(std::int64_t{r.width} * r.height <= limits.max_pixels, "limits hold");
    }
    return 0;
}
