#include "stages/stance.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "stages/turned_back.hpp"

namespace nuskha {

Stance measure_stance(const Ink& ink, double tilt) {
    constexpr int across = 6, down = 8;  // parts of the page
    if (ink.parts < 5) return {};
    const Raster turned = std::abs(tilt) > 0.15 ? turned_back(ink.darkness, tilt) : ink.darkness;
    const cv::Mat level(turned.height, turned.width, CV_8UC1,
                        const_cast<std::uint8_t*>(turned.pixels.data()));
    std::vector<double> leans;
    for (int x = 0; x < across; ++x) {
        cv::Mat rows;
        cv::reduce(level.colRange(level.cols * x / across, level.cols * (x + 1) / across), rows, 1,
                   cv::REDUCE_SUM, CV_32F);
        cv::GaussianBlur(rows, rows, {1, 5}, 0, 1);
        for (int y = 0; y < down; ++y) {
            double cubes = 0, sizes = 0;  // of the steps from row to row: sharp ones count most
            for (int row = std::max(1, rows.rows * y / down); row < rows.rows * (y + 1) / down;
                 ++row) {
                const double step = rows.at<float>(row) - rows.at<float>(row - 1);
                cubes -= step * step * step;
                sizes += std::abs(step * step * step);
            }
            if (sizes > 0) leans.push_back(cubes / sizes);
        }
    }
    if (leans.size() < 4) return {};
    double sum = 0, squares = 0;
    for (const double lean : leans) {
        sum += lean;
        squares += lean * lean;
    }
    const double n = double(leans.size()), mean = sum / n;
    const double deviation = std::sqrt(std::max(1e-6, squares / n - mean * mean));
    return {mean, mean / deviation * std::sqrt(n)};
}

}  // namespace nuskha
