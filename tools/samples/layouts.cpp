#include "tools/samples/layouts.hpp"

#include <algorithm>

#include "models/language/alphabet.hpp"

namespace nuskha {
namespace {

bool right_to_left(const Prose& prose) {
    return is_right_to_left(prose.language);
}

double pixels(double mm, int dpi) {
    return mm / 25.4 * dpi;
}

Rect inside(const BookStyle& style) {
    const double m = pixels(style.margin_mm, style.dpi);
    const double gutter = style.number % 2 == 0 ? 0.8 : 1.25;  // the inner margin is the wider
    return {m * gutter, m, style.width - 2.05 * m, style.height - 2 * m};
}

Face sized(Face face, double factor) {
    face.points *= factor;
    return face;
}

// The number in the language's digits.
std::string page_number(const Prose& prose, int number) {
    const std::vector<std::string> digits = characters(find_alphabet(prose.language)->digits);
    std::string out;
    for (const char c : std::to_string(number))
        out += digits[static_cast<std::size_t>(c - '0')];
    return out;
}

}  // namespace

Face book_face(std::string_view language, double points) {
    if (is_right_to_left(language)) return {"Noto Naskh Arabic", points * 1.15, false, false, 0.95};
    return {"Noto Serif", points, false, false, 0.93};
}

Sheet book_page(const Prose& prose, Flow& flow, const BookStyle& style) {
    Typesetter type(style.width, style.height, style.dpi, prose.language);
    Rect area = inside(style);
    const double gap = pixels(2.5, style.dpi);
    if (style.heading) {
        area.y += gap * 3;
        Face big = sized(style.face, 1.7);
        big.bold = true;
        area.y += type.set(prose.chapter, big, area.x, area.y, area.width, Align::centre) + gap * 2;
    } else {
        area.y += type.set(prose.running, sized(style.face, 0.85), area.x, area.y, area.width,
                           Align::centre);
        area.y += gap * 0.4;
        type.rule(area.x, area.y, area.x + area.width, area.y, style.dpi / 120.0);
        area.y += gap;
    }
    const double foot = style.height - pixels(style.margin_mm, style.dpi);
    const double number_height = pixels(style.face.points * 0.53, style.dpi);
    area.height = foot - number_height - gap - area.y;
    type.pour(flow, style.face, area, Align::justify);
    type.set(page_number(prose, style.number), style.face, area.x, foot - number_height, area.width,
             Align::centre);
    Sheet sheet = type.take();
    sheet.gutter_right = (style.number % 2 == 0) != right_to_left(prose);
    return sheet;
}

Sheet double_page(const Prose& prose, Flow& flow, const BookStyle& style) {
    BookStyle verso = style, recto = style;
    verso.number = style.number - style.number % 2;
    verso.heading = false;
    recto.number = verso.number + 1;
    const Sheet left = book_page(prose, flow, verso), right = book_page(prose, flow, recto);
    Sheet both = left;
    both.columns = 2;
    both.paint = Raster(style.width * 2, style.height, 1);
    for (int y = 0; y < style.height; ++y) {
        std::copy_n(left.paint.row(y), style.width, both.paint.row(y));
        std::copy_n(right.paint.row(y), style.width, both.paint.row(y) + style.width);
    }
    for (SheetLine line : right.lines) {
        line.box.x += style.width;
        for (SheetWord& word : line.words)
            word.box.x += style.width;
        both.lines.push_back(std::move(line));
    }
    return both;
}

Sheet periodical_page(const Prose& prose, Flow& flow, const BookStyle& style, bool front,
                      const std::string& date_line) {
    Typesetter type(style.width, style.height, style.dpi, prose.language);
    Rect area = inside(style);
    const double gap = pixels(2, style.dpi);
    const auto line_across = [&](double thickness) {
        type.rule(area.x, area.y, area.x + area.width, area.y, thickness);
        area.y += gap;
    };
    if (front) {
        Face title = sized(style.face, 3.2);
        title.bold = true;
        area.y += type.set(prose.periodical, title, area.x, area.y, area.width, Align::centre);
        line_across(style.dpi / 60.0);
        area.y += type.set(date_line, sized(style.face, 0.95), area.x, area.y - gap * 0.4,
                           area.width, Align::centre);
        line_across(style.dpi / 150.0);
        Face head = sized(style.face, 1.5);
        head.bold = true;
        area.y += type.set(prose.chapter, head, area.x, area.y, area.width, Align::centre) + gap;
    } else {
        area.y += type.set(prose.periodical + " · " + page_number(prose, style.number),
                           sized(style.face, 0.95), area.x, area.y, area.width, Align::centre);
        area.y += gap * 0.4;
        line_across(style.dpi / 150.0);
    }
    const double alley = pixels(4.5, style.dpi), column = (area.width - alley) / 2;
    const double bottom = style.height - pixels(style.margin_mm, style.dpi);
    for (int i = 0; i < 2; ++i) {
        const int place = right_to_left(prose) ? 1 - i : i;
        type.pour(flow, style.face,
                  {area.x + place * (column + alley), area.y, column, bottom - area.y},
                  Align::justify);
    }
    const double middle = area.x + column + alley / 2;
    type.rule(middle, area.y, middle, bottom, style.dpi / 150.0);
    Sheet sheet = type.take();
    sheet.gutter_right = style.number % 2 == 0;
    return sheet;
}

Sheet manuscript_page(const Prose& prose, Flow& flow, const BookStyle& style, bool ruled,
                      std::uint64_t seed) {
    Typesetter type(style.width, style.height, style.dpi, prose.language);
    Rect area = inside(style);
    if (ruled) {  // the double frame of a copyist
        const double pad = pixels(3, style.dpi);
        for (const double out : {pad, pad * 1.35}) {
            const double x0 = area.x - out, x1 = area.right() + out;
            const double y0 = area.y - out, y1 = area.bottom() + out;
            const double thick = out == pad ? 2 : 5;
            type.rule(x0, y0, x1, y0, thick);
            type.rule(x1, y0, x1, y1, thick);
            type.rule(x1, y1, x0, y1, thick);
            type.rule(x0, y1, x0, y0, thick);
        }
    }
    if (flow.paragraph == 0 && flow.byte == 0) {
        area.y += type.set(prose.chapter, sized(style.face, 1.25), area.x, area.y, area.width,
                           Align::centre) +
                  pixels(2, style.dpi);
    }
    area.height = style.height - pixels(style.margin_mm, style.dpi) - area.y;
    const Align align = right_to_left(prose) ? Align::justify : Align::start;
    type.pour(flow, style.face, area, align, style.dpi / 60.0, seed);
    Sheet sheet = type.take();
    sheet.loose = !ruled;
    sheet.gutter_right = style.number % 2 == 0;
    return sheet;
}

Sheet blank_leaf(const std::string& language, int width, int height, int dpi) {
    return Typesetter(width, height, dpi, language).take();
}

}  // namespace nuskha
