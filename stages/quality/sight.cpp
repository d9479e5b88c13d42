#include "stages/quality/sight.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "stages/parts.hpp"

namespace nuskha {
namespace {

constexpr int wide = 256, narrow = 128;  // sides of patches, page pixels

cv::Mat view_of(const Raster& raster) {  // shares the pixels; not to be written to
    return {raster.height, raster.width, CV_8UC1, const_cast<std::uint8_t*>(raster.pixels.data())};
}

double median_of(const std::array<double, 256>& counts) {
    double all = 0, seen = 0;
    for (double n : counts)
        all += n;
    for (std::size_t level = 0; level < 256; ++level)
        if ((seen += counts[level]) * 2 >= all && all > 0) return double(level);
    return 0;
}

void find_levels(Sight& sight) {
    std::array<double, 256> marks{}, rest{};
    for (std::size_t i = 0; i < sight.grey.pixels.size(); ++i) {
        if (!on_leaf(sight, i)) continue;
        ++(sight.ink.mask.pixels[i] ? marks : rest)[sight.grey.pixels[i]];
    }
    sight.paper = median_of(rest);
    sight.dark = sight.ink.parts > 0 ? median_of(marks) : sight.paper;
}

// Parts of the ink that do not lie within a hundredth of the picture along its frame, and have
// others, or a drawing, near them.
int marks_of_writing(const Ink& ink) {
    constexpr int many = 1000;  // on a page that is written on, no matter where
    if (ink.parts == 0 || ink.parts > many) return ink.parts;
    const int rim = std::max(ink.mask.width, ink.mask.height) / 100;
    const cv::Rect inner(rim, rim, ink.mask.width - 2 * rim, ink.mask.height - 2 * rim);
    std::vector<cv::Rect> boxes;
    for (const MarkPart& part : MarkParts(ink.mask)) {
        const cv::Rect box(part.left, part.top, part.width(), part.height());
        if (!(box & inner).empty()) boxes.push_back(box);
    }
    const cv::Mat drawn = view_of(ink.drawn);
    const auto in_company = [&](const cv::Rect& box) {
        const int near = 3 * box.height;
        const cv::Rect around(box.x - near, box.y - near, box.width + 2 * near,
                              box.height + 2 * near);
        const auto others = std::count_if(boxes.begin(), boxes.end(), [&](const cv::Rect& other) {
            return !(around & other).empty();
        });
        return others > 1 || cv::countNonZero(drawn(around & cv::Rect({}, drawn.size()))) > 0;
    };
    return static_cast<int>(std::count_if(boxes.begin(), boxes.end(), in_company));
}

// How much of a window of the overview around (x, y) a mask covers, from its integral picture.
class Cover {
  public:
    explicit Cover(const cv::Mat& mask) { cv::integral(mask / 255, sums_, CV_32S); }
    double share(cv::Rect r) const {
        r &= cv::Rect(0, 0, sums_.cols - 1, sums_.rows - 1);
        if (r.area() == 0) return 1;
        const int sum = sums_.at<int>(r.y + r.height, r.x + r.width) -
                        sums_.at<int>(r.y, r.x + r.width) - sums_.at<int>(r.y + r.height, r.x) +
                        sums_.at<int>(r.y, r.x);
        return double(sum) / r.area();
    }

  private:
    cv::Mat sums_;
};

// A patch whose middle lies at an overview point, pushed inside the page.
Patch patch_at(const Sight& sight, const Page& page, const View& view, double x, double y,
               int side) {
    const Size size = page.geometry.page();
    const auto start = [&](double middle, double length) {
        const double from = std::floor(middle * sight.scale - side / 2.0);
        return static_cast<int>(std::clamp(from, 0.0, std::max(0.0, std::floor(length) - side)));
    };
    Patch patch{start(x, size.width), start(y, size.height), {}};
    const Rect area = intersected(
        {double(patch.x), double(patch.y), double(side), double(side)},
        {0, 0, std::max(1.0, std::floor(size.width)), std::max(1.0, std::floor(size.height))});
    patch.grey = view.render(area, 1, Tone::grey);
    return patch;
}

// Where most ink is: the fullest cells of a grid, one patch in each.
void take_written(Sight& sight, const Page& page, const View& view) {
    constexpr int cells = 12;
    std::array<std::pair<int, int>, cells * cells> counts{};
    for (int i = 0; i < cells * cells; ++i)
        counts[static_cast<std::size_t>(i)].second = i;
    const Raster& mask = sight.ink.mask;
    for (int y = 0; y < mask.height; ++y)
        for (int x = 0; x < mask.width; ++x)
            counts[static_cast<std::size_t>(y * cells / mask.height * cells +
                                            x * cells / mask.width)]
                .first += mask.row(y)[x] != 0;
    std::stable_sort(counts.begin(), counts.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (std::size_t i = 0; i < 6 && counts[i].first > 0; ++i) {
        const int cell = counts[i].second;
        sight.written.push_back(patch_at(sight, page, view,
                                         (cell % cells + 0.5) * mask.width / cells,
                                         (cell / cells + 0.5) * mask.height / cells, wide));
    }
}

// In each of 3 x 3 parts of the page the window with least of `busy`, where that is nearly nothing.
void take_bare(Sight& sight, const Page& page, const View& view, const cv::Mat& busy) {
    const Cover cover(busy);
    const int side = std::max(2, static_cast<int>(std::ceil(narrow / sight.scale)));
    const cv::Size size = busy.size();
    for (int part = 0; part < 9; ++part) {
        const cv::Rect area(part % 3 * size.width / 3, part / 3 * size.height / 3, size.width / 3,
                            size.height / 3);
        double least = 0.01;
        cv::Point best(-1, -1);
        const int step = std::max(2, side / 4);
        for (int y = area.y; y + side <= area.y + area.height; y += step)
            for (int x = area.x; x + side <= area.x + area.width; x += step) {
                const double share = cover.share({x, y, side, side});
                if (share >= least) continue;
                least = share;
                best = {x, y};
            }
        if (best.x >= 0)
            sight.bare.push_back(
                patch_at(sight, page, view, best.x + side / 2.0, best.y + side / 2.0, narrow));
    }
}

// Windows that are mostly darker than paper and hold little writing, the fittest first: a picture
// has edges and bright places, and where dots of its screen are seen they look like marks.
void take_toned(Sight& sight, const Page& page, const View& view, const cv::Mat& away) {
    const cv::Mat grey = view_of(sight.grey);
    cv::Mat even;
    cv::blur(grey, even, {9, 9});
    const Cover dark(even < sight.paper * 0.8), off(away), ink(view_of(sight.ink.mask));
    const int side = std::max(2, static_cast<int>(std::ceil(wide / sight.scale)));
    struct Window {
        cv::Rect at;
        double fit;
    };
    std::vector<Window> windows;
    const int step = std::max(1, side / 4);
    for (int y = 0; y + side <= grey.rows; y += step)
        for (int x = 0; x + side <= grey.cols; x += step) {
            const cv::Rect at(x, y, side, side);
            const double toned = dark.share(at), inked = ink.share(at);
            if (toned >= 0.7 && inked <= 0.12 && off.share(at) == 0)
                windows.push_back({at, toned - 5 * inked});
        }
    std::stable_sort(windows.begin(), windows.end(),
                     [](const Window& a, const Window& b) { return a.fit > b.fit; });
    std::vector<cv::Rect> taken;
    for (const Window& window : windows) {
        if (taken.size() >= 6) break;
        if (std::any_of(taken.begin(), taken.end(),
                        [&](const cv::Rect& other) { return !(other & window.at).empty(); }))
            continue;
        taken.push_back(window.at);
        sight.toned.push_back(
            patch_at(sight, page, view, window.at.x + side / 2.0, window.at.y + side / 2.0, wide));
    }
}

// At multiples of the golden section, so that the rows fall in step with no lines of text.
void take_coloured(Sight& sight, const Page& page, const View& view) {
    constexpr int rows = 32;
    if (page.facts.samples_per_pixel < 3) return;
    const int height = sight.grey.height;
    const Size size = page.geometry.page();
    const double high = size.height / height;  // page pixels a row
    for (int i = 0; i < std::min(rows, height); ++i) {
        const int y = static_cast<int>(height * std::fmod(i * std::numbers::phi, 1.0));
        Raster row = view.render({0, y * high, size.width, high}, 1 / sight.scale, Tone::colour);
        if (row.channels == 3 && row.width == sight.grey.width)
            sight.coloured.push_back({y, std::move(row)});
    }
}

// Hardly a pixel that is neither black nor white.
bool only_two_levels(const std::vector<Patch>& patches) {
    double between = 0, all = 0;
    for (const Patch& patch : patches)
        for (const std::uint8_t level : patch.grey.pixels) {
            between += level > 8 && level < 247;
            ++all;
        }
    return all > 0 && between < 0.005 * all;
}

}  // namespace

Sight look_at(const Page& page, const View& view) {
    Sight sight;
    sight.grey = view.overview(sight_side);
    sight.scale = page.geometry.page().width / sight.grey.width;
    sight.outside = beyond_scan(page.geometry, sight.grey.width, sight.grey.height);
    sight.bed = find_bed(sight.grey, sight.outside);
    sight.ink = find_ink(sight.grey, sight.outside, sight.bed);
    sight.marks = marks_of_writing(sight.ink);
    sight.letter = sight.ink.part_height * sight.scale;
    find_levels(sight);
    cv::Mat away = cv::Mat::zeros(sight.grey.height, sight.grey.width, CV_8UC1), busy, wider;
    if (!sight.outside.empty()) away |= view_of(sight.outside);
    if (!sight.bed.empty()) away |= view_of(sight.bed);
    cv::dilate(away, away, cv::getStructuringElement(cv::MORPH_RECT, {13, 13}));
    busy = away | view_of(sight.ink.mask) | (view_of(sight.grey) < sight.paper * 0.75);
    cv::dilate(busy, wider, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
    take_written(sight, page, view);
    take_bare(sight, page, view, wider);
    take_toned(sight, page, view, away);
    take_coloured(sight, page, view);
    sight.bilevel = page.facts.bits_per_sample == 1 || only_two_levels(sight.written);
    return sight;
}

}  // namespace nuskha
