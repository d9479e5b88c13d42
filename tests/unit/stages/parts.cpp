#include "stages/parts.hpp"

#include <catch2/catch.hpp>
#include <opencv2/imgproc.hpp>
#include <random>
#include <set>
#include <tuple>

using namespace nuskha;

namespace {

using Found = std::multiset<std::tuple<int, int, int, int, int>>;  // box and area

Found found_by_opencv(Raster& mask) {
    const cv::Mat whole(mask.height, mask.width, CV_8UC1, mask.pixels.data());
    cv::Mat labels, stats, centres;
    const int n = cv::connectedComponentsWithStats(whole, labels, stats, centres, 8, CV_32S);
    Found found;
    for (int i = 1; i < n; ++i) {
        const int* s = stats.ptr<int>(i);
        found.emplace(s[cv::CC_STAT_LEFT], s[cv::CC_STAT_TOP], s[cv::CC_STAT_WIDTH],
                      s[cv::CC_STAT_HEIGHT], s[cv::CC_STAT_AREA]);
    }
    return found;
}

Found found_by_runs(const Raster& mask) {
    Found found;
    for (const MarkPart& part : MarkParts(mask))
        found.emplace(part.left, part.top, part.width(), part.height(), part.area);
    return found;
}

Raster mask_of(const std::vector<std::string>& rows) {
    Raster mask(static_cast<int>(rows[0].size()), static_cast<int>(rows.size()), 1);
    for (int y = 0; y < mask.height; ++y)
        for (int x = 0; x < mask.width; ++x)
            mask.row(y)[x] = rows[std::size_t(y)][std::size_t(x)] == '#' ? 255 : 0;
    return mask;
}

}  // namespace

TEST_CASE("parts: what touches by a corner is one part, in the order from the top") {
    const MarkParts parts(mask_of({"#...#.", ".#.#..", "......", "##...#"}));
    REQUIRE(parts.size() == 4);
    const MarkPart& first = *parts.begin();
    CHECK(first.left == 0);
    CHECK(first.right == 2);
    CHECK(first.bottom == 2);
    CHECK(first.area == 2);
    REQUIRE(first.runs.size() == 2);
    CHECK(first.runs[1].y == 1);
    CHECK(first.runs[1].left == 1);
}

TEST_CASE("parts: arms that meet further down are one part") {
    const MarkParts parts(mask_of({"#.#.#", "#.#.#", "#.###", "###.."}));
    REQUIRE(parts.size() == 1);
    CHECK(parts.begin()->area == 13);
    int seen = 0, row = 0;
    for (const Run& run : parts.begin()->runs) {
        CHECK(run.y >= row);
        row = run.y;
        seen += run.length();
    }
    CHECK(seen == 13);
}

TEST_CASE("parts: the same boxes and areas as OpenCV finds, whatever the mask") {
    std::mt19937 random(7);
    for (const double share : {0.02, 0.3, 0.42, 0.6, 0.97})
        for (const int width : {1, 7, 64, 301}) {
            Raster mask(width, 97, 1);
            std::bernoulli_distribution marked(share);
            for (std::uint8_t& pixel : mask.pixels)
                pixel = marked(random) ? 255 : 0;
            INFO(width << " wide, " << share << " marked");
            CHECK(found_by_runs(mask) == found_by_opencv(mask));
        }
}

TEST_CASE("parts: a mask with nothing on it and one that is full") {
    Raster mask(5, 4, 1);
    CHECK(MarkParts(mask).size() == 0);
    std::fill(mask.pixels.begin(), mask.pixels.end(), std::uint8_t{255});
    const MarkParts full(mask);
    REQUIRE(full.size() == 1);
    CHECK(full.begin()->area == 20);
    Raster painted(5, 4, 1);
    paint(*full.begin(), painted);
    CHECK(painted.pixels == mask.pixels);
}
