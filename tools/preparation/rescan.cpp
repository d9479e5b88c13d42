#include "tools/preparation/rescan.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nuskha {

Raster scanned_again(const Raster& scan, Dice& dice) {
    const int type = scan.channels == 1 ? CV_8UC1 : CV_8UC3;
    const cv::Mat in(scan.height, scan.width, type, const_cast<std::uint8_t*>(scan.pixels.data()));
    const double longest = std::max(scan.width, scan.height);
    cv::Mat turn = cv::getRotationMatrix2D({float(scan.width) / 2, float(scan.height) / 2},
                                           dice.uniform(-0.8, 0.8), dice.uniform(0.985, 1.0));
    turn.at<double>(0, 2) += dice.uniform(-0.01, 0.01) * longest;
    turn.at<double>(1, 2) += dice.uniform(-0.01, 0.01) * longest;
    cv::Mat out;
    // What lies beyond is what lay at the corner: bed, or paper.
    cv::warpAffine(in, out, turn, in.size(), cv::INTER_CUBIC, cv::BORDER_REPLICATE);
    const double light = std::pow(2, dice.uniform(-0.33, 0.33)), noise = dice.uniform(0, 2);
    cv::GaussianBlur(out, out, {}, dice.uniform(0.2, 0.7));
    Raster again(scan.width, scan.height, scan.channels);
    for (int y = 0; y < again.height; ++y) {
        const std::uint8_t* row = out.ptr<std::uint8_t>(y);
        for (int x = 0; x < again.width * again.channels; ++x) {
            const double level = 255 * std::pow(std::pow(row[x] / 255.0, 2.2) * light, 1 / 2.2);
            again.pixels[static_cast<std::size_t>(y * again.width * again.channels + x)] =
                static_cast<std::uint8_t>(std::clamp(level + noise * dice.normal(), 0.0, 255.0));
        }
    }
    return again;
}

}  // namespace nuskha
