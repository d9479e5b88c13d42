#include "stages/lone_marks.hpp"

#include <catch2/catch.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/unit/stages/pictures.hpp"

using namespace nuskha;

namespace {

void write(Raster& picture, const char* text, int x, int y) {
    cv::Mat mat(picture.height, picture.width, CV_8UC1, picture.pixels.data());
    cv::putText(mat, text, {x, y}, cv::FONT_HERSHEY_COMPLEX, 1.1, cv::Scalar(40), 2, cv::LINE_AA);
}

std::vector<Block> lines_from(int first, int count) {
    Block block;
    for (int i = 0; i < count; ++i) {
        Line line;
        line.box = {124, first + 52.0 * i, 900, 34};
        line.words.resize(5);
        block.lines.push_back(line);
    }
    return {block};
}

}  // namespace

TEST_CASE("numbers above and below the text stand alone, the lowest first", "[lone_marks]") {
    Raster picture = written_page(1240, 1754, english_lines());
    CHECK(lone_marks(picture, lines_from(150, 18)).empty());
    write(picture, "127", 600, 1150);
    write(picture, "iv", 900, 110);
    const auto marks = lone_marks(picture, lines_from(150, 18));
    REQUIRE(marks.size() == 2);
    CHECK(marks[0].x == Approx(603).margin(6));
    CHECK(marks[0].bottom() == Approx(1151).margin(4));
    CHECK(marks[0].width == Approx(64).margin(12));
    CHECK(marks[1].x == Approx(901).margin(6));
}

TEST_CASE("lines, rules, specks and what is far off are no lone marks", "[lone_marks]") {
    Raster picture = written_page(1240, 1754, english_lines());
    write(picture, "a line that was dropped", 200, 1150);
    write(picture, "9", 600, 1600);
    cv::Mat mat(picture.height, picture.width, CV_8UC1, picture.pixels.data());
    cv::line(mat, {400, 1185}, {800, 1185}, cv::Scalar(40), 3);
    cv::circle(mat, {700, 1195}, 2, cv::Scalar(40), cv::FILLED);
    CHECK(lone_marks(picture, lines_from(150, 18)).empty());
    CHECK(lone_marks(picture, {}).empty());
    CHECK(lone_marks(Raster(10, 10, 1), lines_from(150, 18)).empty());
}
