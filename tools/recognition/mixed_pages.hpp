// Printed pages in two scripts, with the truth of every line, and pages in one beside them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/document/raster.hpp"
#include "tools/samples/dice.hpp"
#include "tools/samples/sheet.hpp"

namespace nuskha {

enum class Mixture {
    columns,     // one language beside the other
    paragraphs,  // in turn
    quotations,  // set-off paragraphs of the other language
    phrases,     // some words of the other language in every paragraph
    names,       // names of the other language in every paragraph
    alone,       // the first language only: what may not suffer
};

struct MixedKind {
    std::string_view name;
    Mixture mixture;
    std::string_view language, other;
};

std::span<const MixedKind> mixed_kinds();

struct MixedPage {
    Raster scan;  // grey, 300 pixels an inch, as large as the sheet
    std::string face, other_face;
    std::vector<SheetLine> lines;  // in reading order; words in logical order
};

// Faces that neither samples nor tests are set in. The same kind, age and dice give the same page.
MixedPage mixed_page(const MixedKind& kind, bool aged, Dice dice);

}  // namespace nuskha
