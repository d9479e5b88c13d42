// Printed page numbers as they may stand on a page.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "models/document/text.hpp"

namespace nuskha::review {

struct Folio {
    enum class Kind { arabic, roman };
    int value = 0;  // 1..9999
    Kind kind = Kind::arabic;
    double weight = 1;    // 0..1: how much it looks like a page number
    bool certain = true;  // its digits were read with certainty
    bool operator==(const Folio&) const = default;
};

// A token as a number: decimal digits of any script (ASCII, Arabic-Indic, Persian ...), half of which
// may have been taken for letters that look like them, or a roman
// numeral in its usual form, also in the Cyrillic letters that look alike; with brackets, dashes
// and points around it. Nothing where it is neither, or beyond 9999 (roman: 399).
std::optional<Folio> folio_of(std::string_view token);
bool has_letters_or_digits(std::string_view token);

// From this confidence of its word on a number is certain: nine in ten that were read right lie
// above 0.95; of those that were misread, most lie below 0.85 and the highest at 0.93.
inline constexpr double certain_number = 0.94;

// The two highest and two lowest lines, highest first; all where there are no more than four.
// `Blocks` is a vector of Block, const or not.
template <class Blocks>
auto lines_at_ends(Blocks& blocks) {
    std::vector<decltype(&blocks[0].lines[0])> lines;
    for (auto& block : blocks)
        for (auto& line : block.lines)
            if (!line.words.empty()) lines.push_back(&line);
    std::stable_sort(lines.begin(), lines.end(), [](const Line* a, const Line* b) {
        return a->box.y + a->box.bottom() < b->box.y + b->box.bottom();
    });
    if (lines.size() > 4) lines.erase(lines.begin() + 2, lines.end() - 2);
    return lines;
}

// All numbers at the ends of the two highest and two lowest lines, those that stand alone first.
// Most of them are something else (years, signatures, chapters): which are page numbers is told by
// their running on from page to page (pagination.hpp).
std::vector<Folio> folios_of(const Text& text);

}  // namespace nuskha::review
