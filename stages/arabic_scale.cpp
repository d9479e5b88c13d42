#include "stages/arabic_scale.hpp"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "models/language/alphabet.hpp"
#include "models/median.hpp"
#include "stages/tilt.hpp"

namespace nuskha {

bool all_in_arabic_script(const std::vector<std::string>& languages) {
    return !languages.empty() &&
           std::all_of(languages.begin(), languages.end(), [](const std::string& language) {
               const Alphabet* alphabet = find_alphabet(language);
               return alphabet && alphabet->script == Script::arabic;
           });
}

std::vector<double> arabic_factors(const Ink& ink, double grow, double line_height) {
    std::vector<double> heights;
    for (const TextLine& line : sample_lines(ink, measure_tilt(ink, 15).degrees, 12))
        heights.push_back(line.box.height);
    if (heights.size() < 3 || line_height <= 0) return {1};
    const double usual = median(std::move(heights)) * grow;
    std::vector<double> factors;
    for (const double more : {1.0, 4.0 / 3, 5.0 / 3}) {
        const double factor = std::min(1.0, more * line_height / usual);
        if (factors.empty() || factor > factors.back()) factors.push_back(factor);
    }
    return factors;
}

double share_read(const Ink& ink, const std::vector<Block>& blocks, double grow) {
    const cv::Mat mask(ink.mask.height, ink.mask.width, CV_8UC1,
                       const_cast<std::uint8_t*>(ink.mask.pixels.data()));
    const int all = cv::countNonZero(mask);
    if (all == 0) return 1;
    cv::Mat left = mask.clone();
    for (const Block& block : blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words) {
                const Rect& box = word.box;
                cv::rectangle(
                    left, {static_cast<int>(box.x / grow) - 1, static_cast<int>(box.y / grow) - 1},
                    {static_cast<int>(box.right() / grow) + 1,
                     static_cast<int>(box.bottom() / grow) + 1},
                    cv::Scalar(0), cv::FILLED);
            }
    return 1 - double(cv::countNonZero(left)) / all;
}

double sure_characters(const std::vector<Block>& blocks) {
    double sum = 0;
    for (const Block& block : blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words)
                sum += word.confidence * double(characters(word.text).size());
    return sum;
}

}  // namespace nuskha
