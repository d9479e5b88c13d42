// Printed pages of two to four columns with the truth of their lines' order (of a table, its cells row by row): in Latin,
// Cyrillic and Arabic script, in faces that neither the samples nor the unit tests are set in.
#pragma once

#include <string>
#include <vector>

#include "models/document/text.hpp"
#include "tools/samples/dice.hpp"
#include "tools/samples/sheet.hpp"

namespace nuskha {

struct ColumnPage {
    Raster scan;  // grey, upright, as large as the sheet
    int dpi = 0;
    std::string kind, language, face;
    int columns = 0;
    bool rules = false;            // between the columns
    std::vector<SheetLine> lines;  // in reading order
    std::vector<Role> roles;       // of each line
    std::vector<Rect> pictures;
};

// `number` goes through kinds and languages; every other page runs right to left. The same number
// and dice give the same page.
ColumnPage column_page(int number, Dice dice);

}  // namespace nuskha
