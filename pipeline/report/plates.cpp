// Before and after, with what was found drawn over both.
#include <fmt/format.h>

#include <array>
#include <iterator>

#include "models/transcription/outline.hpp"
#include "pipeline/report/html.hpp"
#include "pipeline/report/sheet.hpp"

namespace nuskha::report {
namespace {

bool drawable(Size size) {
    return size.width >= 1 && size.height >= 1 && size.width < 1e9 && size.height < 1e9;
}

int trust(double confidence) {  // class of the style sheet: 0 good, 1 doubtful, 2 poor
    return confidence >= 0.8 ? 0 : confidence >= 0.6 ? 1 : 2;
}

// The words' boxes as three paths, by trust; `corners` maps a box to where it is drawn.
template <class Corners>
std::string word_boxes(const Page& page, Corners corners) {
    std::array<std::string, 3> paths;
    if (page.text)
        for (const Block& block : page.text->blocks)
            for (const Line& line : block.lines)
                for (const Word& word : line.words) {
                    const Quad q = corners(word.box);
                    fmt::format_to(
                        std::back_inserter(paths[static_cast<std::size_t>(trust(word.confidence))]),
                        "M{:.0f} {:.0f}L{:.0f} {:.0f} {:.0f} {:.0f} {:.0f} {:.0f}Z", q[0].x, q[0].y,
                        q[1].x, q[1].y, q[2].x, q[2].y, q[3].x, q[3].y);
                }
    std::string svg = "<g class=\"boxes\">";
    for (std::size_t i = 0; i < paths.size(); ++i)
        if (!paths[i].empty()) svg += fmt::format("<path class=\"t{}\" d=\"{}\"/>", i, paths[i]);
    return svg + "</g>";
}

std::string outline(const Geometry& geometry) {
    const Quad q = geometry.on_scan(Rect{0, 0, geometry.page().width, geometry.page().height});
    std::string path;
    for (const Point& p : outline_on_scan(geometry))
        fmt::format_to(std::back_inserter(path), "{}{:.0f} {:.0f}", path.empty() ? "M" : "L", p.x,
                       p.y);
    return fmt::format(
        "<path class=\"outline\" d=\"{}Z\"/>"
        "<path class=\"head\" d=\"M{:.0f} {:.0f}L{:.0f} {:.0f}\"/>",
        path, q[0].x, q[0].y, q[1].x, q[1].y);
}

std::string plate(const std::optional<std::string>& address, Size size, const std::string& drawing,
                  std::string_view caption, std::string_view alt, const Leaf& leaf,
                  const Words& words) {
    std::string html = "<figure class=\"plate\">\n";
    if (!address) {
        html += fmt::format("<div class=\"missing\"><p dir=\"auto\">{}</p></div>\n",
                            escaped(leaf.why_no_picture(words, false)));
    } else {
        html += fmt::format("<div class=\"stage\"><img src=\"../{}\" alt=\"{}: {}\"", *address,
                            escaped(alt), escaped(leaf.title));
        if (drawable(size))
            html += fmt::format(
                " width=\"{0:.0f}\" height=\"{1:.0f}\"><svg viewBox=\"0 0 {0:.0f} {1:.0f}\" "
                "preserveAspectRatio=\"none\" aria-hidden=\"true\">{2}</svg></div>\n",
                size.width, size.height, drawing);
        else
            html += "></div>\n";
    }
    return html + fmt::format("<figcaption>{}</figcaption>\n</figure>\n", escaped(caption));
}

}  // namespace

std::string plates(const Leaf& leaf, const std::filesystem::path& folder, const Words& words) {
    const Geometry geometry = leaf.page ? leaf.page->page.geometry : Geometry();
    const bool drawn = leaf.page && drawable(geometry.scan()) && drawable(geometry.page());
    std::string on_scan, on_page;
    if (drawn) {
        const Page& page = leaf.page->page;
        on_scan = outline(geometry) +
                  word_boxes(page, [&](const Rect& box) { return geometry.on_scan(box); });
        on_page = word_boxes(page, [](const Rect& b) {
            return Quad{{{b.x, b.y}, {b.right(), b.y}, {b.right(), b.bottom()}, {b.x, b.bottom()}}};
        });
    }
    std::string html = "<section class=\"pictures\">\n";
    if (drawn)
        html += fmt::format(
            "<input type=\"checkbox\" id=\"show-outline\" checked><label for=\"show-outline\">{}"
            "</label>\n<input type=\"checkbox\" id=\"show-words\"><label for=\"show-words\">{}"
            "</label>\n",
            escaped(words.outline), escaped(words.word_boxes));
    html += "<div class=\"plates\">\n";
    html += plate(picture(folder, leaf, "-scan"), geometry.scan(), on_scan, words.before,
                  words.picture_of_scan, leaf, words);
    html += plate(picture(folder, leaf, ""), geometry.page(), on_page, words.after,
                  words.picture_of_page, leaf, words);
    return html + "</div>\n</section>\n";
}

}  // namespace nuskha::report
