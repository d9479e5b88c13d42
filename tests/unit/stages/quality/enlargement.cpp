#include <catch2/catch.hpp>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/decode.hpp"
#include "pipeline/imaging/jpeg_writer.hpp"
#include "tests/unit/stages/inspected.hpp"

using namespace nuskha;

namespace {

cv::Mat view_of(Raster& raster) {
    return {raster.height, raster.width, CV_8UC1, raster.pixels.data()};
}

// A scan with half of the pixels that it claims to have, and hardly any grain. Its sides are odd, so
// that its pixels run slowly out of step with the true ones.
Raster doubled(int way) {
    Raster page = grained(blurred(written_page(1243, 1757, english_lines()), 1.1), 0.45);
    Raster out(page.width, page.height, 1);
    cv::Mat half, to = view_of(out);
    cv::resize(view_of(page), half, {}, 0.5, 0.5, cv::INTER_AREA);
    cv::resize(half, to, to.size(), 0, 0, way);
    return out;
}

}  // namespace

TEST_CASE("inspect sees that a scan was doubled, whichever way, at its letters") {
    for (const int way : {cv::INTER_LINEAR, cv::INTER_CUBIC, cv::INTER_LANCZOS4})
        CHECK(found(inspected(doubled(way)), "image.upsampled"));
}

TEST_CASE("inspect does not take softness, grain or the blocks of JPEG for doubling") {
    const Raster soft = blurred(written_page(1240, 1754, english_lines()), 1.2);
    for (const double grain : {0.5, 4.0}) {
        const Raster page = grained(soft, grain);
        CHECK_FALSE(found(inspected(page), "image.upsampled"));
        for (const int quality : {60, 85}) {
            const auto bytes = encode_jpeg(page, quality);
            const Raster once = open_image(bytes, "page.jpg", {}).file->decode(0).raster.value();
            CHECK_FALSE(found(inspected(once), "image.upsampled"));
        }
    }
}
