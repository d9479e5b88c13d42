#include "stages/drawings.hpp"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "stages/parts.hpp"

namespace nuskha {
namespace {

double area(const Rect& r) {
    return r.width * r.height;
}

double shared_area(const Rect& a, const Rect& b) {
    const Rect both = intersected(a, b);
    return both.empty() ? 0 : area(both);
}

cv::Mat view_of(const Raster& raster) {  // shares the pixels; not to be written to
    return {raster.height, raster.width, CV_8UC1, const_cast<std::uint8_t*>(raster.pixels.data())};
}

// 255 where it stays dark with all writing filled; half as large as `grey`.
Raster dark_areas(const Raster& grey, double letter) {
    constexpr double darker = 0.8;  // than the paper; old paper is darker at its edges by less
    cv::Mat half, filled;
    cv::resize(view_of(grey), half, {std::max(1, grey.width / 2), std::max(1, grey.height / 2)}, 0,
               0, cv::INTER_AREA);
    const int wide = std::max(9, static_cast<int>(letter / 2)) | 1;
    cv::morphologyEx(half, filled, cv::MORPH_CLOSE,
                     cv::getStructuringElement(cv::MORPH_RECT, {wide, wide}));
    std::vector<std::uint8_t> levels(filled.begin<std::uint8_t>(), filled.end<std::uint8_t>());
    const auto paper = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() * 3 / 4);
    std::nth_element(levels.begin(), paper, levels.end());
    Raster dark(half.cols, half.rows, 1);
    cv::Mat to = view_of(dark);
    cv::compare(filled, darker * *paper, to, cv::CMP_LT);
    return dark;
}

Rect box_of(const MarkPart& part, double scale) {
    return {part.left * scale, part.top * scale, part.width() * scale, part.height() * scale};
}

bool at_border(const Rect& r, const Raster& page) {
    return r.x <= 2 || r.y <= 2 || r.right() >= page.width - 2 || r.bottom() >= page.height - 2;
}

bool is_rule(const MarkPart& part) {
    return part.longest() > 25 * std::min(part.width(), part.height());
}

// Boxes that meet are one.
void add_picture(std::vector<Rect>& pictures, Rect box) {
    for (auto other = pictures.begin(); other != pictures.end();) {
        if (shared_area(*other, box) <= 0) {
            ++other;
            continue;
        }
        box = united(*other, box);
        pictures.erase(other);
        other = pictures.begin();
    }
    pictures.push_back(box);
}

// Share of a picture that lies under words read with certainty.
double share_written(const std::vector<Block>& blocks, const Rect& picture) {
    constexpr double certain = 0.6;
    double written = 0;
    for (const Block& block : blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words)
                if (word.confidence >= certain) written += shared_area(word.box, picture);
    return written / area(picture);
}

}  // namespace

std::vector<Block> drawings_on(const Raster& overview, const Ink& ink) {
    constexpr double dark_share = 0.5, drawn_share = 0.08;  // of a picture's box
    const double least = std::max(overview.width, overview.height) / 25.0;
    std::vector<Rect> pictures;
    const auto add = [&](const MarkPart& part, double scale, double share) {
        const Rect box = box_of(part, scale);
        if (box.width >= least && box.height >= least && !at_border(box, overview) &&
            part.area > share * part.width() * part.height())
            add_picture(pictures, box);
    };
    for (const MarkPart& part : MarkParts(dark_areas(overview, ink.part_height)))
        add(part, 2, dark_share);
    std::vector<Block> drawings;
    for (const MarkPart& part : MarkParts(ink.drawn)) {
        add(part, 1, drawn_share);
        if (is_rule(part)) drawings.push_back({box_of(part, 1), {}, Role::ornament});
    }
    std::erase_if(drawings, [&](const Block& rule) {  // the edge of a picture
        return std::any_of(pictures.begin(), pictures.end(), [&](const Rect& picture) {
            return shared_area(picture, rule.box) > 0.5 * area(rule.box);
        });
    });
    for (const Rect& picture : pictures)
        drawings.push_back({picture, {}, Role::picture});
    return drawings;
}

void paint_over_engravings(Raster& picture, const Ink& ink) {
    constexpr double least_side = 0.08, inked = 0.12;  // of the longest side; of the box
    const double least = least_side * std::max(ink.drawn.width, ink.drawn.height);
    Raster engraved;
    for (const MarkPart& part : MarkParts(ink.drawn)) {
        if (std::min(part.width(), part.height()) < least ||
            part.area < inked * part.width() * part.height())
            continue;
        if (engraved.empty()) engraved = Raster(ink.drawn.width, ink.drawn.height, 1);
        paint(part, engraved);
    }
    if (engraved.empty()) return;
    cv::Mat mask, grey = view_of(picture);
    cv::dilate(view_of(engraved), mask, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
    cv::resize(mask, mask, grey.size(), 0, 0, cv::INTER_NEAREST);
    std::vector<std::uint8_t> levels(grey.begin<std::uint8_t>(), grey.end<std::uint8_t>());
    const auto paper = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() * 3 / 4);
    std::nth_element(levels.begin(), paper, levels.end());
    grey.setTo(*paper, mask);
}

std::vector<Block> with_drawings(std::vector<Block> blocks, const std::vector<Block>& drawings,
                                 double scale) {
    constexpr double much = 0.1;
    const std::size_t found = blocks.size();
    for (const Block& drawing : drawings) {
        const Rect box{drawing.box.x * scale, drawing.box.y * scale, drawing.box.width * scale,
                       drawing.box.height * scale};
        const bool known = std::any_of(
            blocks.begin(), blocks.begin() + static_cast<std::ptrdiff_t>(found),
            [&](const Block& block) {
                return block.role == drawing.role &&
                       shared_area(block.box, box) > 0.5 * std::min(area(block.box), area(box));
            });
        if (known || (drawing.role == Role::picture && share_written(blocks, box) > much)) continue;
        blocks.push_back({box, {}, drawing.role});
    }
    return blocks;
}

}  // namespace nuskha
