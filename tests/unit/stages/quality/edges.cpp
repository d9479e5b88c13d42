#include "stages/quality/edges.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "tests/unit/stages/inspected.hpp"

using namespace nuskha;

namespace {

// As if camera or leaf had moved by so many pixels, at most 14, at that angle while the picture was
// taken.
Raster moved(const Raster& picture, double degrees, double length = 12) {
    constexpr int side = 17;
    cv::Mat way = cv::Mat::zeros(side, side, CV_32F);
    const double angle = degrees * std::numbers::pi / 180;
    const cv::Point2d half(length / 2 * std::cos(angle), length / 2 * std::sin(angle)),
        middle(side / 2, side / 2);
    cv::line(way, middle - half, middle + half, cv::Scalar(1), 1, cv::LINE_AA);
    way /= cv::sum(way)[0];
    Raster from = picture, out = picture;
    cv::Mat to(out.height, out.width, CV_8UC1, out.pixels.data());
    cv::filter2D(cv::Mat(from.height, from.width, CV_8UC1, from.pixels.data()), to, -1, way);
    return out;
}

}  // namespace

TEST_CASE("inspect tells motion, whichever way, from blur") {
    const Raster sharp = blurred(written_page(1240, 1754, english_lines()), 0.7);
    for (const double degrees : {0.0, 30.0, 90.0, 135.0}) {
        const Page seen = inspected(grained(moved(sharp, degrees), 2));
        CHECK(found(seen, "image.motion"));
        CHECK_FALSE(found(seen, "image.blurred"));
    }
    const Page soft = inspected(grained(blurred(sharp, 3), 2));
    CHECK(found(soft, "image.blurred"));
    CHECK_FALSE(found(soft, "image.motion"));
}

TEST_CASE("inspect tells motion of a few pixels, also of what was not sharp, and no blur") {
    const Raster page = written_page(1240, 1754, english_lines());
    struct Way {
        double soft, length, degrees;
    };
    for (const auto& [soft, length, degrees] : {Way{1, 6, 0}, {1.8, 5, 90}}) {
        INFO("blurred by " << soft << " pixels, moved by " << length << " at " << degrees);
        CHECK(found(inspected(grained(moved(blurred(page, soft), degrees, length), 2)),
                    "image.motion"));
    }
    for (const double soft : {2.0, 2.5, 4.0}) {
        INFO("blurred by " << soft << " pixels");
        CHECK_FALSE(found(inspected(grained(blurred(page, soft), 2)), "image.motion"));
    }
}
