#include "tests/unit/stages/pictures.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nuskha {
namespace {

cv::Mat view_of(Raster& raster) {
    return {raster.height, raster.width, CV_8UC1, raster.pixels.data()};
}

}  // namespace

Raster written_page(int width, int height, const std::vector<std::string>& lines, int paper,
                    int ink) {
    Raster page(width, height, 1);
    cv::Mat mat = view_of(page);
    mat.setTo(paper);
    const double letter = width / 1240.0;
    double y = height / 10.0;
    for (const std::string& line : lines) {
        cv::putText(mat, line, {width / 10, static_cast<int>(y)}, cv::FONT_HERSHEY_COMPLEX,
                    0.95 * letter, cv::Scalar(ink), std::max(1, static_cast<int>(2 * letter)),
                    cv::LINE_AA);
        y += 52 * letter;
    }
    return page;
}

Raster tilted(const Raster& picture, double degrees_clockwise, int fill) {
    Raster copy = picture, out(picture.width, picture.height, 1);
    cv::Mat to = view_of(out);
    const cv::Mat turn = cv::getRotationMatrix2D(
        {static_cast<float>(picture.width) / 2, static_cast<float>(picture.height) / 2},
        -degrees_clockwise, 1);
    cv::warpAffine(view_of(copy), to, turn, to.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT,
                   cv::Scalar(fill));
    return out;
}

Raster on_bed(const Raster& leaf, int margin, int bed) {
    Raster copy = leaf, out(leaf.width + 2 * margin, leaf.height + 2 * margin, 1);
    cv::Mat to = view_of(out);
    to.setTo(bed);
    view_of(copy).copyTo(to(cv::Rect(margin, margin, leaf.width, leaf.height)));
    return out;
}

Raster blurred(const Raster& picture, double sigma) {
    Raster copy = picture, out(picture.width, picture.height, 1);
    cv::Mat to = view_of(out);
    cv::GaussianBlur(view_of(copy), to, {}, sigma);
    return out;
}

Raster grained(const Raster& picture, double deviation) {
    Raster copy = picture, out = picture;
    cv::Mat noise(picture.height, picture.width, CV_32F), to = view_of(out);
    cv::RNG(1).fill(noise, cv::RNG::NORMAL, 0, deviation);
    cv::add(view_of(copy), noise, to, cv::noArray(), CV_8U);
    return out;
}

Page page_of(const Raster& picture, const std::vector<std::string>& languages, double ppi) {
    Page page;
    page.id = {"item", "scan.tif", 0, 0};
    page.languages = languages;
    page.facts.width = picture.width;
    page.facts.height = picture.height;
    page.facts.bits_per_sample = 8;
    page.facts.samples_per_pixel = picture.channels;
    page.facts.ppi_x = page.facts.ppi_y = ppi;
    page.geometry = Geometry({double(picture.width), double(picture.height)}, 1);
    return page;
}

const std::vector<std::string>& english_lines() {
    static const std::vector<std::string> lines{
        "The library keeps its oldest maps in a quiet room below",
        "the reading hall, where the light is low and the air dry.",
        "Every sheet has been opened once, looked at, measured and",
        "described; then it was laid back between two boards.",
        "A reader who asks for one is given a picture of it, and",
        "only when the picture does not answer, the sheet itself.",
        "So paper that was made for a journey of a few weeks has",
        "lasted for more than three hundred years, and may last",
        "as long again if nobody is in a hurry with it.",
        "The men who drew the rivers never saw the half of them.",
        "They wrote down what travellers told, and left white the",
        "places of which nobody spoke. Later hands filled these",
        "with hills and forests, often wrongly, sometimes well.",
        "What is true on such a map is mostly the order of things:",
        "first the ferry, then the mill, then the white church.",
    };
    return lines;
}

}  // namespace nuskha
