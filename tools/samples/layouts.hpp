// The kinds of sheet that the samples consist of.
#pragma once

#include <cstdint>

#include "tools/samples/prose.hpp"
#include "tools/samples/sheet.hpp"
#include "tools/samples/typesetter.hpp"

namespace nuskha {

struct BookStyle {
    int width = 1240, height = 1748;  // pixels of the leaf
    int dpi = 300;
    Face face{"Noto Serif", 9};
    double margin_mm = 11;
    bool heading = false;  // opens a chapter
    int number = 0;        // page number; even pages are versos
};

// The face that a language's books are set in here.
Face book_face(std::string_view language, double points);

// A book page: running head with a rule, chapter heading, justified paragraphs, page number.
Sheet book_page(const Prose& prose, Flow& flow, const BookStyle& style);
// Two facing pages of an opened book, side by side.
Sheet double_page(const Prose& prose, Flow& flow, const BookStyle& style);
// A periodical's page: title, date line, two justified columns with a rule between them.
Sheet periodical_page(const Prose& prose, Flow& flow, const BookStyle& style, bool front,
                      const std::string& date_line);
// A leaf written by hand: uneven lines, no running head; ruled lines where `ruled`.
Sheet manuscript_page(const Prose& prose, Flow& flow, const BookStyle& style, bool ruled,
                      std::uint64_t seed);
// A map sheet in colours: neatline with degrees, coast, rivers, hills, names at angles.
Sheet map_sheet(const Prose& prose, int width, int height, int dpi, std::uint64_t seed);
// A leaf with nothing on it.
Sheet blank_leaf(const std::string& language, int width, int height, int dpi);

}  // namespace nuskha
