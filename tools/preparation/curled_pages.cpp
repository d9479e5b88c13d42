#include "tools/preparation/curled_pages.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/preparation/prints.hpp"
#include "tools/samples/ageing.hpp"
#include "tools/samples/faces.hpp"

namespace nuskha {
namespace {

constexpr int dpi = 300, width = 1400, height = 1950;

cv::Mat view(const Raster& raster) {
    return {raster.height, raster.width, CV_8UC(raster.channels),
            const_cast<std::uint8_t*>(raster.pixels.data())};
}

// A leaf that rises towards its gutter like a decaying exponential, below a camera.
class Cylinder {
  public:
    Cylinder(double rise, bool gutter_right, Dice& dice)
        : rise_(rise * width),
          reach_(width * dice.uniform(0.15, 0.4)),
          right_(gutter_right),
          camera_{right_ ? width : 0.0, height * dice.uniform(-0.1, 1.1)},
          distance_(height * dice.uniform(1.4, 2.2)) {
        double along = 0;  // the leaf, from the gutter
        for (int x = 0; x <= width; ++x) {
            along_.push_back(along);
            along += std::hypot(1.0, height_at(x + 1) - height_at(x));
        }
    }

    // Where a point of the photograph was on the flat leaf.
    Point on_leaf(Point seen) const {
        double from = right_ ? camera_.x - seen.x : seen.x - camera_.x;
        double x = from;  // from the gutter, as it lies: x grows by distance / (distance - height)
        for (int i = 0; i < 20; ++i)
            x = from * (distance_ - height_at(x)) / distance_;
        x = std::clamp(x, 0.0, double(width));
        const double y = camera_.y + (seen.y - camera_.y) * (distance_ - height_at(x)) / distance_;
        const auto cell = std::min(static_cast<std::size_t>(x), along_.size() - 2);
        const double t = x - double(cell), leaf = along_[cell] * (1 - t) + along_[cell + 1] * t;
        return {right_ ? width - leaf : leaf, y};
    }

    double departure() const {  // of the lines at head and foot, from gutter to fore-edge
        const double most = rise_ / (distance_ - rise_);
        return most *
               std::max(std::abs(0.9 * height - camera_.y), std::abs(camera_.y - 0.1 * height));
    }

  private:
    double height_at(double x) const { return rise_ * std::exp(-x / reach_); }

    double rise_, reach_;
    bool right_;
    Point camera_;  // above this point
    double distance_;
    std::vector<double> along_;
};

}  // namespace

CurledPage curled_page(int number, double rise, Dice dice) {
    Make make = make_of(dpi, dice);
    make.language = sample_languages[static_cast<std::size_t>(number) % 6];
    make.flow = {};
    make.flow.paragraphs = shuffled_paragraphs(make.prose(), 20000, dice);
    const std::vector<Face> faces = bench_faces(make.language);
    make.face = faces[static_cast<std::size_t>(dice.below(static_cast<int>(faces.size())))];
    make.face.points *= dice.uniform(9, 12);
    make.margin_mm = dice.uniform(10, 15);
    // Columns of Arabic are set from left to right here, which nobody would read so.
    const bool columns = number / 6 % 3 == 2 && make.language != "az-Arab";
    const Sheet sheet =
        columns ? broad_text(make, width, height, 2, dice)
                : book_page(make.prose(), make.flow, make.style(width, height, 2 + number % 2));
    Ageing ageing;
    ageing.bed_px = 0;
    ageing.noise = ageing.blur_px = 0;
    ageing.yellowing = dice.uniform(0, 0.8);
    ageing.texture = dice.uniform(0, 0.5);
    ageing.fading = dice.uniform(0, 0.3);
    ageing.gutter_shadow = rise > 0 ? dice.uniform(0, 0.3) : 0;
    const Raster leaf = aged(sheet, nullptr, ageing, Dice(dice.next())).pixels;

    const Cylinder cylinder(rise, sheet.gutter_right, dice);
    CurledPage page{Raster(width, height, 1),
                    make.language,
                    columns ? "two columns" : "one column",
                    make.face.family,
                    rise,
                    rise > 0 ? cylinder.departure() : 0,
                    {}};
    cv::Mat map(height, width, CV_32FC2);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const Point p =
                rise > 0 ? cylinder.on_leaf({x + 0.5, y + 0.5}) : Point{x + 0.5, y + 0.5};
            map.at<cv::Vec2f>(y, x) = {static_cast<float>(p.x - 0.5),
                                       static_cast<float>(p.y - 0.5)};
        }
    cv::Mat scan = view(page.scan), noise(height, width, CV_16S);
    cv::remap(view(leaf), scan, map, cv::noArray(), cv::INTER_CUBIC, cv::BORDER_REPLICATE);
    cv::GaussianBlur(scan, scan, {}, dice.uniform(0.3, 0.8));
    cv::RNG rng(dice.next() | 1);
    rng.fill(noise, cv::RNG::NORMAL, 0, dice.uniform(1, 4));
    cv::add(scan, noise, scan, cv::noArray(), CV_8U);
    for (const SheetLine& line : sheet.lines)
        for (const SheetWord& word : line.words)
            page.words.push_back(word.text);
    return page;
}

}  // namespace nuskha
