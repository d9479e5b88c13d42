// What lies below a book scanner, in known places: opened books, single sheets and leaves on beds of
// every kind, with shadows, fingers, weights, slivers of the facing page, torn and rounded corners.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/document/geometry.hpp"
#include "models/document/raster.hpp"
#include "tools/samples/dice.hpp"

namespace nuskha {

struct DeskLeaf {
    Quad outline;             // of the whole leaf as if nothing were torn off, on the scan
    std::vector<Quad> words;  // all that is written on it, on the scan
};

struct Desk {
    Raster scan;       // grey
    std::string kind;  // "opening shadow", "table ruled", "leaf": what was laid down
    std::string bed;   // "none", "dark", "grey", "light", "wood"
    std::string language;
    double skew_deg = 0;                            // of all that lies there, clockwise
    std::vector<DeskLeaf> leaves;                   // from left to right; two in an opening
    std::optional<std::pair<Point, Point>> gutter;  // its upper and lower end on the scan
};

// An opened book: gutter leaning by up to 4 degrees, at 36 to 64 % of the paper's width, with or
// without shadow. Where there is no shadow both pages are written on.
Desk opened_book(Dice dice);

// One sheet of any sort that must stay whole: book pages, tables, maps, two columns, plates, folded
// sheets, pages with a dark edge or a sliver of the facing page. `number` goes through the sorts.
Desk single_sheet(int number, Dice dice);

// One leaf on a bed, tilted by up to two degrees. `number` goes through the beds.
Desk bedded_leaf(int number, Dice dice);

}  // namespace nuskha
