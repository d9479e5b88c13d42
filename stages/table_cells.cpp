#include "stages/table_cells.hpp"

#include <algorithm>
#include <string>

namespace nuskha {
namespace {

// In heights. Between a number and a word less white parts cells than in running text.
constexpr double space = 2, space_at_number = 0.9;

// Digits as well in Arabic script: U+0660 to U+0669, U+06F0 to U+06F9.
bool has_digit(const std::string& text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
        if ((c >= '0' && c <= '9') || (c == 0xD9 && next >= 0xA0 && next <= 0xA9) ||
            (c == 0xDB && next >= 0xB0 && next <= 0xB9))
            return true;
    }
    return false;
}

void add_cells(std::vector<Cell>& cells, const Line& line, std::size_t b, std::size_t l,
               double height) {
    std::vector<std::size_t> order(line.words.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
        return line.words[i].box.x < line.words[j].box.x;
    });
    bool open = false;
    for (const std::size_t i : order) {
        const Word& word = line.words[i];
        const double white = open ? word.box.x - cells.back().box.right() : 0;
        const bool at_number =
            open &&
            has_digit(word.text) != has_digit(line.words[cells.back().words.back().word].text);
        if (!open || white > (at_number ? space_at_number : space) * height) cells.emplace_back();
        open = true;
        cells.back().box = united(cells.back().box, word.box);
        cells.back().words.push_back({b, l, i});
        cells.back().number |= has_digit(word.text);
    }
}

}  // namespace

std::vector<Cell> cells_of(const std::vector<Block>& blocks, double height) {
    std::vector<Cell> cells;
    for (std::size_t b = 0; b < blocks.size(); ++b)
        for (std::size_t l = 0; l < blocks[b].lines.size(); ++l)
            add_cells(cells, blocks[b].lines[l], b, l, height);
    std::sort(cells.begin(), cells.end(),
              [](const Cell& a, const Cell& b) { return a.middle() < b.middle(); });
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto look = [&](const Cell& other) {
            if (other.box.x > cells[i].box.x &&
                (!cells[i].next || other.box.x < cells[i].next->box.x))
                cells[i].next = &other;
        };
        for (std::size_t j = i; j-- > 0 && in_one_row(cells[i], cells[j], height);)
            look(cells[j]);
        for (std::size_t j = i + 1; j < cells.size() && in_one_row(cells[i], cells[j], height); ++j)
            look(cells[j]);
    }
    return cells;
}

}  // namespace nuskha
