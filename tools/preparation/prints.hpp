// Sheets of print for the benchmarks, beyond the kinds that the samples consist of.
#pragma once

#include <string>

#include "tools/samples/dice.hpp"
#include "tools/samples/layouts.hpp"

namespace nuskha {

// What a book's leaves have in common.
struct Make {
    std::string language;
    int dpi = 200;
    Face face;
    double margin_mm = 11, yellowing = 0, texture = 0;
    int sort = 0;  // 0 a manuscript with ruled frames, 1 a periodical, else a printed book
    Flow flow;
    const Prose& prose() const;
    BookStyle style(int width, int height, int number) const;
};

Make make_of(int dpi, Dice& dice);

// A plate: a picture in tones with a caption.
Sheet plate(const Make& make, int width, int height, Dice& dice);
// A table as wide as the sheet: 2 to 8 columns under a heading, ruled or not.
Sheet table(Make& make, int width, int height, bool ruled, Dice& dice);
// Text across the whole width of a sheet, or in two or three columns with narrow alleys.
Sheet broad_text(Make& make, int width, int height, int columns, Dice& dice);

}  // namespace nuskha
