#include "tools/samples/typesetter.hpp"

#include <algorithm>
#include <cmath>

#include "models/failure.hpp"
#include "tools/samples/dice.hpp"
#include "tools/samples/pango_face.hpp"

namespace nuskha {

void plain_font_options(cairo_t* cairo) {
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(cairo, options);
    cairo_font_options_destroy(options);
}

namespace {

void require_family(PangoLayout* layout, const PangoFontDescription* wanted) {
    PangoFont* font = pango_context_load_font(pango_layout_get_context(layout), wanted);
    PangoFontDescription* got = font ? pango_font_describe(font) : nullptr;
    const std::string family = pango_font_description_get_family(wanted);
    const bool same = got && family == pango_font_description_get_family(got);
    if (got) pango_font_description_free(got);
    if (font) g_object_unref(font);
    if (!same)
        throw Failure(Exit::engine, "fonts: the face '" + family +
                                        "' is not installed; install fonts-noto-core, "
                                        "fonts-dejavu-core, fonts-dejavu-extra and fonts-sjfonts");
}

}  // namespace

Layout layout_of(cairo_t* cairo, const std::string& text, const std::string& language,
                 const Face& face, int dpi) {
    Layout layout(pango_cairo_create_layout(cairo));
    PangoContext* context = pango_layout_get_context(layout.get());
    pango_context_set_language(context, pango_language_from_string(language.c_str()));
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family(font, face.family.c_str());
    pango_font_description_set_absolute_size(font, face.points * dpi / 72 * PANGO_SCALE);
    if (face.bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    if (face.italic) pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
    pango_layout_set_font_description(layout.get(), font);
    require_family(layout.get(), font);
    if (!face.other.empty()) {
        pango_font_description_set_family(font, (face.family + "," + face.other).c_str());
        pango_layout_set_font_description(layout.get(), font);
    }
    pango_font_description_free(font);
    pango_layout_set_auto_dir(layout.get(), TRUE);
    pango_layout_set_text(layout.get(), text.c_str(), static_cast<int>(text.size()));
    if (pango_layout_get_unknown_glyphs_count(layout.get()) > 0)
        throw Failure(Exit::engine, "fonts: '" + face.family + "' lacks a letter of \"" +
                                        text.substr(0, 60) + "\"; choose another face");
    return layout;
}

struct Typesetter::State {
    Surface surface;
    Cairo cairo;
    Sheet sheet;

    SheetLine note(PangoLayoutLine* line, const std::string& text, const Rect& box, double origin);
    void tighten(Rect& box) const;
};

Typesetter::Typesetter(int width, int height, int dpi, std::string language)
    : state_(std::make_unique<State>()) {
    state_->surface.reset(cairo_image_surface_create(CAIRO_FORMAT_A8, width, height));
    if (cairo_surface_status(state_->surface.get()) != CAIRO_STATUS_SUCCESS)
        throw Failure(Exit::engine, "canvas: cannot be made; is there enough memory?");
    state_->cairo.reset(cairo_create(state_->surface.get()));
    plain_font_options(state_->cairo.get());
    state_->sheet.dpi = dpi;
    state_->sheet.language = std::move(language);
}

Typesetter::~Typesetter() = default;

// The words of a line and the room each takes, left to right or right to left as shaped.
SheetLine Typesetter::State::note(PangoLayoutLine* line, const std::string& text, const Rect& box,
                                  double origin) {
    SheetLine out{{}, box, {}};
    const int end = line->start_index + line->length;
    for (int at = line->start_index; at < end;) {
        const int stop = std::min<int>(end, static_cast<int>(text.find(' ', at)) >= 0
                                                ? static_cast<int>(text.find(' ', at))
                                                : end);
        if (stop > at) {
            int* ranges = nullptr;
            int count = 0;
            pango_layout_line_get_x_ranges(line, at, stop, &ranges, &count);
            double low = 1e9, high = -1e9;
            for (int i = 0; i < count; ++i) {
                low = std::min(low, static_cast<double>(ranges[2 * i]) / PANGO_SCALE);
                high = std::max(high, static_cast<double>(ranges[2 * i + 1]) / PANGO_SCALE);
            }
            g_free(ranges);
            out.words.push_back(
                {text.substr(at, stop - at), {origin + low, box.y, high - low, box.height}});
            out.text += (out.text.empty() ? "" : " ") + out.words.back().text;
        }
        at = stop + 1;
    }
    return out;
}

// Shrinks a box to the ink inside it; leaves it where there is none.
void Typesetter::State::tighten(Rect& box) const {
    const unsigned char* data = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    const int width = cairo_image_surface_get_width(surface.get());
    const int height = cairo_image_surface_get_height(surface.get());
    const int x0 = std::max(0, static_cast<int>(box.x)), y0 = std::max(0, static_cast<int>(box.y));
    const int x1 = std::min(width, static_cast<int>(std::ceil(box.right())));
    const int y1 = std::min(height, static_cast<int>(std::ceil(box.bottom())));
    int left = x1, right = x0, top = y1, bottom = y0;
    for (int y = y0; y < y1; ++y)
        for (int x = x0; x < x1; ++x)
            if (data[y * stride + x] > 64) {
                left = std::min(left, x), right = std::max(right, x + 1);
                top = std::min(top, y), bottom = std::max(bottom, y + 1);
            }
    if (right > left && bottom > top)
        box = {double(left), double(top), double(right - left), double(bottom - top)};
}

double Typesetter::set(const std::string& text, const Face& face, double x, double y, double width,
                       Align align) {
    Flow flow{{text}};
    return pour(flow, face, {x, y, width, 1e6}, align);
}

double Typesetter::pour(Flow& flow, const Face& face, const Rect& area, Align align, double wander,
                        std::uint64_t seed) {
    cairo_t* cairo = state_->cairo.get();
    Sheet& sheet = state_->sheet;
    Dice dice(seed);
    double y = area.y;
    bool full = false;
    while (!flow.done() && !full) {
        const std::string text = flow.paragraphs[flow.paragraph].substr(flow.byte);
        const Layout layout = layout_of(cairo, text, sheet.language, face, sheet.dpi);
        pango_layout_set_width(layout.get(), static_cast<int>(area.width * PANGO_SCALE));
        pango_layout_set_justify(layout.get(), align == Align::justify);
        pango_layout_set_alignment(layout.get(), align == Align::centre ? PANGO_ALIGN_CENTER
                                                 : align == Align::end  ? PANGO_ALIGN_RIGHT
                                                                        : PANGO_ALIGN_LEFT);
        if (align == Align::justify && flow.byte == 0)
            pango_layout_set_indent(
                layout.get(), static_cast<int>(1.6 * face.points * sheet.dpi / 72) * PANGO_SCALE);
        PangoLayoutIter* iter = pango_layout_get_iter(layout.get());
        do {
            PangoLayoutLine* line = pango_layout_iter_get_line_readonly(iter);
            PangoRectangle ink, logical;
            pango_layout_iter_get_line_extents(iter, &ink, &logical);
            const double own = static_cast<double>(logical.height) / PANGO_SCALE;
            const double height = own * face.line_spacing;
            const double baseline =
                static_cast<double>(pango_layout_iter_get_baseline(iter) - logical.y) / PANGO_SCALE;
            if (y + height > area.bottom()) {
                flow.byte += line->start_index;
                full = true;
                break;
            }
            const double left = area.x + static_cast<double>(logical.x) / PANGO_SCALE;
            const double drift = wander * dice.uniform(-1, 1), lean = wander * dice.uniform(-1, 1);
            cairo_save(cairo);
            cairo_translate(cairo, left, y + baseline + drift);
            cairo_rotate(cairo, lean / area.width);
            cairo_move_to(cairo, 0, 0);
            pango_cairo_show_layout_line(cairo, line);
            cairo_restore(cairo);
            cairo_surface_flush(state_->surface.get());
            const Rect box{left, y, static_cast<double>(logical.width) / PANGO_SCALE, own};
            SheetLine noted = state_->note(line, text, box, area.x);
            for (SheetWord& word : noted.words)
                state_->tighten(word.box);
            noted.box = {};
            for (const SheetWord& word : noted.words)
                noted.box = united(noted.box, word.box);
            if (!noted.words.empty()) sheet.lines.push_back(std::move(noted));
            y += height;
        } while (pango_layout_iter_next_line(iter));
        pango_layout_iter_free(iter);
        if (!full) {
            ++flow.paragraph;
            flow.byte = 0;
        }
    }
    return y - area.y;
}

void Typesetter::rule(double x0, double y0, double x1, double y1, double thickness) {
    cairo_t* cairo = state_->cairo.get();
    cairo_set_line_width(cairo, thickness);
    cairo_move_to(cairo, x0, y0);
    cairo_line_to(cairo, x1, y1);
    cairo_stroke(cairo);
}

Sheet Typesetter::take() {
    cairo_surface_flush(state_->surface.get());
    const unsigned char* data = cairo_image_surface_get_data(state_->surface.get());
    const int stride = cairo_image_surface_get_stride(state_->surface.get());
    Raster paint(cairo_image_surface_get_width(state_->surface.get()),
                 cairo_image_surface_get_height(state_->surface.get()), 1);
    for (int y = 0; y < paint.height; ++y)
        for (int x = 0; x < paint.width; ++x)
            paint.row(y)[x] = static_cast<std::uint8_t>(255 - data[y * stride + x]);
    Sheet sheet = std::move(state_->sheet);
    sheet.paint = std::move(paint);
    return sheet;
}

}  // namespace nuskha
