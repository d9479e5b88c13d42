#include "tools/preparation/prints.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nuskha {
namespace {

cv::Mat view(const Raster& raster) {
    return {raster.height, raster.width, CV_8UC(raster.channels),
            const_cast<std::uint8_t*>(raster.pixels.data())};
}

const Prose& prose_of(const std::string& language) {
    static std::map<std::string, Prose> all;
    const auto [at, added] = all.try_emplace(language);
    if (added) at->second = load_prose(language);
    return at->second;
}

Face face_for(const std::string& language, Dice& dice) {
    const double points = dice.uniform(7.5, 11);
    if (language == "az-Arab")
        return {dice.below(2) ? "Noto Sans Arabic" : "Noto Naskh Arabic", points * 1.15, false,
                false, 0.95};
    constexpr std::array families{"DejaVu Serif", "DejaVu Sans", "Noto Sans"};
    return {families[static_cast<std::size_t>(dice.below(3))], points, false, false, 0.95};
}

}  // namespace

const Prose& Make::prose() const {
    return prose_of(language);
}

BookStyle Make::style(int width, int height, int number) const {
    return {width, height, dpi, face, margin_mm, false, number};
}

Make make_of(int dpi, Dice& dice) {
    Make make;
    make.dpi = dpi;
    make.language = sample_languages[static_cast<std::size_t>(dice.below(6))];
    make.face = face_for(make.language, dice);
    make.margin_mm = dice.uniform(8, 16);
    make.yellowing = dice.uniform(0, 1);
    make.texture = dice.uniform(0, 0.7);
    make.sort = dice.below(10);
    make.flow.paragraphs = shuffled_paragraphs(make.prose(), 20000, dice);
    return make;
}

Sheet plate(const Make& make, int width, int height, Dice& dice) {
    Typesetter type(width, height, make.dpi, make.language);
    const double m = make.margin_mm / 25.4 * make.dpi;
    type.set(make.prose().chapter, make.face, m, height - m, width - 2 * m, Align::centre);
    Sheet sheet = type.take();
    cv::RNG rng(dice.next() | 1);
    cv::Mat small(6, 6, CV_8U), large;
    rng.fill(small, cv::RNG::UNIFORM, 10, 230);
    const cv::Rect area(int(m * 1.2), int(m * 1.2), int(width - 2.4 * m), int(height - 3.4 * m));
    cv::resize(small, large, area.size(), 0, 0, cv::INTER_CUBIC);
    for (int i = 0; i < 60; ++i)
        cv::line(large, {dice.below(area.width), dice.below(area.height)},
                 {dice.below(area.width), dice.below(area.height)}, cv::Scalar(dice.below(200)),
                 1 + dice.below(5));
    large.copyTo(view(sheet.paint)(area));
    return sheet;
}

Sheet table(Make& make, int width, int height, bool ruled, Dice& dice) {
    Typesetter type(width, height, make.dpi, make.language);
    const double m = make.margin_mm / 25.4 * make.dpi;
    double y = m;
    if (dice.below(4)) {
        Face head = make.face;
        head.points *= 1.4;
        y += type.set(make.prose().title, head, m, y, width - 2 * m, Align::centre) + 20;
    }
    const int columns = (ruled ? 2 : 3) + dice.below(6);
    std::vector<double> edges{0};
    for (int i = 0; i < columns; ++i)
        edges.push_back(edges.back() + dice.uniform(1, 2));
    for (double& e : edges)
        e = m + e / edges.back() * (width - 2 * m);
    const double top = y;
    std::size_t word = 0;
    std::vector<std::string> words;
    for (const auto& paragraph : make.prose().paragraphs)
        for (const std::string& sentence : paragraph)
            for (std::size_t at = 0; at < sentence.size();) {
                const std::size_t end = std::min(sentence.find(' ', at), sentence.size());
                words.push_back(sentence.substr(at, end - at));
                at = end + 1;
            }
    const double pitch = make.face.points / 72 * make.dpi * 2;
    while (y + pitch < height - m) {
        if (ruled) type.rule(m, y - 6, width - m, y - 6, 2);
        for (int c = 0; c < columns; ++c) {
            const double x0 = edges[static_cast<std::size_t>(c)] + 10,
                         x1 = edges[static_cast<std::size_t>(c) + 1] - 10;
            if (x1 - x0 > 40)
                type.set(words[word++ % words.size()], make.face, x0, y, x1 - x0, Align::start);
        }
        y += pitch;
    }
    if (ruled) {
        type.rule(m, y - 6, width - m, y - 6, 2);
        for (const double x : edges)
            type.rule(x, top - 6, x, y - 6, 2);
    }
    return type.take();
}

Sheet broad_text(Make& make, int width, int height, int columns, Dice& dice) {
    Typesetter type(width, height, make.dpi, make.language);
    const double m = make.margin_mm / 25.4 * make.dpi, alley = dice.uniform(4, 6) / 25.4 * make.dpi;
    double y = m;
    if (dice.below(2))
        y += type.set(make.prose().chapter, make.face, m, y, width - 2 * m, Align::centre) + 15;
    const double column = (width - 2 * m - (columns - 1) * alley) / columns;
    for (int c = 0; c < columns; ++c)
        type.pour(make.flow, make.face, {m + c * (column + alley), y, column, height - m - y},
                  Align::justify);
    if (columns > 1 && dice.below(2))
        for (double x = m + column + alley / 2; x < width - m; x += column + alley)
            type.rule(x, y, x, height - m, 2);
    return type.take();
}

}  // namespace nuskha
