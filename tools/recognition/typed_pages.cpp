#include "tools/recognition/typed_pages.hpp"

#include "tools/samples/ageing.hpp"
#include "tools/samples/faces.hpp"
#include "tools/samples/layouts.hpp"

namespace nuskha {
namespace {

constexpr std::string_view languages[] = {"az-Latn", "az-Cyrl", "az-Arab", "kk-Cyrl", "kk-Latn",
                                          "kk-Arab", "ru",      "en",      "fa",      "ar"};

Sheet leaf(const Prose& prose, const Face& face, int number, Dice& dice) {
    Flow flow;
    flow.paragraphs = shuffled_paragraphs(prose, 8000, dice);
    BookStyle style;
    style.width = 1560;
    style.height = 2200;
    style.face = face;
    style.number = number;
    return book_page(prose, flow, style);
}

std::string text_of(const Sheet& sheet) {
    std::string text;
    for (const SheetLine& line : sheet.lines)
        text += line.text + '\n';
    return text;
}

TypedPage page_with(const std::string& language, Ageing ageing, bool aged_too, Dice& dice) {
    const Prose prose = load_prose(language);
    const std::vector<Face> faces = bench_faces(language);
    Face face = faces[static_cast<std::size_t>(dice.below(static_cast<int>(faces.size())))];
    face.points *= dice.uniform(9, 12);
    const int number = 10 + dice.below(400);
    const Sheet recto = leaf(prose, face, number, dice),
                verso = leaf(prose, face, number + 1, dice);
    ageing.bed_px = 0;
    AgedScan scan = aged(recto, &verso, ageing, Dice(dice.next()));
    return {std::move(scan.pixels), language, face.family, aged_too, text_of(recto)};
}

}  // namespace

std::span<const std::string_view> typed_languages() {
    return languages;
}

Ageing age_of_print(bool aged_too, Dice& dice) {
    Ageing ageing;
    ageing.bed_px = 0;
    ageing.blur_px = dice.uniform(0.4, 0.7);
    ageing.noise = dice.uniform(1, 3);
    ageing.yellowing = ageing.texture = 0;
    if (aged_too) {
        ageing.yellowing = dice.uniform(0.2, 0.8);
        ageing.texture = dice.uniform(0.2, 0.6);
        ageing.foxing = dice.below(12);
        ageing.stains = dice.below(2);
        ageing.show_through = dice.uniform(0.03, 0.2);
        ageing.fading = dice.uniform(0, 0.35);
        ageing.blur_px = dice.uniform(0.5, 1.0);
        ageing.noise = dice.uniform(2, 6);
    }
    return ageing;
}

TypedPage typed_page(const std::string& language, bool aged_too, Dice dice) {
    const Ageing ageing = age_of_print(aged_too, dice);
    return page_with(language, ageing, aged_too, dice);
}

TypedPage worn_page(const std::string& language, double wear, Dice dice) {
    Ageing ageing;
    ageing.yellowing = dice.uniform(0, wear);
    ageing.texture = dice.uniform(0, wear);
    ageing.foxing = static_cast<int>(dice.uniform(0, 30 * wear));
    ageing.stains = static_cast<int>(dice.uniform(0, 3 * wear));
    ageing.show_through = dice.uniform(0, 0.4 * wear);
    ageing.fading = dice.uniform(0, 0.7 * wear);
    ageing.blur_px = 0.5 + dice.uniform(0, 2.2 * wear);
    ageing.noise = 2 + dice.uniform(0, 18 * wear);
    return page_with(language, ageing, true, dice);
}

}  // namespace nuskha
