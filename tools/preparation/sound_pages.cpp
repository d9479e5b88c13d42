#include "tools/preparation/sound_pages.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "pipeline/imaging/decode.hpp"
#include "pipeline/imaging/jpeg_writer.hpp"
#include "tools/preparation/defects.hpp"
#include "tools/samples/ageing.hpp"
#include "tools/samples/layouts.hpp"

namespace nuskha {
namespace {

constexpr int per_language = 8;

Face face_for(const std::string& language, double points, int number) {
    if (language == "az-Arab") return book_face(language, points);
    const std::array<const char*, 3> families{"DejaVu Serif", "Noto Serif", "DejaVu Sans"};
    return {families[static_cast<std::size_t>(number) % 3], points * (number % 3 == 1 ? 1 : 0.9),
            false, number % 5 == 4, 0.95};
}

Sheet sheet_of(const Prose& prose, Flow& flow, int number, bool small, Dice& dice) {
    BookStyle style;
    style.number = number + 1;
    style.face = face_for(prose.language, small ? 9 : dice.uniform(8.5, 11.5), number);
    if (small) {
        style.width = 1100;
        style.height = 620;
        style.margin_mm = 4;
        return book_page(prose, flow, style);
    }
    style.heading = number % 4 == 0;
    if (number % 8 == 3) return periodical_page(prose, flow, style, false, "");
    if (number % 8 == 6) return manuscript_page(prose, flow, style, number % 16 == 6, dice.next());
    Sheet sheet = book_page(prose, flow, style);
    if (number % 8 == 5)  // a photograph stands in the text
        paste_picture(sheet.paint, {220, 500, 800, 560}, dice);
    return sheet;
}

Rect leaf_in(const AgedScan& scan, const Sheet& sheet) {
    const double w = sheet.paint.width, h = sheet.paint.height;
    const Affine& to = scan.placement.flat_to_scan();
    const Point a = to({0, 0}), b = to({w, 0}), c = to({w, h}), d = to({0, h});
    const double left = std::max({a.x, d.x, 0.0}), top = std::max({a.y, b.y, 0.0});
    const double right = std::min({b.x, c.x, double(scan.pixels.width)});
    const double bottom = std::min({c.y, d.y, double(scan.pixels.height)});
    return {left, top, right - left, bottom - top};
}

}  // namespace

SoundPages::SoundPages(std::uint64_t seed, bool small) : seed_(seed) {
    for (const std::string_view language : sample_languages) {
        if (small && language != "en" && language != "ru") continue;
        Dice dice = Dice(seed).named(language);
        const Prose prose = load_prose(std::string(language));
        Flow flow;
        flow.paragraphs = shuffled_paragraphs(prose, small ? 12000 : 60000, dice);
        for (int i = 0; i < (small ? 10 : per_language); ++i)
            sheets_.push_back(sheet_of(prose, flow, i, small, dice));
    }
}

const Sheet& SoundPages::sheet(int number) const {
    return sheets_[static_cast<std::size_t>(number) % sheets_.size()];
}

SoundScan SoundPages::aged_scan(const Sheet& sheet, const Sheet* behind, const Wishes& wishes,
                                Dice dice) const {
    Ageing ageing;
    ageing.bed_px = dice.below(2) ? 30 + dice.below(90) : 0;
    ageing.skew_deg = dice.uniform(-1, 1) * (ageing.bed_px ? 1.0 : 0.4);
    ageing.yellowing = wishes.fresh ? dice.uniform(0, 0.2) : dice.uniform(0, 1);
    ageing.texture = dice.uniform(0, 0.7);
    ageing.stains = dice.below(4);
    ageing.foxing = dice.below(3) ? 0 : dice.below(40);
    ageing.show_through = behind && dice.below(3) == 0 ? dice.uniform(0.02, 0.2) : 0;
    ageing.gutter_shadow = dice.below(2) ? dice.uniform(0, 0.5) : 0;
    ageing.curl_px = dice.below(3) ? 0 : dice.uniform(0, 15);
    ageing.fading = dice.uniform(0, 0.55);
    ageing.blur_px = dice.uniform(0.3, 0.9);
    ageing.noise = dice.uniform(0.8, 4.5);
    ageing.colour = wishes.colour || dice.below(2) == 0;
    AgedScan scan = aged(sheet, behind, ageing, dice.named("ageing"));
    SoundScan sound{std::move(scan.pixels), leaf_in(scan, sheet)};
    if (dice.below(3) == 0) {  // as vendors deliver it
        const auto bytes = encode_jpeg(sound.pixels, 80 + dice.below(16));
        if (auto decoded = open_image(bytes, "page.jpg", {}).file->decode(0); decoded.raster)
            sound.pixels = std::move(*decoded.raster);
    }
    return sound;
}

SoundScan SoundPages::scan(int number, const Wishes& wishes) const {
    const Dice dice = Dice(seed_ + static_cast<std::uint64_t>(number)).named("scan");
    const Sheet& front = sheet(number);
    const Sheet& back = sheet(number + 1);
    const bool alike =
        front.paint.width == back.paint.width && front.paint.height == back.paint.height;
    return aged_scan(front, alike ? &back : nullptr, wishes, dice);
}

SoundScan SoundPages::blank_scan(int number) const {
    const Sheet sheet = blank_leaf("en", 1240, 1748, 300);
    return aged_scan(sheet, nullptr, {},
                     Dice(seed_ + static_cast<std::uint64_t>(number)).named("blank"));
}

Page page_of(const Raster& pixels) {
    Page page;
    page.id = {"item", "scan.tif", 0, 0};
    page.facts.format = "TIFF";
    page.facts.width = pixels.width;
    page.facts.height = pixels.height;
    page.facts.bits_per_sample = 8;
    page.facts.samples_per_pixel = pixels.channels;
    page.facts.ppi_x = page.facts.ppi_y = 300;
    page.facts.icc_profile = "sRGB";
    page.geometry = Geometry({double(pixels.width), double(pixels.height)}, 1);
    return page;
}

}  // namespace nuskha
