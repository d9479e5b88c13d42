#include "tools/recognition/column_pages.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>

#include "tools/samples/ageing.hpp"
#include "tools/samples/faces.hpp"
#include "tools/samples/prose.hpp"

namespace nuskha {
namespace {

constexpr int dpi = 220;

double pixels(double mm) {
    return mm / 25.4 * dpi;
}

constexpr std::array kinds{"plain",          "heads in columns", "heading across",  "pictures",
                           "picture across", "footnotes",        "unequal",         "front page",
                           "two articles",   "head over two",    "table in column", "table across"};

// Sets one page. What it calls in turn is the reading order.
class Compositor {
  public:
    Compositor(ColumnPage& page, Dice& dice)
        : page_(page),
          dice_(dice),
          prose_(load_prose(page.language)),
          right_to_left_(page.language == "az-Arab") {
        const std::vector<Face> faces = bench_faces(page.language);
        face_ = faces[static_cast<std::size_t>(dice.below(static_cast<int>(faces.size())))];
        face_.points *= dice.uniform(8.5, 10.5);
        page.face = face_.family;
        page.dpi = dpi;
        page.columns = page.kind == "head over two" ? 3 + dice.below(2) : 2 + dice.below(3);
        page.rules = dice.below(2) == 0;
        const double column = pixels(dice.uniform(42, 56));
        alley_ = pixels(page.rules ? dice.uniform(4, 6) : dice.uniform(3.5, 7));
        const double margin = pixels(dice.uniform(11, 20));
        const double width = page.columns * (column + alley_) - alley_ + 2 * margin;
        const double height = std::min(width * dice.uniform(1.1, 1.45), pixels(260));
        type_ = std::make_unique<Typesetter>(static_cast<int>(width), static_cast<int>(height), dpi,
                                             page.language);
        area_ = {margin, margin, width - 2 * margin, height - 2 * margin};
        line_ = face_.points / 72 * dpi * 1.4;
        flow_.paragraphs = shuffled_paragraphs(prose_, 30000, dice);
    }

    void compose();

  private:
    Face sized(double factor, bool bold = false) const {
        Face face = face_;
        face.points *= factor;
        face.bold = bold;
        return face;
    }
    double put(const std::string& text, const Face& face, const Rect& area, Align align,
               Role role) {
        const double height = type_->set(text, face, area.x, area.y, area.width, align);
        marked_.push_back({{area.x, area.y, area.width, height}, role});
        return height;
    }
    void rule(double x0, double y0, double x1, double y1) {
        type_->rule(x0, y0, x1, y1, dpi / 150.0);
    }
    void down(double by) {
        area_.y += by;
        area_.height -= by;
    }
    Rect column(const Rect& area, int columns, int i) const {
        const double width = (area.width + alley_) / columns - alley_;
        const int place = right_to_left_ ? columns - 1 - i : i;
        return {area.x + place * (width + alley_), area.y, width, area.height};
    }
    std::string sentence() {
        const auto& some = prose_.paragraphs[static_cast<std::size_t>(
            dice_.below(static_cast<int>(prose_.paragraphs.size())))];
        return some[static_cast<std::size_t>(dice_.below(static_cast<int>(some.size())))];
    }
    std::string digits(int number) const {
        std::string out;
        for (const char c : std::to_string(number))
            out += right_to_left_ ? std::string{'\xDB', char(0xB0 + (c - '0'))} : std::string{c};
        return out;
    }
    std::string number() { return digits(2 + dice_.below(500)); }
    void pour(const Rect& area) {
        if (area.height > line_) type_->pour(flow_, text_face(), area, Align::justify);
    }
    Face text_face() const { return face_; }

    void head();
    void foot_number();
    void footnotes();
    void title();
    void heading(Rect& area, double size);
    void picture(Rect& area, double share, bool whole_width);
    std::string name_within(double width);
    void row(const std::vector<Rect>& cells, int number, bool names_last);
    void table(Rect& area);
    void columns(const Rect& area, int count);
    void one_column(Rect area);

    ColumnPage& page_;
    Dice& dice_;
    Prose prose_;
    bool right_to_left_, number_below_ = false;
    Face face_;
    double alley_ = 0, line_ = 0, number_y_ = 0;
    Rect area_;
    std::unique_ptr<Typesetter> type_;
    Flow flow_;
    std::vector<std::pair<Rect, Role>> marked_;
    std::string foot_;
};

// A running head with the number beside it or at the foot.
void Compositor::head() {
    number_below_ = dice_.below(3) == 0;
    const Face small = sized(0.9);
    double height = 0;
    const double corner = pixels(18);
    const bool left = dice_.below(2) == 0;
    const Rect title{area_.x + corner, area_.y, area_.width - 2 * corner, line_};
    const Rect place{left ? area_.x : area_.right() - corner, area_.y, corner, line_};
    const auto set_number = [&] {
        put(number(), small, place, left ? Align::start : Align::end, Role::page_number);
    };
    const bool first = left != right_to_left_;  // the number comes before the title
    if (!number_below_ && first) set_number();
    height = put(prose_.running, small, title, Align::centre, Role::running_head);
    if (!number_below_ && !first) set_number();
    down(height + line_ * 0.15);
    if (dice_.below(2)) rule(area_.x, area_.y, area_.right(), area_.y);
    down(line_ * 0.7);
    if (number_below_) area_.height -= line_ * 1.8;
    number_y_ = area_.bottom() + line_ * 0.6;
}

void Compositor::foot_number() {
    if (number_below_)
        put(number(), face_, {area_.x, number_y_, area_.width, line_}, Align::centre,
            Role::page_number);
}

void Compositor::footnotes() {
    area_.height -= line_ * 4.4;
    foot_.clear();
    for (int i = 1; i <= 2; ++i)
        foot_ += (i > 1 ? "\n" : "") +
                 std::string(right_to_left_ ? (i == 1 ? "۱" : "۲") : (i == 1 ? "1" : "2")) + ") " +
                 sentence();
}

// A periodical's name, the date between rules.
void Compositor::title() {
    down(put(prose_.periodical, sized(3, true), area_, Align::centre, Role::heading));
    rule(area_.x, area_.y, area_.right(), area_.y);
    down(line_ * 0.2);
    down(put(prose_.places.front() + ", " + number(), sized(0.95), area_, Align::centre,
             Role::paragraph) +
         line_ * 0.2);
    rule(area_.x, area_.y, area_.right(), area_.y);
    down(line_ * 0.6);
}

void Compositor::heading(Rect& area, double size) {
    const double height =
        put(prose_.chapter, sized(size, true), area, Align::centre, Role::heading) + line_ * 0.5;
    area.y += height;
    area.height -= height;
}

void Compositor::picture(Rect& area, double share, bool whole_width) {
    const double inset = whole_width ? area.width * dice_.uniform(0, 0.1) : 0;
    const Rect place{area.x + inset, area.y + line_ * 0.4, area.width - 2 * inset,
                     area.width * share};
    page_.pictures.push_back(place);
    double height = place.height + line_ * 0.8;
    height += put(sentence(), sized(0.85), {area.x, area.y + height, area.width, line_},
                  Align::centre, Role::caption) +
              line_ * 0.6;
    area.y += height;
    area.height -= height;
}

// A place, or its first word where all of it is too long.
std::string Compositor::name_within(double width) {
    const std::string& place =
        prose_
            .places[static_cast<std::size_t>(dice_.below(static_cast<int>(prose_.places.size())))];
    const auto letters = std::count_if(place.begin(), place.end(),
                                       [](char c) { return (c & 0xC0) != 0x80; });  // first bytes
    const double letter = 0.62 * face_.points / 72 * dpi;
    return static_cast<double>(letters) * letter < width ? place : place.substr(0, place.find(' '));
}

// The first row holds years; of numbers some are missing.
void Compositor::row(const std::vector<Rect>& cells, int number_of_row, bool names_last) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const bool name = i == 0 || (names_last && i + 1 == cells.size());
        if (!name && number_of_row > 0 && dice_.below(12) == 0) continue;
        const std::string text = name                 ? name_within(cells[i].width)
                                 : number_of_row == 0 ? digits(1890 + dice_.below(50))
                                                      : number();
        put(text, sized(0.9), cells[i], name == right_to_left_ ? Align::end : Align::start,
            Role::table);
    }
}

// Names and numbers, in the open, between rules below one another or in a grid.
void Compositor::table(Rect& area) {
    const bool names_last = dice_.below(3) == 0;
    const int style = dice_.below(3);
    const int columns = std::clamp(static_cast<int>(area.width / pixels(18)), 2, 6);
    const double share = area.width / (columns + 1 + names_last);
    const double high = line_ * dice_.uniform(1, 1.4), inset = pixels(1.5);
    const int room = static_cast<int>(0.5 * area.height / high);
    const int rows = std::min(5 + dice_.below(6), std::max(3, room));
    area.y += line_ * 0.6;
    for (int r = 0; r < rows; ++r) {
        std::vector<Rect> cells;
        double at = 0;
        for (int c = 0; c < columns; ++c) {
            const double width = share * (c == 0 || (c + 1 == columns && names_last) ? 2 : 1);
            cells.push_back({(right_to_left_ ? area.right() - at - width : area.x + at) + inset,
                             area.y + r * high, width - 2 * inset, high});
            at += width;
        }
        row(cells, r, names_last);
        for (const Rect& cell : cells)
            if (style == 2 && &cell != &cells.front()) {
                const double x = right_to_left_ ? cell.right() + inset : cell.x - inset;
                rule(x, cell.y - line_ * 0.1, x, cell.bottom() - line_ * 0.1);
            }
    }
    for (int r = 0; r <= rows; ++r)
        if (style == 2 || (style == 1 && (r < 2 || r == rows))) {
            const double y = area.y + r * high - line_ * 0.1;
            rule(area.x, y, area.right(), y);
        }
    const double height = rows * high + line_ * 0.6;
    area.y += height;
    area.height -= height + line_ * 0.6;
}

void Compositor::one_column(Rect area) {
    const bool heads = page_.kind == "heads in columns" && dice_.below(3) > 0;
    const bool picture_here = page_.kind == "pictures" && dice_.below(2) == 0;
    const bool table_here = page_.kind == "table in column" && dice_.below(2) == 0;
    if (heads || picture_here || table_here) {
        Rect upper = area;
        upper.height *= dice_.uniform(0.15, 0.55);
        const double used = type_->pour(flow_, face_, upper, Align::justify) + line_ * 0.5;
        area.y += used;
        area.height -= used;
        if (heads) heading(area, 1.25);
        if (picture_here) picture(area, dice_.uniform(0.5, 0.9), false);
        if (table_here) table(area);
    }
    pour(area);
}

void Compositor::columns(const Rect& area, int count) {
    const bool unequal = page_.kind == "unequal";
    for (int i = 0; i < count; ++i) {
        Rect one = column(area, count, i);
        if (unequal) {
            const double cut = dice_.uniform(0, 0.5) * one.height;
            if (i + 1 == count)
                one.height -= cut;
            else if (dice_.below(3) == 0)
                one.y += cut * 0.6, one.height -= cut * 0.6;
        }
        one_column(one);
        if (i > 0 && page_.rules) {
            const double x = (right_to_left_ ? column(area, count, i).right()
                                             : column(area, count, i - 1).right()) +
                             alley_ / 2;
            rule(x, area.y, x, area.bottom());
        }
    }
}

void Compositor::compose() {
    const std::string& kind = page_.kind;
    if (kind == "front page")
        title();
    else
        head();
    if (kind == "heading across" || (kind == "front page" && dice_.below(2))) heading(area_, 1.7);
    if (kind == "picture across" && dice_.below(2)) picture(area_, dice_.uniform(0.2, 0.4), true);
    if (kind == "footnotes") footnotes();
    const bool table_below = kind == "table across" && dice_.below(2);
    if (kind == "table across" && !table_below) table(area_);
    Rect area = area_;
    if (kind == "two articles" || table_below ||
        (kind == "picture across" && page_.pictures.empty())) {
        Rect upper = area;
        upper.height *= dice_.uniform(0.3, 0.6);
        columns(upper, page_.columns);
        area.y = upper.bottom() + line_ * 0.6;
        area.height = area_.bottom() - area.y;
        if (kind == "two articles") {
            if (dice_.below(2))
                rule(area.x, area.y - line_ * 0.2, area.right(), area.y - line_ * 0.2);
            heading(area, 1.5);
            columns(area, 2 + dice_.below(page_.columns - 1));
        } else {
            if (table_below)
                table(area);
            else
                picture(area, dice_.uniform(0.2, 0.35), true);
            columns(area, page_.columns);
        }
    } else if (kind == "head over two") {
        const Rect first = column(area, page_.columns, 0), second = column(area, page_.columns, 1);
        Rect two = united(first, second);
        heading(two, 1.5);
        const double top = two.y;
        for (int i = 0; i < page_.columns; ++i) {
            Rect one = column(area, page_.columns, i);
            if (i < 2) one = {one.x, top, one.width, one.bottom() - top};
            pour(one);
        }
    } else {
        columns(area, page_.columns);
    }
    if (kind == "footnotes") {
        const double y = area_.bottom() + line_ * 0.5, short_rule = area_.width * 0.2;
        const double x = right_to_left_ ? area_.right() - short_rule : area_.x;
        rule(x, y, x + short_rule, y);
        put(foot_, sized(0.8), {area_.x, y + line_ * 0.3, area_.width, line_ * 3}, Align::start,
            Role::footnote);
    }
    foot_number();
    Sheet sheet = type_->take();
    for (const SheetLine& line : sheet.lines) {
        Role role = Role::paragraph;
        for (const auto& [area_of, marked] : marked_)
            if (const Rect shared = intersected(area_of, line.box);
                shared.width * shared.height > 0.5 * line.box.width * line.box.height)
                role = marked;
        page_.roles.push_back(role);
    }
    page_.lines = sheet.lines;
    page_.scan = std::move(sheet.paint);
}

// A photograph in print: soft clouds with edges, in a grain.
void print_picture(Raster& paint, const Rect& place, Dice& dice) {
    std::array<double, 12> waves{};
    for (double& w : waves)
        w = dice.uniform(-1, 1);
    for (int y = int(place.y); y < int(place.bottom()); ++y)
        for (int x = int(place.x); x < int(place.right()); ++x) {
            const double u = (x - place.x) / 90, v = (y - place.y) / 90;
            double tone = 115 + 35 * std::sin(waves[0] * u + waves[1] * v + 6 * waves[2]) +
                          30 * std::sin(2 * waves[3] * u + 2 * waves[4] * v + 6 * waves[5]);
            if (std::sin(waves[6] * u + 3 * waves[7]) * std::cos(waves[8] * v + 3 * waves[9]) > 0.3)
                tone -= 45;
            tone += 8 * dice.normal();
            paint.row(y)[x] = static_cast<std::uint8_t>(std::clamp(tone, 20.0, 205.0));
        }
}

}  // namespace

ColumnPage column_page(int number, Dice dice) {
    constexpr std::array left_to_right{"en", "ru", "az-Latn", "kk-Cyrl"};
    ColumnPage page;
    page.kind = kinds[static_cast<std::size_t>(number / 2) % kinds.size()];
    page.language =
        number % 2 ? "az-Arab" : left_to_right[static_cast<std::size_t>(number / 2) % 4];
    Compositor(page, dice).compose();
    for (const Rect& place : page.pictures)
        print_picture(page.scan, place, dice);
    Ageing ageing;
    ageing.bed_px = 0;
    ageing.yellowing = dice.uniform(0, 1);
    ageing.texture = dice.uniform(0, 0.5);
    ageing.fading = dice.uniform(0, 0.3);
    ageing.blur_px = dice.uniform(0.3, 0.7);
    ageing.noise = dice.uniform(1, 4);
    Sheet sheet;
    sheet.paint = std::move(page.scan);
    sheet.dpi = dpi;
    page.scan = aged(sheet, nullptr, ageing, Dice(dice.next())).pixels;
    return page;
}

}  // namespace nuskha
