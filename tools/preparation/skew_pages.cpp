#include "tools/preparation/skew_pages.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/preparation/defects.hpp"
#include "tools/preparation/prints.hpp"
#include "tools/samples/ageing.hpp"
#include "tools/samples/faces.hpp"

namespace nuskha {
namespace {

constexpr int dpi = 300, scan_width = 2480, scan_height = 3508;

cv::Mat view(const Raster& raster) {
    return {raster.height, raster.width, CV_8UC(raster.channels),
            const_cast<std::uint8_t*>(raster.pixels.data())};
}

// Text with pictures set into it, as a book has them.
Sheet with_pictures(Make& make, int width, int height, Dice& dice) {
    Sheet sheet = broad_text(make, width, height, 1 + dice.below(2), dice);
    for (int i = 1 + dice.below(2); i > 0; --i) {
        const double w = width * dice.uniform(0.25, 0.6), h = height * dice.uniform(0.12, 0.3);
        paste_picture(sheet.paint,
                      {dice.uniform(0.05 * width, 0.95 * width - w),
                       dice.uniform(0.1 * height, 0.95 * height - h), w, h},
                      dice);
    }
    return sheet;
}

// The end of a chapter: three to eight lines.
Sheet few_lines(Make& make, int width, int height, Dice& dice) {
    Typesetter type(width, height, dpi, make.language);
    const double m = make.margin_mm / 25.4 * dpi, line = make.face.points / 72 * dpi * 1.5;
    type.pour(make.flow, make.face, {m, m, width - 2 * m, line * (3 + dice.below(6))},
              Align::justify);
    return type.take();
}

// Hatching, beams and ladders at any angle but level, with a caption below: a drawing of a machine.
Sheet slanted_drawing(Make& make, int width, int height, Dice& dice) {
    Typesetter type(width, height, dpi, make.language);
    const double m = make.margin_mm / 25.4 * dpi;
    for (int patch = 2 + dice.below(4); patch > 0; --patch) {
        const double angle = (dice.below(2) ? 1 : -1) * dice.uniform(2, 40) * CV_PI / 180;
        const double length = dice.uniform(0.2, 0.55) * width, apart = dice.uniform(15, 60);
        const double x = dice.uniform(m, width - m - length),
                     y = dice.uniform(0.25 * height, 0.6 * height);
        for (int i = 0, n = 4 + dice.below(20); i < n; ++i)
            type.rule(x, y + i * apart, x + length * std::cos(angle),
                      y + i * apart + length * std::sin(angle), dice.uniform(1.5, 6));
    }
    if (dice.below(2)) {
        type.set(make.prose().chapter, make.face, m, height - 2 * m, width - 2 * m, Align::centre);
    } else {
        type.pour(make.flow, make.face, {m, 0.8 * height, width - 2 * m, 0.2 * height - m},
                  Align::justify);
    }
    return type.take();
}

Sheet sheet_of(const std::string& kind, Make& make, int width, int height, Dice& dice) {
    const BookStyle style = make.style(width, height, 3);
    if (kind == "two columns") return broad_text(make, width, height, 2, dice);
    if (kind == "three columns") return broad_text(make, width, height, 3, dice);
    if (kind == "periodical")
        return periodical_page(make.prose(), make.flow, style, dice.below(2) == 0, "1926");
    if (kind == "table ruled") return table(make, width, height, true, dice);
    if (kind == "table open") return table(make, width, height, false, dice);
    if (kind == "pictures") return with_pictures(make, width, height, dice);
    if (kind == "few lines") return few_lines(make, width, height, dice);
    if (kind == "map") return map_sheet(make.prose(), width, height, dpi, dice.next());
    if (kind == "plate") return plate(make, width, height, dice);
    if (kind == "slanted drawing") return slanted_drawing(make, width, height, dice);
    if (kind == "blank leaf") return blank_leaf(make.language, width, height, dpi);
    if (kind == "by hand")
        return manuscript_page(make.prose(), make.flow, style, dice.below(2) == 0, dice.next());
    return book_page(make.prose(), make.flow, style);
}

Raster aged_leaf(const Sheet& sheet, Make& make, Dice& dice) {
    Ageing ageing;
    ageing.bed_px = 0;
    ageing.noise = ageing.blur_px = 0;
    ageing.yellowing = dice.uniform(0, 1);
    ageing.texture = dice.uniform(0, 0.8);
    ageing.stains = dice.below(3);
    ageing.foxing = dice.below(3) ? 0 : dice.below(30);
    ageing.fading = dice.uniform(0, 0.6);
    ageing.gutter_shadow = dice.below(3) ? 0 : dice.uniform(0, 0.6);
    Sheet behind;
    if (dice.below(3) == 0) {
        ageing.show_through = dice.uniform(0.03, 0.3);
        behind = broad_text(make, sheet.paint.width, sheet.paint.height, 1, dice);
    }
    const Sheet* other = ageing.show_through > 0 ? &behind : nullptr;
    return aged(sheet, other, ageing, Dice(dice.next())).pixels;
}

// What lies beside the leaf, where its edges do not run along with its print.
void cut_aslant(cv::Mat& leaf, double bed, Dice& dice) {
    const int w = leaf.cols, h = leaf.rows, reach = w / 40;
    const auto off = [&] { return dice.below(reach); };
    const std::vector<cv::Point> outline{
        {off(), off()}, {w - off(), off()}, {w - off(), h - off()}, {off(), h - off()}};
    cv::Mat beyond(leaf.size(), CV_8U, cv::Scalar(255));
    cv::fillPoly(beyond, std::vector<std::vector<cv::Point>>{outline}, cv::Scalar(0));
    leaf.setTo(bed, beyond);
}

void expose(cv::Mat& scan, Dice& dice) {
    cv::GaussianBlur(scan, scan, {}, dice.uniform(0.3, 1.1));
    cv::Mat tile(601, 601, CV_16S);
    cv::RNG rng(dice.next() | 1);
    rng.fill(tile, cv::RNG::NORMAL, 0, dice.uniform(0.5, 9));
    for (int y = 0; y < scan.rows; y += tile.rows)
        for (int x = 0; x < scan.cols; x += tile.cols) {
            const cv::Rect r(x, y, std::min(tile.cols, scan.cols - x),
                             std::min(tile.rows, scan.rows - y));
            cv::add(scan(r), tile({0, 0, r.width, r.height}), scan(r), cv::noArray(), CV_8U);
        }
}

SkewPage page_of_kind(const std::string& kind, double degrees, Dice& dice) {
    Make make = make_of(dpi, dice);
    const std::vector<Face> faces = bench_faces(make.language);
    const double points = dice.uniform(8, 13);
    make.face = faces[static_cast<std::size_t>(dice.below(static_cast<int>(faces.size())))];
    make.face.points *= points;
    const int width = static_cast<int>(dice.uniform(1500, 2100));
    const int height =
        static_cast<int>(std::min(width * dice.uniform(1.25, 1.55), 0.95 * scan_height));
    const Sheet sheet = sheet_of(kind, make, width, height, dice);
    const Raster paper = aged_leaf(sheet, make, dice);
    cv::Mat leaf = view(paper);
    constexpr std::array beds{"none", "none", "dark", "dark", "dark", "grey", "light", "white"};
    SkewPage page{Raster(scan_width, scan_height, 1),
                  kind,
                  beds[std::size_t(dice.below(8))],
                  make.language,
                  make.face.family,
                  degrees};
    const bool aslant = kind == "aslant leaf";
    if (aslant && page.bed == "none") page.bed = "dark";
    const double bed = page.bed == "dark"    ? dice.uniform(5, 60)
                       : page.bed == "grey"  ? dice.uniform(80, 130)
                       : page.bed == "light" ? dice.uniform(150, 250)
                                             : 255;
    if (aslant) cut_aslant(leaf, bed, dice);
    const Affine back = *Affine::translation(scan_width / 2.0 + dice.uniform(-40, 40),
                                             scan_height / 2.0 + dice.uniform(-40, 40))
                             .after(Affine::rotation(degrees, {0, 0}))
                             .after(Affine::translation(-width / 2.0, -height / 2.0))
                             .inverse();
    // Pixel centres lie at +0.5 in our coordinates and at 0 in OpenCV's.
    const cv::Matx23d m(back.xx, back.xy, back.x0 - 0.5 + 0.5 * (back.xx + back.xy), back.yx,
                        back.yy, back.y0 - 0.5 + 0.5 * (back.yx + back.yy));
    cv::Mat scan = view(page.scan);
    cv::warpAffine(leaf, scan, m, scan.size(), cv::INTER_CUBIC | cv::WARP_INVERSE_MAP,
                   page.bed == "none" ? cv::BORDER_REPLICATE : cv::BORDER_CONSTANT, bed);
    expose(scan, dice);
    return page;
}

}  // namespace

std::string tilted_kind(int number) {
    constexpr std::array kinds{"one column",  "two columns", "three columns", "periodical",
                               "table ruled", "table open",  "pictures",      "few lines",
                               "one column",  "map"};
    return kinds[static_cast<std::size_t>(number) % kinds.size()];
}

SkewPage tilted_page(int number, double most, Dice dice) {
    return page_of_kind(tilted_kind(number), dice.uniform(-most, most), dice);
}

std::string straight_kind(int number) {
    constexpr std::array kinds{"one column",      "two columns", "three columns", "periodical",
                               "table ruled",     "table open",  "pictures",      "few lines",
                               "slanted drawing", "map",         "plate",         "by hand",
                               "aslant leaf",     "blank leaf"};
    return kinds[static_cast<std::size_t>(number) % kinds.size()];
}

SkewPage straight_page(int number, Dice dice) {
    return page_of_kind(straight_kind(number), 0, dice);
}

}  // namespace nuskha
