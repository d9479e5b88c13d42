// Lines below one another: what is set in order on a page.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "models/document/text.hpp"

namespace nuskha {

// Lines of one column that follow each other, a table, or a picture. Order is decided on `reach`: the box,
// mirrored where the page is read from the right, and widened where nothing stands beside it.
struct Piece {
    Block block;
    std::size_t from = 0;  // which of the engine's blocks
    Rect reach = {};
    bool written() const { return !block.lines.empty() && block.role != Role::table; }
};

inline constexpr double most_heights = 3.5;  // from line to line in one block, where no pitch tells

inline bool share_column(const Rect& a, const Rect& b) {
    return shared_width(a, b) > 0.1 * std::min(a.width, b.width);
}

inline bool share_row(const Rect& a, const Rect& b) {
    return shared_height(a, b) > 0.3 * std::min(a.height, b.height);
}

// The blocks' lines as pieces of one column each. A block is cut where its lines do not follow each
// other, where much white lies between them, and where something of another block does. Pieces that
// go on in the same column, at the usual step from line to line and in letters of the same size, are
// one, whatever the blocks they came from.
std::vector<Piece> pieces_of(std::vector<Block> blocks);

}  // namespace nuskha
