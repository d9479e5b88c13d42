#include "stages/quality/faint.hpp"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "stages/tilt.hpp"

namespace nuskha {
namespace {

constexpr double over_noise = 3.5;  // deviations from which a mark stands out
constexpr double made_dark = 80;    // levels that it is then given
constexpr double rounding = 0.5;    // levels that mean nothing: rounding draws contours of shadows
constexpr int least_parts = 40;
constexpr double least_rows = 9;  // sharpness of rows, see Rows

float median_size(const cv::Mat& values, const cv::Mat& where) {
    std::vector<float> sizes;
    for (int y = 0; y < values.rows; y += 2)
        for (int x = 0; x < values.cols; x += 2)
            if (where.at<std::uint8_t>(y, x)) sizes.push_back(std::abs(values.at<float>(y, x)));
    if (sizes.empty()) return 0;
    std::nth_element(sizes.begin(), sizes.begin() + sizes.size() / 2, sizes.end());
    return sizes[sizes.size() / 2];
}

}  // namespace

Faint find_faint(const Sight& sight) {
    const Raster& seen = sight.grey;
    const cv::Mat grey(seen.height, seen.width, CV_8UC1,
                       const_cast<std::uint8_t*>(seen.pixels.data()));
    cv::Mat leaf(grey.size(), CV_8UC1, cv::Scalar(255));
    for (std::size_t i = 0; i < seen.pixels.size(); ++i)
        if (!on_leaf(sight, i)) leaf.data[i] = 0;
    // the frame, too, is kept off: smoothing leaves more grain along it, which stands in a row
    cv::erode(leaf, leaf, cv::getStructuringElement(cv::MORPH_RECT, {25, 25}), {-1, -1}, 1,
              cv::BORDER_CONSTANT, 0);
    const int wide = std::max(seen.width, seen.height) / 40 | 1;
    cv::Mat soft, paper, darker, out;
    cv::GaussianBlur(grey, soft, {3, 3}, 0);
    soft.convertTo(soft, CV_32F);
    cv::blur(soft, paper, {wide, wide});
    darker = paper - soft;
    const double noise = std::max(rounding, 1.48 * median_size(darker, leaf));
    cv::Mat(255 - darker * (made_dark / (over_noise * noise))).convertTo(out, CV_8UC1);
    out.setTo(255, ~leaf);
    Raster stretched(seen.width, seen.height, 1);
    out.copyTo(cv::Mat(seen.height, seen.width, CV_8UC1, stretched.pixels.data()));
    const Ink ink = find_ink(stretched, {}, {});
    const Rows rows = measure_rows(ink, 5);
    if (ink.parts < least_parts || rows.sharpness < least_rows) return {};
    const cv::Mat marks(seen.height, seen.width, CV_8UC1,
                        const_cast<std::uint8_t*>(ink.mask.pixels.data()));
    return {ink.parts, cv::mean(darker, marks)[0]};
}

}  // namespace nuskha
