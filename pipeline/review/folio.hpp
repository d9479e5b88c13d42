// Printed page numbers as they may stand on a page.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "models/document/text.hpp"

namespace nuskha::review {

struct Folio {
    enum class Kind { arabic, roman };
    int value = 0;  // 1..9999
    Kind kind = Kind::arabic;
    double weight = 1;  // 0..1: how much it looks like a page number
    bool operator==(const Folio&) const = default;
};

// A token as a number: decimal digits of any script (ASCII, Arabic-Indic, Persian ...), half of which
// may have been taken for letters that look like them, or a roman
// numeral in its usual form, also in the Cyrillic letters that look alike; with brackets, dashes
// and points around it. Nothing where it is neither, or beyond 9999 (roman: 399).
std::optional<Folio> folio_of(std::string_view token);

// All numbers at the ends of the two highest and two lowest lines, those that stand alone first.
// Most of them are something else (years, signatures, chapters): which are page numbers is told by
// their running on from page to page (pagination.hpp).
std::vector<Folio> folios_of(const Text& text);

}  // namespace nuskha::review
