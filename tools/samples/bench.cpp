// The benchmark batch: many pages of known text and skew, in five languages.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tools/samples/batches.hpp"
#include "tools/samples/delivery.hpp"
#include "tools/samples/layouts.hpp"
#include "tools/samples/truth.hpp"

namespace nuskha {
namespace {

constexpr std::array<const char*, 5> languages{"en", "ru", "az-Latn", "az-Cyrl", "kk-Cyrl"};
constexpr int max_sheets = 10;  // typeset pages a language; beyond, only the ageing is new

BookStyle style_of(const std::string& language, bool small) {
    BookStyle style;
    style.width = small ? 760 : 2200;
    style.height = small ? 1060 : 3220;
    style.margin_mm = small ? 6 : 24;
    style.face = book_face(language, small ? 9.5 : 11);
    style.face.line_spacing = small ? 1.5 : 1.06;
    return style;
}

std::vector<Sheet> sheets_of(const std::string& language, int pages, bool small, Dice dice) {
    const Prose prose = load_prose(language);
    BookStyle style = style_of(language, small);
    std::vector<Sheet> sheets;
    for (int i = 0; i < std::min(std::max(pages, 2), max_sheets); ++i) {
        Flow flow{shuffled_paragraphs(prose, small ? 1500 : 7000, dice)};
        style.number = 2 * i + 1;  // rectos: the dark edge is on the left
        sheets.push_back(book_page(prose, flow, style));
    }
    return sheets;
}

Ageing ageing_of(int page, int pages, bool small, Dice& dice) {
    Ageing a;
    // Angles spread evenly over -7 .. +7 degrees in an order that mixes languages.
    a.skew_deg = pages > 1 ? -7 + 14.0 * ((page * 7) % pages) / (pages - 1) : 3;
    if (pages % 7 == 0) a.skew_deg = pages > 1 ? -7 + 14.0 * page / (pages - 1) : 3;
    a.skew_deg = std::round(a.skew_deg * 100) / 100;
    a.yellowing = dice.uniform(0.15, 0.45);
    a.texture = 0.4;
    a.show_through = dice.uniform(0.04, 0.10);
    a.gutter_shadow = 0.35;
    a.foxing = small ? 0 : 8;
    a.bed_px = small ? 8 : 24;
    a.blur_px = 0.6;
    a.noise = 2.5;
    return a;
}

}  // namespace

void make_bench(const std::filesystem::path& folder, const BenchPlan& plan) {
    for (const char* name : {"batch", "truth", "flat", "LIST"})
        std::filesystem::remove_all(folder / name);
    std::filesystem::create_directories(folder / "flat");
    Dice dice(plan.seed);
    Delivery to(folder / "batch", folder / "truth", dice.named("delivery"));
    const int kinds = static_cast<int>(languages.size());
    std::string list, csv = "id,title,creator,date,languages,kind,rights,shelfmark\n";
    for (int k = 0; k < kinds; ++k) {
        const std::string language = languages[k];
        const int pages = plan.pages / kinds + (k < plan.pages % kinds ? 1 : 0);
        if (pages == 0) continue;
        const auto sheets = sheets_of(language, pages, plan.small, dice.named(language));
        csv += fmt::format("{},Bench {},,2026,{},print,,\n", language, language, language);
        for (int i = 0; i < pages; ++i) {
            const int n = static_cast<int>(sheets.size());
            const std::string name = fmt::format("{}_{:04}.tif", language, i + 1);
            const std::string path = language + "/" + name;
            Ageing ageing = ageing_of(i * kinds + k, plan.pages, plan.small, dice);
            if (plan.level) ageing.skew_deg = 0;
            to.scan(path, sheets[i % n], &sheets[(i + 1) % n], ageing,
                    plan.small ? TiffForm::jpeg : TiffForm::none, 75);
            std::filesystem::create_symlink("../batch/" + path, folder / "flat" / name);
            list += name + " " + tesseract_language(language) + "\n";
        }
    }
    to.file("items.csv", csv);
    to.file("batch.toml", "id = \"bench\"\nrecipe = \"print\"\n");
    write_text(folder / "LIST", list);
}

}  // namespace nuskha
