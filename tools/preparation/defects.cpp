#include "tools/preparation/defects.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "models/failure.hpp"
#include "pipeline/imaging/decode.hpp"
#include "pipeline/imaging/jpeg_writer.hpp"

namespace nuskha {
namespace {

constexpr double sensor_noise = 2;  // levels, of a sound sensor: blur does not smooth it

cv::Mat view_of(const Raster& raster) {
    return {raster.height, raster.width, CV_8UC(raster.channels),
            const_cast<std::uint8_t*>(raster.pixels.data())};
}

Raster raster_of(const cv::Mat& mat) {
    Raster out(mat.cols, mat.rows, mat.channels());
    mat.copyTo(view_of(out));
    return out;
}

Raster with_noise(const cv::Mat& picture, double deviation, Dice& dice) {
    cv::Mat noise(picture.size(), CV_MAKETYPE(CV_32F, picture.channels())), out;
    cv::RNG rng(dice.next() | 1);
    rng.fill(noise, cv::RNG::NORMAL, 0, deviation);
    cv::add(picture, noise, out, cv::noArray(), CV_8U);
    return raster_of(out);
}

// Multiplies by a field of light given by its value at each point.
template <class Field>
Raster lit(const Raster& sound, Field&& field) {
    Raster out = sound;
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x) {
            const double light = field(x, y);
            for (int c = 0; c < out.channels; ++c) {
                std::uint8_t& v = out.row(y)[x * out.channels + c];
                v = static_cast<std::uint8_t>(std::clamp(std::lround(v * light), 0L, 255L));
            }
        }
    return out;
}

// From 0 to 1 over the leaf in a direction by chance.
auto ramp(const Rect& leaf, Dice& dice) {
    const double angle = dice.uniform(0, 2 * std::numbers::pi);
    const double dx = std::cos(angle), dy = std::sin(angle);
    const double reach = (std::abs(dx) * leaf.width + std::abs(dy) * leaf.height) / 2;
    const double mx = leaf.x + leaf.width / 2, my = leaf.y + leaf.height / 2;
    return [=](double x, double y) {
        return std::clamp(0.5 + ((x - mx) * dx + (y - my) * dy) / (2 * reach), 0.0, 1.0);
    };
}

Raster blur(const Raster& sound, const Rect&, double strength, Dice& dice) {
    cv::Mat soft;
    cv::GaussianBlur(view_of(sound), soft, {}, strength);
    return with_noise(soft, sensor_noise, dice);
}

Raster motion(const Raster& sound, const Rect&, double strength, Dice& dice) {
    const double angle = dice.uniform(0, std::numbers::pi);
    const int side = 2 * static_cast<int>(std::ceil(strength / 2)) + 3;
    cv::Mat kernel = cv::Mat::zeros(side, side, CV_32F), soft;
    const int steps = std::max(2, static_cast<int>(strength * 8));
    for (int i = 0; i < steps; ++i) {  // a way of that length, shared among the pixels it crosses
        const double t = (double(i) / (steps - 1) - 0.5) * strength;
        const double x = side / 2 + t * std::cos(angle), y = side / 2 + t * std::sin(angle);
        const int x0 = static_cast<int>(std::floor(x)), y0 = static_cast<int>(std::floor(y));
        const auto fx = static_cast<float>(x - x0), fy = static_cast<float>(y - y0);
        kernel.at<float>(y0, x0) += (1 - fx) * (1 - fy);
        kernel.at<float>(y0, x0 + 1) += fx * (1 - fy);
        kernel.at<float>(y0 + 1, x0) += (1 - fx) * fy;
        kernel.at<float>(y0 + 1, x0 + 1) += fx * fy;
    }
    kernel /= cv::sum(kernel)[0];
    cv::filter2D(view_of(sound), soft, -1, kernel);
    return with_noise(soft, sensor_noise, dice);
}

Raster noise(const Raster& sound, const Rect&, double strength, Dice& dice) {
    return with_noise(view_of(sound), strength, dice);
}

Raster contrast(const Raster& sound, const Rect&, double strength, Dice& dice) {
    cv::Mat faint;
    view_of(sound).convertTo(faint, -1, 1 - strength, 200 * strength);
    return with_noise(faint, sensor_noise, dice);
}

Raster uneven(const Raster& sound, const Rect& leaf, double strength, Dice& dice) {
    const auto way = ramp(leaf, dice);
    return lit(sound, [&](int x, int y) { return 1 - strength * way(x, y); });
}

Raster cut_off(const Raster& sound, const Rect& leaf, double strength, Dice& dice) {
    cv::Rect kept(0, 0, sound.width, sound.height);
    const bool left = dice.below(2) == 0;
    const int at = static_cast<int>(left ? leaf.x + strength * leaf.width
                                         : leaf.right() - strength * leaf.width);
    (left ? kept.x : kept.width) = at;
    if (left) kept.width -= at;
    return raster_of(view_of(sound)(kept));
}

// Light that burns out a share of the leaf and lets the rest fall off.
Raster highlights(const Raster& sound, const Rect& leaf, double strength, Dice& dice) {
    const auto way = ramp(leaf, dice);
    return lit(sound, [&](int x, int y) {
        const double t = way(x, y);
        return t < strength ? 1.6 : 1.6 - (t - strength) / (1.001 - strength);
    });
}

// Pictures in the middle of the leaf, the tones of which are crushed to black.
Raster shadows(const Raster& sound, const Rect& leaf, double strength, Dice&) {
    Raster out = sound;
    const double side = std::sqrt(strength);
    const cv::Rect area(static_cast<int>(leaf.x + leaf.width * (1 - side) / 2),
                        static_cast<int>(leaf.y + leaf.height * (1 - side) / 2),
                        static_cast<int>(leaf.width * side), static_cast<int>(leaf.height * side));
    view_of(out)(area).setTo(cv::Scalar::all(0));
    return out;
}

Raster blocking(const Raster& sound, const Rect&, double strength, Dice&) {
    const auto bytes = encode_jpeg(sound, static_cast<int>(100 - strength));
    const OpenedImage opened = open_image(bytes, "page.jpg", {});
    Decoded decoded = opened.file->decode(0);
    if (!decoded.raster) throw Failure(Exit::engine, "quality: JPEG of our own is not decoded");
    return *decoded.raster;
}

Raster upsampled(const Raster& sound, const Rect&, double strength, Dice& dice) {
    cv::Mat small, large;
    const double factor = 1 + strength;
    cv::resize(view_of(sound), small, {}, 1 / factor, 1 / factor, cv::INTER_AREA);
    const std::array ways{cv::INTER_LINEAR, cv::INTER_CUBIC, cv::INTER_LANCZOS4};
    cv::resize(small, large, {sound.width, sound.height}, 0, 0, ways[dice.below(3)]);
    return raster_of(large);
}

// Takes away red (cyan), green (magenta) or red and green (blue).
Raster cast(const Raster& sound, const Rect&, double strength, Dice& dice) {
    std::array<double, 3> gain{1, 1, 1};
    const int which = dice.below(3);
    if (which != 1) gain[0] = 1 - strength;
    if (which != 0) gain[1] = 1 - strength;
    Raster out = sound;
    for (std::size_t i = 0; i < out.pixels.size(); ++i)
        out.pixels[i] = static_cast<std::uint8_t>(
            std::lround(out.pixels[i] * gain[i % static_cast<std::size_t>(out.channels)]));
    return out;
}

// A fingertip that comes in over an edge of the leaf, round at its end, shaded at its sides.
Raster finger(const Raster& sound, const Rect& leaf, double strength, Dice& dice) {
    const double width = strength / 25.4 * 300, length = width * dice.uniform(1.0, 2.0);
    const double light = dice.uniform(0.65, 0.95);
    const int side = dice.below(4);
    const double along = dice.uniform(0.15, 0.85);
    const Point tip{side % 2 ? leaf.x + along * leaf.width
                             : (side == 0 ? leaf.x + length : leaf.right() - length),
                    side % 2 ? (side == 1 ? leaf.y + length : leaf.bottom() - length)
                             : leaf.y + along * leaf.height};
    const std::array<double, 4> out_x{-1, 0, 1, 0}, out_y{0, -1, 0, 1};
    const double ox = out_x[static_cast<std::size_t>(side)],
                 oy = out_y[static_cast<std::size_t>(side)];
    const std::array<double, 3> skin{215, 165, 140};
    Raster out = sound;
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x) {
            const double dx = x - tip.x, dy = y - tip.y;
            const double outward = dx * ox + dy * oy - width / 2, across = dx * oy - dy * ox;
            const double r = std::hypot(std::min(outward, 0.0), across) / (width / 2);
            if (r > 1) continue;
            const double shade = light * (1 - 0.25 * r * r);
            for (int c = 0; c < out.channels; ++c)
                out.row(y)[x * out.channels + c] = static_cast<std::uint8_t>(
                    shade * (out.channels == 3 ? skin[static_cast<std::size_t>(c)] : 176));
        }
    return out;
}

Raster bed(const Raster& sound, const Rect& leaf, double strength, Dice& dice) {
    const cv::Rect area(static_cast<int>(leaf.x), static_cast<int>(leaf.y),
                        static_cast<int>(leaf.width), static_cast<int>(leaf.height));
    const double grow = std::sqrt(1 / (1 - strength));
    const int wide = static_cast<int>(area.width * grow),
              high = static_cast<int>(area.height * grow);
    cv::Mat around(high, wide, CV_8UC(sound.channels), cv::Scalar::all(27));
    view_of(sound)(area).copyTo(around(
        cv::Rect((wide - area.width) / 2, (high - area.height) / 2, area.width, area.height)));
    return with_noise(around, sensor_noise, dice);
}

Rect picture_place(const Rect& leaf) {
    return {leaf.x + 0.15 * leaf.width, leaf.y + 0.3 * leaf.height, 0.7 * leaf.width,
            0.4 * leaf.height};
}

// A picture over which the lattice of its dots beats with the pixels.
Raster moire(const Raster& sound, const Rect& leaf, double strength, Dice& dice) {
    Raster out = sound;
    const Rect area = picture_place(leaf);
    paste_picture(out, area, dice);
    const double period = dice.uniform(6, 30), angle = dice.uniform(0, std::numbers::pi);
    const double k = 2 * std::numbers::pi / period, u = k * std::cos(angle),
                 v = k * std::sin(angle);
    for (int y = static_cast<int>(area.y); y < area.bottom(); ++y)
        for (int x = static_cast<int>(area.x); x < area.right(); ++x)
            for (int c = 0; c < out.channels; ++c) {
                std::uint8_t& p = out.row(y)[x * out.channels + c];
                const double wave = strength * (std::sin(u * x + v * y) + std::sin(v * x - u * y));
                p = static_cast<std::uint8_t>(std::clamp(std::lround(p + wave), 0L, 255L));
            }
    return out;
}

Raster dead_line(const Raster& sound, const Rect& leaf, double strength, Dice& dice) {
    Raster out = sound;
    const bool row = dice.below(2) == 0;
    const int thick = 1 + dice.below(2), sign = dice.below(2) ? 1 : -1;
    const int at = static_cast<int>(row ? leaf.y + dice.uniform(0.1, 0.9) * leaf.height
                                        : leaf.x + dice.uniform(0.1, 0.9) * leaf.width);
    const cv::Rect line(row ? 0 : at, row ? at : 0, row ? out.width : thick,
                        row ? thick : out.height);
    cv::Mat part = view_of(out)(line);
    part.convertTo(part, -1, 1, sign * strength);
    return out;
}

// Rows or columns that are a little brighter and darker in turn; strength is their deviation.
Raster banding(const Raster& sound, const Rect&, double strength, Dice& dice) {
    const bool rows = dice.below(2) == 0;
    const double period = dice.uniform(6, 40), phase = dice.uniform(0, 6);
    return lit(sound, [&](int x, int y) {
        const double t = 2 * std::numbers::pi * (rows ? y : x) / period + phase;
        return 1 + std::numbers::sqrt2 * strength / 220 * std::sin(t);
    });
}

}  // namespace

void paste_picture(Raster& raster, const Rect& area, Dice& dice) {
    const cv::Rect place = cv::Rect(static_cast<int>(area.x), static_cast<int>(area.y),
                                    static_cast<int>(area.width), static_cast<int>(area.height)) &
                           cv::Rect(0, 0, raster.width, raster.height);
    cv::RNG rng(dice.next() | 1);
    cv::Mat coarse(6, 6, CV_32F), fine(40, 40, CV_32F), tone, detail;
    rng.fill(coarse, cv::RNG::NORMAL, 0, 45);
    rng.fill(fine, cv::RNG::NORMAL, 0, 10);
    cv::resize(coarse, tone, place.size(), 0, 0, cv::INTER_CUBIC);
    cv::resize(fine, detail, place.size(), 0, 0, cv::INTER_CUBIC);
    tone += detail + dice.uniform(90, 130);
    for (int i = 0; i < 5; ++i)  // things with edges
        cv::ellipse(tone, {dice.below(place.width), dice.below(place.height)},
                    {20 + dice.below(120), 20 + dice.below(120)}, dice.below(180), 0, 360,
                    cv::Scalar(dice.uniform(50, 180)), cv::FILLED, cv::LINE_8);
    cv::GaussianBlur(tone, tone, {}, 1.0);
    cv::Mat noise(tone.size(), CV_32F);
    rng.fill(noise, cv::RNG::NORMAL, 0, sensor_noise);
    tone += noise;
    cv::Mat levels;
    cv::Mat(cv::min(cv::max(tone, 25), 205)).convertTo(levels, CV_8U);
    if (raster.channels == 3) cv::cvtColor(levels, levels, cv::COLOR_GRAY2RGB);
    levels.copyTo(view_of(raster)(place));
}

std::span<const Defect> defects() {
    static const std::vector<Defect> all{
        {"blur", "image.blurred", "sigma px", {1, 2, 3, 4, 5, 7, 9}, 0, "", blur},
        {"motion", "image.motion", "px", {4, 8, 12, 16, 22, 30}, 0, "", motion},
        {"noise", "image.noise", "sigma levels", {15, 30, 45, 60, 80, 110, 150}, 0, "", noise},
        {"contrast",
         "image.low-contrast image.faint",
         "share lost",
         {0.7, 0.8, 0.86, 0.9, 0.93, 0.96, 0.98},
         0,
         "",
         contrast},
        {"uneven light",
         "image.uneven-light",
         "share lost",
         {0.4, 0.6, 0.75, 0.85, 0.92, 0.98},
         0,
         "",
         uneven},
        {"cut-off",
         "image.cut-off",
         "share of leaf",
         {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7},
         0,
         "",
         cut_off},
        {"highlights",
         "image.clipped-highlights",
         "share of leaf",
         {},
         0.75,
         "most of the page has lost its tones",
         highlights},
        {"shadows",
         "image.clipped-shadows",
         "share of leaf",
         {},
         0.4,
         "a picture over much of the page has lost its tones",
         shadows},
        {"blocking",
         "image.blocking",
         "100 - quality",
         {},
         75,
         "at quality 25 blocks are seen without enlarging",
         blocking},
        {"upsampling",
         "image.upsampled",
         "factor - 1",
         {},
         1,
         "half of the pixels an inch that are stated",
         upsampled},
        {"cast",
         "image.colour-cast",
         "share of a channel lost",
         {},
         0.15,
         "fresh paper is seen to be tinted",
         cast},
        {"finger", "image.foreign-object", "mm wide", {}, 14, "a grown-up's fingertip", finger},
        {"bed",
         "image.bed-showing",
         "share of picture",
         {},
         0.45,
         "nearly half of the pixels are not of the leaf",
         bed},
        {"moire",
         "image.moire",
         "levels",
         {},
         6,
         "waves of 2 % of the range are seen over pictures",
         moire},
        {"dead line",
         "image.dead-line",
         "levels",
         {},
         8,
         "a line of 3 % of the range is seen",
         dead_line},
        {"banding",
         "image.banding",
         "deviation, levels",
         {},
         5,
         "bands of 2 % of the range are seen",
         banding},
    };
    return all;
}

}  // namespace nuskha
