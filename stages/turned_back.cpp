#include "stages/turned_back.hpp"

#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nuskha {

Raster turned_back(const Raster& picture, double degrees) {
    const double angle = degrees * std::numbers::pi / 180, c = std::abs(std::cos(angle)),
                 s = std::abs(std::sin(angle));
    Raster level(static_cast<int>(picture.width * c + picture.height * s) + 1,
                 static_cast<int>(picture.height * c + picture.width * s) + 1, 1);
    cv::Mat matrix = cv::getRotationMatrix2D(
        {static_cast<float>(picture.width) / 2, static_cast<float>(picture.height) / 2}, degrees,
        1);
    matrix.at<double>(0, 2) += (level.width - picture.width) / 2.0;
    matrix.at<double>(1, 2) += (level.height - picture.height) / 2.0;
    const cv::Mat from(picture.height, picture.width, CV_8UC1,
                       const_cast<std::uint8_t*>(picture.pixels.data()));
    cv::Mat to(level.height, level.width, CV_8UC1, level.pixels.data());
    cv::warpAffine(from, to, matrix, to.size(), cv::INTER_LINEAR);
    return level;
}

}  // namespace nuskha
