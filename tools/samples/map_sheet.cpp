// A map sheet drawn with Cairo: a coast, rivers, hills with hachures, a road, towns, a neatline
// with minutes, and names that run along what they name.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "tools/samples/dice.hpp"
#include "tools/samples/layouts.hpp"
#include "tools/samples/pango_face.hpp"

namespace nuskha {
namespace {

using Line = std::vector<Point>;

Line smooth(const Line& corners, int pieces) {  // Catmull-Rom through the corners
    Line out;
    const int count = static_cast<int>(corners.size());
    const auto at = [&](int i) { return corners[std::clamp(i, 0, count - 1)]; };
    for (int i = 0; i + 1 < count; ++i)
        for (int k = 0; k < pieces; ++k) {
            const double t = static_cast<double>(k) / pieces;
            const auto blend = [&](double a, double b, double c, double d) {
                return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t +
                              (3 * b - a - 3 * c + d) * t * t * t);
            };
            out.push_back({blend(at(i - 1).x, at(i).x, at(i + 1).x, at(i + 2).x),
                           blend(at(i - 1).y, at(i).y, at(i + 1).y, at(i + 2).y)});
        }
    out.push_back(corners.back());
    return out;
}

struct Place {  // a point on a line and the direction there
    Point at;
    double angle;  // radians clockwise
};

Place along(const Line& line, double distance) {
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const double dx = line[i + 1].x - line[i].x, dy = line[i + 1].y - line[i].y;
        const double length = std::hypot(dx, dy);
        if (distance <= length || i + 2 == line.size()) {
            const double t = length > 0 ? distance / length : 0;
            return {{line[i].x + dx * t, line[i].y + dy * t}, std::atan2(dy, dx)};
        }
        distance -= length;
    }
    return {line.front(), 0};
}

class Draughtsman {
  public:
    Draughtsman(const Prose& prose, int width, int height, int dpi, std::uint64_t seed)
        : prose_(prose),
          dice_(seed),
          w_(width),
          h_(height),
          unit_(dpi / 300.0),
          surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height)),
          cairo_(cairo_create(surface_.get())) {
        plain_font_options(cairo_.get());
        sheet_.language = prose.language;
        sheet_.dpi = dpi;
        sheet_.loose = true;
        colour(1, 1, 1);
        cairo_paint(cairo_.get());
    }

    Sheet draw() {
        graticule();
        river({{0.30, 0.06}, {0.36, 0.22}, {0.30, 0.38}, {0.42, 0.52}, {0.55, 0.58}, {0.75, 0.67}},
              prose_.places.at(3), 0.42);
        river({{0.08, 0.72}, {0.20, 0.66}, {0.31, 0.60}, {0.42, 0.52}}, prose_.places.at(9), 0.15);
        sea();
        lake();
        hills();
        grass();
        road();
        straight(prose_.places.at(2), "plain", {0.20, 0.47}, -14, 15, false);
        towns();
        neatline();
        return take();
    }

  private:
    double scale(double v) const { return v * unit_; }
    Point spot(Point p) const { return {p.x * w_, p.y * h_}; }
    void colour(double r, double g, double b) { cairo_set_source_rgb(cairo_.get(), r, g, b); }

    void trace(const Line& line) {
        cairo_new_path(cairo_.get());
        for (const Point p : line)
            cairo_line_to(cairo_.get(), p.x, p.y);
    }
    void stroke(const Line& line, double thickness) {
        trace(line);
        cairo_set_line_width(cairo_.get(), scale(thickness));
        cairo_stroke(cairo_.get());
    }
    Line line_of(const Line& corners, double wander) {
        Line out;
        for (const Point p : corners)
            out.push_back(
                spot({p.x + dice_.uniform(-wander, wander), p.y + dice_.uniform(-wander, wander)}));
        return smooth(out, 24);
    }

    void sea() {
        Line coast = line_of({{0.74, 0.03},
                              {0.70, 0.14},
                              {0.76, 0.24},
                              {0.71, 0.36},
                              {0.79, 0.43},
                              {0.72, 0.55},
                              {0.70, 0.66},
                              {0.78, 0.74},
                              {0.73, 0.86},
                              {0.77, 0.97}},
                             0.008);
        Line area = coast;
        area.push_back({static_cast<double>(w_), static_cast<double>(h_)});
        area.push_back({static_cast<double>(w_), 0});
        trace(area);
        colour(0.80, 0.90, 0.93);
        cairo_fill(cairo_.get());
        for (int i = 1; i <= 4; ++i) {  // the engraver's water lines, ever wider apart
            Line shifted = coast;
            for (Point& p : shifted)
                p.x += scale(9.0 * i + 2.0 * i * i);
            colour(0.45, 0.62, 0.70);
            stroke(shifted, 1.2);
        }
        colour(0.12, 0.22, 0.30);
        stroke(coast, 4);
        const Line bend = smooth(
            {spot({0.855, 0.16}), spot({0.905, 0.34}), spot({0.90, 0.56}), spot({0.845, 0.76})},
            24);
        curved(prose_.places.at(0), "sea", bend, 17, true, 0.06);
        straight(prose_.places.at(5), "bay", {0.787, 0.352}, 24, 7.5, true);
    }

    void lake() {
        Line shore;
        const Point centre = spot({0.16, 0.84});
        for (int i = 0; i <= 12; ++i) {
            const double t = 2 * std::numbers::pi * (i % 12) / 12;
            const double r = 1 + 0.15 * std::sin(3 * t);
            shore.push_back(
                {centre.x + scale(190) * r * std::cos(t), centre.y + scale(75) * r * std::sin(t)});
        }
        shore = smooth(shore, 12);
        trace(shore);
        colour(0.80, 0.90, 0.93);
        cairo_fill(cairo_.get());
        colour(0.12, 0.22, 0.30);
        stroke(shore, 3);
        straight(prose_.places.at(1), "lake", {0.16, 0.84}, -6, 8, true);
    }

    void river(const Line& corners, const std::string& name, double start) {
        Line bed = line_of(corners, 0.004);
        for (std::size_t i = 0; i < bed.size(); ++i) {  // meanders
            bed[i].x += scale(5) * std::sin(0.5 * static_cast<double>(i));
            bed[i].y += scale(6) * std::cos(0.37 * static_cast<double>(i));
        }
        colour(0.25, 0.45, 0.60);
        stroke(bed, 7);
        colour(0.80, 0.90, 0.93);
        stroke(bed, 3);
        Line above = bed;
        for (std::size_t i = 0; i < above.size(); ++i) {
            const Point a = bed[i ? i - 1 : 0], b = bed[std::min(i + 1, bed.size() - 1)];
            const double n = std::hypot(b.x - a.x, b.y - a.y) + 1e-9;
            above[i].x += (b.y - a.y) / n * scale(22);
            above[i].y -= (b.x - a.x) / n * scale(22);
        }
        curved(name, "river", above, 9, true, start);
    }

    void hills() {
        for (int range = 0; range < 3; ++range) {
            const Point from = spot({0.45 + 0.03 * range, 0.14 + 0.07 * range});
            for (int i = 0; i < 4; ++i)
                hill({from.x + scale(130.0) * i, from.y + scale(42.0) * i});
        }
        straight(prose_.places.at(7), "hills", {0.565, 0.365}, 20, 13, false);
        straight(prose_.places.at(6), "pass", {0.50, 0.085}, 12, 8, false);
    }

    void graticule() {
        colour(0.78, 0.72, 0.62);
        for (const double at : {0.25, 0.5, 0.75}) {
            stroke({spot({at - 0.01, 0}), spot({at + 0.01, 1})}, 1.2);
            stroke({spot({0, at + 0.006}), spot({0.5, at}), spot({1, at + 0.006})}, 1.2);
        }
    }

    void grass() {  // tufts on the plain, clear of its name
        colour(0.35, 0.45, 0.25);
        for (int i = 0; i < 60; ++i) {
            const Point p{dice_.uniform(0.05, 0.27), dice_.uniform(0.33, 0.62)};
            if (std::abs(p.y - 0.47 + 0.19 * (p.x - 0.2)) < 0.055 || p.y > 0.60) continue;
            const Point q = spot(p);
            for (const double lean : {-0.5, 0.0, 0.5})
                stroke({q, {q.x + scale(11) * lean, q.y - scale(10)}}, 1.3);
        }
    }

    void hill(Point top) {  // hachures fall from a crest; the north-west is in the light
        const double size = scale(dice_.uniform(34, 50));
        for (int i = 0; i < 44; ++i) {
            const double t = 2 * std::numbers::pi * i / 44 + dice_.uniform(-0.05, 0.05);
            const double shade = 0.5 + 0.5 * std::cos(t - std::numbers::pi / 4);
            const double in = size * 0.35, out = size * dice_.uniform(0.8, 1.1);
            colour(0.42, 0.28, 0.16);
            stroke({{top.x + in * std::cos(t) * 1.4, top.y + in * std::sin(t) * 0.8},
                    {top.x + out * std::cos(t) * 1.4, top.y + out * std::sin(t) * 0.8}},
                   0.8 + 2.6 * shade);
        }
    }

    void road() {
        const Line way =
            line_of({{0.04, 0.30}, {0.18, 0.28}, {0.33, 0.44}, {0.50, 0.72}, {0.68, 0.80}}, 0.004);
        const double dashes[] = {scale(22), scale(10)};
        cairo_set_dash(cairo_.get(), dashes, 2, 0);
        colour(0.55, 0.12, 0.08);
        stroke(way, 3);
        cairo_set_dash(cairo_.get(), nullptr, 0, 0);
    }

    void towns() {
        const std::pair<int, Point> places[] = {{4, {0.60, 0.845}}, {8, {0.36, 0.80}}};
        for (const auto& [name, where] : places) {
            const Point p = spot(where);
            colour(0.1, 0.1, 0.1);
            cairo_arc(cairo_.get(), p.x, p.y, scale(9), 0, 2 * std::numbers::pi);
            cairo_fill(cairo_.get());
            straight(prose_.places.at(name), "town", {where.x, where.y - 0.028}, 0, 8.5, false);
        }
    }

    void neatline() {
        const double m = scale(60), band = scale(16);
        colour(1, 1, 1);
        cairo_set_fill_rule(cairo_.get(), CAIRO_FILL_RULE_EVEN_ODD);
        cairo_rectangle(cairo_.get(), 0, 0, w_, h_);
        cairo_rectangle(cairo_.get(), m, m, w_ - 2 * m, h_ - 2 * m);
        cairo_fill(cairo_.get());
        colour(0.1, 0.1, 0.1);
        const auto frame = [&](double inset, double thickness) {
            cairo_set_line_width(cairo_.get(), scale(thickness));
            cairo_rectangle(cairo_.get(), inset, inset, w_ - 2 * inset, h_ - 2 * inset);
            cairo_stroke(cairo_.get());
        };
        frame(m, 3);
        frame(m - band, 1.5);
        frame(m - band - scale(8), 6);
        for (double x = m; x + scale(100) < w_ - m; x += scale(200))
            for (const double y : {m - band, h_ - m}) {
                cairo_rectangle(cairo_.get(), x, y, scale(100), band);
                cairo_fill(cairo_.get());
            }
        for (double y = m; y + scale(100) < h_ - m; y += scale(200))
            for (const double x : {m - band, w_ - m}) {
                cairo_rectangle(cairo_.get(), x, y, band, scale(100));
                cairo_fill(cairo_.get());
            }
    }

    Face face(double points, bool italic) const {
        if (prose_.language == "az-Arab") return {"Noto Naskh Arabic", points * 1.2};
        return {"Noto Serif", points, false, italic};
    }

    // A name on a straight line through its middle.
    void straight(const std::string& text, const std::string& kind, Point middle, double degrees,
                  double points, bool italic) {
        const Layout layout =
            layout_of(cairo_.get(), text, prose_.language, face(points, italic), sheet_.dpi);
        int w = 0, h = 0;
        pango_layout_get_pixel_size(layout.get(), &w, &h);
        const Point p = spot(middle);
        cairo_save(cairo_.get());
        cairo_translate(cairo_.get(), p.x, p.y);
        cairo_rotate(cairo_.get(), degrees * std::numbers::pi / 180);
        cairo_move_to(cairo_.get(), -w / 2.0, -h / 2.0);
        ink(kind);
        pango_cairo_show_layout(cairo_.get(), layout.get());
        cairo_restore(cairo_.get());
        const Affine turn = Affine::rotation(degrees, p);
        SheetLabel label{text, kind, degrees, false, {}};
        for (const auto& [sx, sy] : {std::pair{-1, -1}, {1, -1}, {1, 1}, {-1, 1}})
            label.outline.push_back(turn({p.x + sx * w / 2.0, p.y + sy * h * 0.38}));
        sheet_.labels.push_back(std::move(label));
    }

    // A name set letter by letter along a line (scripts that do not join).
    void curved(const std::string& text, const std::string& kind, const Line& line, double points,
                bool italic, double start) {
        if (prose_.language == "az-Arab") {  // joined letters cannot be set one by one
            const Place a = along(line, 0.25 * length(line)), b = along(line, 0.6 * length(line));
            const double degrees =
                std::atan2(b.at.y - a.at.y, b.at.x - a.at.x) * 180 / std::numbers::pi;
            straight(text, kind, {(a.at.x + b.at.x) / 2 / w_, (a.at.y + b.at.y) / 2 / h_}, degrees,
                     points, italic);
            return;
        }
        double at = start * length(line);
        const Point first = along(line, at).at;
        Point last = first;
        std::vector<Point> upper, lower;
        for (std::size_t i = 0; i < text.size();) {
            std::size_t n = 1;
            while (i + n < text.size() && (text[i + n] & 0xC0) == 0x80)
                ++n;
            const Layout layout = layout_of(cairo_.get(), text.substr(i, n), prose_.language,
                                            face(points, italic), sheet_.dpi);
            PangoRectangle logical;
            pango_layout_get_extents(layout.get(), nullptr, &logical);
            const double w = static_cast<double>(logical.width) / PANGO_SCALE;
            const double baseline =
                static_cast<double>(pango_layout_get_baseline(layout.get())) / PANGO_SCALE;
            const Place place = along(line, at + w / 2);
            cairo_save(cairo_.get());
            cairo_translate(cairo_.get(), place.at.x, place.at.y);
            cairo_rotate(cairo_.get(), place.angle);
            cairo_move_to(cairo_.get(), -w / 2, -baseline);
            ink(kind);
            pango_cairo_show_layout(cairo_.get(), layout.get());
            cairo_restore(cairo_.get());
            const double s = std::sin(place.angle), c = std::cos(place.angle);
            const double up = points * sheet_.dpi / 72 * 0.8,
                         down = points * sheet_.dpi / 72 * 0.27;
            for (const double edge : {-w / 2, w / 2}) {
                const Point p{place.at.x + c * edge, place.at.y + s * edge};
                upper.push_back({p.x + s * up, p.y - c * up});
                lower.push_back({p.x - s * down, p.y + c * down});
            }
            last = place.at;
            at += w * (kind == "sea" ? 1.5 : 1.12);
            i += n;
        }
        SheetLabel label{text, kind, 0, true, upper};
        label.angle_deg = std::atan2(last.y - first.y, last.x - first.x) * 180 / std::numbers::pi;
        label.outline.insert(label.outline.end(), lower.rbegin(), lower.rend());
        sheet_.labels.push_back(std::move(label));
    }

    static double length(const Line& line) {
        double sum = 0;
        for (std::size_t i = 0; i + 1 < line.size(); ++i)
            sum += std::hypot(line[i + 1].x - line[i].x, line[i + 1].y - line[i].y);
        return sum;
    }

    void ink(const std::string& kind) {
        if (kind == "sea" || kind == "river" || kind == "lake" || kind == "bay")
            colour(0.08, 0.22, 0.36);
        else
            colour(0.10, 0.09, 0.08);
    }

    Sheet take() {
        cairo_surface_flush(surface_.get());
        const unsigned char* data = cairo_image_surface_get_data(surface_.get());
        const int stride = cairo_image_surface_get_stride(surface_.get());
        sheet_.paint = Raster(w_, h_, 3);
        for (int y = 0; y < h_; ++y) {
            const auto* from = reinterpret_cast<const std::uint32_t*>(data + y * stride);
            std::uint8_t* to = sheet_.paint.row(y);
            for (int x = 0; x < w_; ++x) {
                to[3 * x] = static_cast<std::uint8_t>(from[x] >> 16);
                to[3 * x + 1] = static_cast<std::uint8_t>(from[x] >> 8);
                to[3 * x + 2] = static_cast<std::uint8_t>(from[x]);
            }
        }
        return std::move(sheet_);
    }

    const Prose& prose_;
    Dice dice_;
    int w_, h_;
    double unit_;
    Surface surface_;
    Cairo cairo_;
    Sheet sheet_;
};

}  // namespace

Sheet map_sheet(const Prose& prose, int width, int height, int dpi, std::uint64_t seed) {
    return Draughtsman(prose, width, height, dpi, seed).draw();
}

}  // namespace nuskha
