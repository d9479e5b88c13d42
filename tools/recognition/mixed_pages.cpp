#include "tools/recognition/mixed_pages.hpp"

#include <memory>

#include "tools/recognition/typed_pages.hpp"
#include "tools/samples/faces.hpp"
#include "tools/samples/prose.hpp"

namespace nuskha {
namespace {

constexpr MixedKind kinds[]{
    {"columns az-Cyrl az-Latn", Mixture::columns, "az-Cyrl", "az-Latn"},
    {"columns ru en", Mixture::columns, "ru", "en"},
    {"columns kk-Cyrl en", Mixture::columns, "kk-Cyrl", "en"},
    {"paragraphs kk-Cyrl en", Mixture::paragraphs, "kk-Cyrl", "en"},
    {"quotations az-Latn ar", Mixture::quotations, "az-Latn", "ar"},
    {"quotations az-Latn fa", Mixture::quotations, "az-Latn", "fa"},
    {"quotations az-Latn az-Arab", Mixture::quotations, "az-Latn", "az-Arab"},
    {"phrases az-Latn ar", Mixture::phrases, "az-Latn", "ar"},
    {"phrases az-Latn fa", Mixture::phrases, "az-Latn", "fa"},
    {"phrases az-Latn az-Arab", Mixture::phrases, "az-Latn", "az-Arab"},
    {"names ru en", Mixture::names, "ru", "en"},
    {"alone az-Latn", Mixture::alone, "az-Latn", "ar"},
    {"alone kk-Cyrl", Mixture::alone, "kk-Cyrl", "en"},
    {"alone fa", Mixture::alone, "fa", "en"},
};

constexpr int width = 1560, height = 1500, dpi = 300, margin = 130, gap = 24;

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words{""};
    for (const char c : text)
        if (c == ' ')
            words.emplace_back();
        else
            words.back() += c;
    return words;
}

Face one_of(const std::vector<Face>& faces, Dice& dice) {
    return faces[static_cast<std::size_t>(dice.below(static_cast<int>(faces.size())))];
}

class MixedSheet {
  public:
    MixedSheet(const MixedKind& kind, Dice& dice)
        : kind_(kind),
          dice_(dice),
          prose_(load_prose(std::string(kind.language))),
          other_(load_prose(std::string(kind.other))),
          type_(width, height, dpi, std::string(kind.language)),
          face_(one_of(bench_faces(prose_.language), dice)),
          other_face_(one_of(bench_faces(other_.language), dice)) {
        const double points = dice.uniform(9, 12);
        face_.points *= points;
        other_face_.points *= points;
    }

    Sheet set();
    const Face& face() const { return face_; }
    const Face& other_face() const { return other_face_; }

  private:
    void columns();
    void paragraphs(const Rect& area);
    std::string sprinkled(const std::string& paragraph);
    std::string phrase();
    std::string name() {
        return other_
            .places[static_cast<std::size_t>(dice_.below(static_cast<int>(other_.places.size())))];
    }
    double pour(const std::string& text, const Face& face, const Rect& area) {
        Flow flow{{text}};
        return type_.pour(flow, face, area, Align::justify);
    }

    const MixedKind& kind_;
    Dice& dice_;
    Prose prose_, other_;
    Typesetter type_;
    Face face_, other_face_;
};

// A column each, of as many lines as fit.
void MixedSheet::columns() {
    const double alley = dice_.uniform(50, 90), column = (width - 2 * margin - alley) / 2;
    const bool rule = dice_.below(2) == 0;
    for (int i = 0; i < 2; ++i) {
        Flow flow{shuffled_paragraphs(i ? other_ : prose_, 4000, dice_)};
        type_.pour(flow, i ? other_face_ : face_,
                   {margin + i * (column + alley), margin, column, height - 2 * margin},
                   Align::justify);
    }
    if (rule)
        type_.rule(margin + column + alley / 2, margin, margin + column + alley / 2,
                   height - margin, 2);
}

// Three to six words in a row.
std::string MixedSheet::phrase() {
    const auto& paragraph = other_.paragraphs[static_cast<std::size_t>(
        dice_.below(static_cast<int>(other_.paragraphs.size())))];
    const std::vector<std::string> words = words_of(paragraph.front());
    const int count = std::min(3 + dice_.below(4), static_cast<int>(words.size()));
    const int first = dice_.below(static_cast<int>(words.size()) - count + 1);
    std::string text;
    for (int i = first; i < first + count; ++i)
        text += (text.empty() ? "" : " ") + words[static_cast<std::size_t>(i)];
    return text;
}

// Two phrases or names among the words of the paragraph, in its first and its second half.
std::string MixedSheet::sprinkled(const std::string& paragraph) {
    const std::vector<std::string> words = words_of(paragraph);
    const int half = static_cast<int>(words.size()) / 2;
    const int places[]{dice_.below(half), half + dice_.below(half)};
    std::string text;
    for (int i = 0; i < static_cast<int>(words.size()); ++i) {
        text += (text.empty() ? "" : " ") + words[static_cast<std::size_t>(i)];
        if (i == places[0] || i == places[1])
            text += " " + (kind_.mixture == Mixture::phrases ? phrase() : name());
    }
    return text;
}

void MixedSheet::paragraphs(const Rect& area) {
    const bool in_turn =
        kind_.mixture == Mixture::paragraphs || kind_.mixture == Mixture::quotations;
    const bool among = kind_.mixture == Mixture::phrases || kind_.mixture == Mixture::names;
    const double indent = kind_.mixture == Mixture::quotations ? area.width / 10 : 0;
    Face mixed = face_;
    mixed.other = other_face_.family;
    const auto own = shuffled_paragraphs(prose_, 8000, dice_),
               others = shuffled_paragraphs(other_, 8000, dice_);
    double y = area.y;
    for (std::size_t i = 0; y < area.bottom() && i < std::min(own.size(), others.size()); ++i) {
        y += pour(among ? sprinkled(own[i]) : own[i], among ? mixed : face_,
                  {area.x, y, area.width, area.bottom() - y});
        if (in_turn)
            y +=
                gap +
                pour(others[i], other_face_,
                     {area.x + indent, y + gap, area.width - 2 * indent, area.bottom() - y - gap}) +
                gap;
    }
}

Sheet MixedSheet::set() {
    if (kind_.mixture == Mixture::columns)
        columns();
    else
        paragraphs({margin, margin, width - 2 * margin, height - 2 * margin});
    return type_.take();
}

}  // namespace

std::span<const MixedKind> mixed_kinds() {
    return kinds;
}

MixedPage mixed_page(const MixedKind& kind, bool aged_too, Dice dice) {
    MixedSheet recto(kind, dice), verso(kind, dice);
    MixedPage page{{}, recto.face().family, recto.other_face().family, {}};
    const Sheet front = recto.set(), back = verso.set();
    const Ageing ageing = age_of_print(aged_too, dice);
    page.scan = aged(front, &back, ageing, Dice(dice.next())).pixels;
    page.lines = front.lines;
    return page;
}

}  // namespace nuskha
