#include "tools/samples/ageing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nuskha {

Placement::Placement(Size sheet, int columns, bool gutter_right, const Ageing& ageing)
    : sheet_(sheet),
      curl_px_(ageing.curl_px),
      spine_(columns == 2   ? sheet.width / 2
             : gutter_right ? sheet.width
                            : 0) {
    const double t = std::abs(ageing.skew_deg) * std::numbers::pi / 180;
    const double w = sheet.width, h = sheet.height;
    // A cropped scan keeps the sheet's size: its corners may be cut, as an operator's crop does.
    const double grow = ageing.bed_px > 0 ? 1 : 0;
    const Size upright{
        std::round(w + grow * (w * (std::cos(t) - 1) + h * std::sin(t)) + 2 * ageing.bed_px),
        std::round(h + grow * (h * (std::cos(t) - 1) + w * std::sin(t)) + 2 * ageing.bed_px)};
    const Point middle{upright.width / 2, upright.height / 2};
    flat_to_scan_ =
        Affine::rotation(ageing.skew_deg, middle)
            .after(Affine::translation((upright.width - w) / 2, (upright.height - h) / 2));
    scan_ = upright;
    const int quarters = ((ageing.quarter_turns % 4) + 4) % 4;
    for (int i = 0; i < quarters; ++i) {  // (x, y) -> (height - y, x)
        flat_to_scan_ = Affine{0, -1, scan_.height, 1, 0, 0}.after(flat_to_scan_);
        std::swap(scan_.width, scan_.height);
    }
}

double Placement::curl(double x) const {
    return curl_px_ == 0 ? 0 : -curl_px_ * std::exp(-std::abs(x - spine_) / (sheet_.height * 0.09));
}

Point Placement::on_scan(Point p) const {
    return flat_to_scan_({p.x, p.y + curl(p.x)});
}

Point Placement::on_sheet(Point flat) const {
    return {flat.x, flat.y - curl(flat.x)};
}

namespace {

cv::Mat view(const Raster& raster) {
    return {raster.height, raster.width, CV_8UC(raster.channels),
            const_cast<std::uint8_t*>(raster.pixels.data())};
}

cv::RNG rng_of(Dice& dice) {
    return cv::RNG(dice.next() | 1);
}

// Clouds: a few random values spread smoothly over the whole area; mean 0, CV_32F.
cv::Mat clouds(cv::Size size, int cells, double deviation, Dice& dice) {
    cv::Mat small(cells, std::max(2, cells * size.width / size.height), CV_32F), large;
    rng_of(dice).fill(small, cv::RNG::NORMAL, 0, deviation);
    cv::resize(small, large, size, 0, 0, cv::INTER_CUBIC);
    return large;
}

// Fine grain repeated from one tile, which the eye does not see and which is quick.
cv::Mat grain(cv::Size size, double deviation, double blur, Dice& dice) {
    cv::Mat tile(512, 512, CV_32F);
    rng_of(dice).fill(tile, cv::RNG::NORMAL, 0, 1);
    if (blur > 0) {
        cv::GaussianBlur(tile, tile, {}, blur);
        cv::Scalar mean, spread;
        cv::meanStdDev(tile, mean, spread);
        tile /= spread[0];
    }
    tile *= deviation;
    cv::Mat out(size, CV_32F);
    for (int y = 0; y < size.height; y += tile.rows)
        for (int x = 0; x < size.width; x += tile.cols) {
            const cv::Rect part(x, y, std::min(tile.cols, size.width - x),
                                std::min(tile.rows, size.height - y));
            tile({0, 0, part.width, part.height}).copyTo(out(part));
        }
    return out;
}

void stain(cv::Mat& light, Dice& dice) {  // a tide mark: faint inside, darker at its rim
    const cv::Size size = light.size();
    const double cx = dice.uniform(0, size.width), cy = dice.uniform(0, size.height);
    const double radius = size.height * dice.uniform(0.06, 0.2), depth = dice.uniform(0.05, 0.12);
    std::array<double, 5> waves{};
    for (double& wave : waves)
        wave = dice.uniform(-0.11, 0.11);
    const cv::Rect area = cv::Rect(int(cx - 1.6 * radius), int(cy - 1.6 * radius),
                                   int(3.2 * radius), int(3.2 * radius)) &
                          cv::Rect({}, size);
    for (int y = area.y; y < area.y + area.height; ++y) {
        float* row = light.ptr<float>(y);
        for (int x = area.x; x < area.x + area.width; ++x) {
            const double dx = x - cx, dy = y - cy, angle = std::atan2(dy, dx);
            double edge = radius;
            for (std::size_t k = 0; k < waves.size(); ++k)
                edge += radius * waves[k] * std::sin((k + 1) * angle + 10 * waves[k]);
            const double r = std::hypot(dx, dy) / edge;
            if (r > 1.15) continue;
            const double rim = std::exp(-std::pow((r - 0.97) / 0.025, 2));
            const double body = r < 1 ? 0.35 + 0.3 * r : 0;
            row[x] -= static_cast<float>(depth * std::max(rim, body));
        }
    }
}

void fox(cv::Mat& light, Dice& dice) {
    const cv::Point centre(dice.below(light.cols), dice.below(light.rows));
    const double radius = light.rows * dice.uniform(0.0015, 0.006);
    const double depth = dice.uniform(0.06, 0.22);
    const int reach = static_cast<int>(radius * 2.5) + 1;
    const cv::Rect area = cv::Rect(centre.x - reach, centre.y - reach, 2 * reach, 2 * reach) &
                          cv::Rect({}, light.size());
    for (int y = area.y; y < area.y + area.height; ++y)
        for (int x = area.x; x < area.x + area.width; ++x) {
            const double r = std::hypot(x - centre.x, y - centre.y) / radius;
            light.at<float>(y, x) -= static_cast<float>(depth * std::exp(-r * r));
        }
}

// The share of light that the bare paper gives back, 0..1, before its tone; CV_32F.
cv::Mat paper(const Sheet& sheet, const Ageing& ageing, Dice& dice) {
    const cv::Size size(sheet.paint.width, sheet.paint.height);
    cv::Mat light = clouds(size, 5, 0.018 * ageing.texture, dice);
    light += clouds(size, 40, 0.008 * ageing.texture, dice);
    light += grain(size, 0.018 * ageing.texture, 1.3, dice);
    light += 1.0;
    for (int i = 0; i < ageing.stains; ++i)
        stain(light, dice);
    for (int i = 0; i < ageing.foxing; ++i)
        fox(light, dice);
    const double reach = size.height * 0.05, spine_reach = size.height * 0.045;
    std::vector<float> across(size.width), down(size.height);
    const auto browned = [&](double d) { return 0.10 * ageing.yellowing * std::exp(-d / reach); };
    for (int y = 0; y < size.height; ++y)
        down[y] = static_cast<float>(1 - browned(std::min(y, size.height - 1 - y)));
    for (int x = 0; x < size.width; ++x) {
        double d = sheet.gutter_right ? size.width - x : x;
        if (sheet.columns == 2) d = std::abs(x - size.width / 2.0);
        const double outer = sheet.columns == 2   ? std::min(x, size.width - 1 - x)
                             : sheet.gutter_right ? x
                                                  : size.width - 1 - x;
        across[x] = static_cast<float>((1 - browned(outer)) *
                                       (1 - ageing.gutter_shadow * std::exp(-d / spine_reach)));
    }
    for (int y = 0; y < size.height; ++y) {
        float* row = light.ptr<float>(y);
        for (int x = 0; x < size.width; ++x)
            row[x] *= across[x] * down[y];
    }
    return light;
}

// What the other side's ink takes away: mirrored, blurred by the paper; CV_8U, 0 = nothing.
cv::Mat shining_through(const Sheet& behind, cv::Size size) {
    cv::Mat grey = view(behind.paint), mirrored;
    if (grey.channels() == 3) cv::cvtColor(grey, grey, cv::COLOR_RGB2GRAY);
    cv::flip(grey, mirrored, 1);
    if (mirrored.size() != size) cv::resize(mirrored, mirrored, size, 0, 0, cv::INTER_AREA);
    cv::bitwise_not(mirrored, mirrored);
    cv::blur(mirrored, mirrored, {5, 5});
    return mirrored;
}

// The leaf, still flat and straight: paper times ink, 8 bit, 1 or 3 channels.
cv::Mat leaf_of(const Sheet& sheet, const Sheet* behind, const Ageing& ageing, Dice& dice) {
    const cv::Mat light = paper(sheet, ageing, dice);
    cv::Mat ink = view(sheet.paint);
    cv::Mat through;
    if (behind && ageing.show_through > 0) through = shining_through(*behind, light.size());
    const int channels = ageing.colour ? 3 : 1;
    if (!ageing.colour && ink.channels() == 3) cv::cvtColor(ink, ink, cv::COLOR_RGB2GRAY);
    const std::array<double, 3> fresh{250, 248, 243}, brown{222, 196, 150};
    const std::array<double, 3> written{38, 30, 26};  // iron-gall and printer's black, warm
    std::vector<cv::Mat> planes(channels);
    std::vector<cv::Mat> inks;
    cv::split(ink, inks);
    for (int c = 0; c < channels; ++c) {
        const double y = ageing.yellowing;
        const double tone =
            channels == 3 ? fresh[c] * (1 - y) + brown[c] * y : 247 * (1 - y) + 200 * y;
        const double depth = (1 - (channels == 3 ? written[c] : 31) / 255.0) * (1 - ageing.fading);
        cv::Mat plane;
        if (channels == 3)  // damp and age take away blue before red
            cv::pow(light, std::array{0.7, 1.0, 1.5}[c], plane);
        else
            plane = light.clone();
        plane *= tone;
        const cv::Mat& of = inks[inks.size() == 3 ? c : 0];
        cv::Mat kept;
        of.convertTo(kept, CV_32F, depth / 255, 1 - depth);
        cv::multiply(plane, kept, plane);
        if (!through.empty()) {
            through.convertTo(kept, CV_32F, -ageing.show_through / 255, 1);
            cv::multiply(plane, kept, plane);
        }
        plane.convertTo(planes[c], CV_8U);
    }
    cv::Mat leaf;
    cv::merge(planes, leaf);
    return leaf;
}

constexpr int block_px = 22;  // edges of the leaves below, seen beside the page

// Adds the edges of the leaves below at the fore-edge; returns how far the leaf moved right.
int add_block(cv::Mat& leaf, const Sheet& sheet, const Ageing& ageing, Dice& dice) {
    if (ageing.bed_px < 2 * block_px || sheet.loose || sheet.columns == 2) return 0;
    const bool left = sheet.gutter_right;
    cv::Mat wide;
    cv::copyMakeBorder(leaf, wide, 0, 0, left ? block_px : 0, left ? 0 : block_px,
                       cv::BORDER_CONSTANT);
    for (int i = 0; i < block_px; ++i) {
        const double value = (i % 4 == 0 ? 0.45 : 0.8) * 190 * dice.uniform(0.9, 1.0);
        const cv::Scalar colour =
            ageing.colour ? cv::Scalar(value, value * 0.9, value * 0.75) : cv::Scalar::all(value);
        wide.col(left ? block_px - 1 - i : leaf.cols + i).setTo(colour);
    }
    leaf = wide;
    return left ? block_px : 0;
}

cv::Mat laid_down(const cv::Mat& leaf, int moved, const Placement& placement, bool bed) {
    const cv::Size size(static_cast<int>(placement.scan_size().width),
                        static_cast<int>(placement.scan_size().height));
    const Affine back = placement.flat_to_scan().inverse().value();
    const cv::Scalar dark = cv::Scalar::all(27);
    const int border = bed ? cv::BORDER_CONSTANT : cv::BORDER_REPLICATE;
    cv::Mat scan;
    if (!placement.curled()) {
        // Pixel centres lie at +0.5 in our coordinates and at 0 in OpenCV's.
        const double m[] = {back.xx, back.xy, back.x0 + moved - 0.5 + 0.5 * (back.xx + back.xy),
                            back.yx, back.yy, back.y0 - 0.5 + 0.5 * (back.yx + back.yy)};
        cv::warpAffine(leaf, scan, cv::Mat(2, 3, CV_64F, const_cast<double*>(m)), size,
                       cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, border, dark);
        return scan;
    }
    cv::Mat map(size, CV_32FC2);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const Point p = placement.on_sheet(back({x + 0.5, y + 0.5}));
            map.at<cv::Vec2f>(y, x) = {static_cast<float>(p.x + moved - 0.5),
                                       static_cast<float>(p.y - 0.5)};
        }
    cv::remap(leaf, scan, map, cv::noArray(), cv::INTER_LINEAR, border, dark);
    return scan;
}

}  // namespace

AgedScan aged(const Sheet& sheet, const Sheet* behind, const Ageing& ageing, Dice dice) {
    cv::setNumThreads(1);
    const Size size{static_cast<double>(sheet.paint.width),
                    static_cast<double>(sheet.paint.height)};
    AgedScan out{{}, Placement(size, sheet.columns, sheet.gutter_right, ageing), ageing};
    cv::Mat leaf = leaf_of(sheet, behind, ageing, dice);
    const int moved = add_block(leaf, sheet, ageing, dice);
    cv::Mat scan = laid_down(leaf, moved, out.placement, ageing.bed_px > 0);
    if (ageing.blur_px > 0) cv::GaussianBlur(scan, scan, {}, ageing.blur_px);
    if (ageing.noise > 0) {
        cv::Mat noise = grain(scan.size(), ageing.noise, 0, dice);
        if (scan.channels() == 3) cv::merge(std::vector<cv::Mat>{noise, noise, noise}, noise);
        cv::add(scan, noise, scan, cv::noArray(), CV_8U);
    }
    out.pixels = Raster(scan.cols, scan.rows, scan.channels());
    scan.copyTo(view(out.pixels));
    return out;
}

}  // namespace nuskha
