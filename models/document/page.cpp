#include "models/document/page.hpp"

#include <fmt/format.h>

namespace nuskha {

std::size_t Text::word_count() const {
    std::size_t count = 0;
    for (const Block& block : blocks)
        for (const Line& line : block.lines)
            count += line.words.size();
    return count;
}

double Text::mean_confidence() const {
    double sum = 0, weight = 0;
    for (const Block& block : blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words) {
                if (word.confidence < 0) continue;
                sum += word.confidence * static_cast<double>(word.text.size());
                weight += static_cast<double>(word.text.size());
            }
    return weight > 0 ? sum / weight : 0;
}

bool Text::claims_confidence() const {
    for (const Block& block : blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words)
                if (word.confidence >= 0) return true;
    return false;
}

std::string place_of(const PageId& id) {
    std::string place = id.scan;
    if (id.image > 0) place += fmt::format(" image {}", id.image);
    if (id.side > 0) place += fmt::format(" side {}", id.side);
    return place;
}

double Page::ppi_or(double otherwise) const {
    const double ppi = facts.ppi_x;
    return ppi >= 30 && ppi <= 4800 ? ppi : otherwise;
}

const Override* Page::told(std::string_view name) const {
    const Override* found = nullptr;
    for (const Override& one : overrides)
        if (one.name == name && (one.side == id.side || (one.side < 0 && !found))) found = &one;
    return found;
}

void scale_boxes(std::vector<Block>& blocks, double across, double down) {
    const auto grow = [&](Rect& r) {
        r = {r.x * across, r.y * down, r.width * across, r.height * down};
    };
    const auto move = [&](Point& p) { p = {p.x * across, p.y * down}; };
    for (Block& block : blocks) {
        grow(block.box);
        for (Line& line : block.lines) {
            grow(line.box);
            move(line.baseline_start);
            move(line.baseline_end);
            for (Word& word : line.words)
                change_boxes(word, grow);
        }
    }
}

}  // namespace nuskha
