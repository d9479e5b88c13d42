// Straight pages of print in every alphabet that there are texts, faces and trained data for.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "models/document/raster.hpp"
#include "tools/samples/ageing.hpp"
#include "tools/samples/dice.hpp"

namespace nuskha {

struct TypedPage {
    Raster scan;                 // grey, 300 pixels an inch
    std::string language, face;  // alphabet's code; family
    bool aged = false;
    std::string truth;  // line by line
};

std::span<const std::string_view> typed_languages();

// Clean: fresh paper and a little of the lens and the sensor; aged: yellowed, foxed, faded, with the verso showing
// through. The page lies on its scan as on its sheet.
Ageing age_of_print(bool aged, Dice& dice);

// A book's leaf of about A5 with running head and page number, its text in an order that no other has.
TypedPage typed_page(const std::string& language, bool aged, Dice dice);

// The same, worn as far as that: 0 like new, 1 hardly legible.
TypedPage worn_page(const std::string& language, double wear, Dice dice);

}  // namespace nuskha
