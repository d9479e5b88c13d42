#include "stages/unread_lines.hpp"

#include <algorithm>

namespace nuskha {
namespace {

bool covered(const Rect& line, const std::vector<Block>& blocks) {
    const double x = line.x + line.width / 2, y = line.y + line.height / 2;
    const auto holds = [&](const Rect& box) {
        return x >= box.x && x <= box.right() && y >= box.y && y <= box.bottom();
    };
    return std::any_of(blocks.begin(), blocks.end(), [&](const Block& block) {
        return std::any_of(block.lines.begin(), block.lines.end(),
                           [&](const Line& one) { return holds(one.box); });
    });
}

// Below the last line of the block, at most a line's height away, and sharing its column.
bool follows(const Rect& line, const Block& block) {
    const Rect& last = block.lines.back().box;
    return line.y - last.bottom() < std::max(line.height, last.height) &&
           line.x < block.box.right() && block.box.x < line.right();
}

Line line_at(const Rect& box) {
    Line line;
    line.box = box;
    line.baseline_start = {box.x, box.bottom()};
    line.baseline_end = {box.right(), box.bottom()};
    return line;
}

}  // namespace

bool no_text_at_all(const ReadingSigns& signs, double readable) {
    constexpr double hardly_any = 0.9, sure = 0.6;
    return signs.words > 0 && readable > 0 &&
           (signs.confidence < readable || (signs.unread > hardly_any && signs.confidence < sure));
}

std::vector<Block> without_words(std::vector<Block> blocks, std::span<const Rect> ink) {
    for (Block& block : blocks) {
        for (Line& line : block.lines)
            line.words.clear();
        if (block.role != Role::picture && block.role != Role::ornament)
            block.role = Role::paragraph;  // what it is was told by its words
    }
    std::vector<Block> found;
    for (const Rect& box : ink) {
        if (covered(box, blocks)) continue;
        if (found.empty() || !follows(box, found.back())) found.push_back({box, {}});
        found.back().lines.push_back(line_at(box));
        found.back().box = united(found.back().box, box);
    }
    blocks.insert(blocks.end(), found.begin(), found.end());
    return blocks;
}

std::vector<Rect> lines_of_ink(const Ink& ink, double width, double height) {
    const double x = width / ink.mask.width, y = height / ink.mask.height;
    std::vector<Rect> lines;
    for (const TextLine& line : sample_lines(ink, 0, 1000))
        lines.push_back({line.box.x * x, line.box.y * y, line.box.width * x, line.box.height * y});
    std::sort(lines.begin(), lines.end(), [](const Rect& a, const Rect& b) { return a.y < b.y; });
    return lines;
}

bool leave_unread(Text& text, const ReadingSigns& signs, double readable,
                  const std::vector<Rect>& lines) {
    constexpr std::size_t page_of_writing = 8;  // lines; pictures were seen with 4 at most
    const bool lines_alone = readable > 0 && signs.words <= 0 && lines.size() >= page_of_writing;
    if (!lines_alone && !no_text_at_all(signs, readable)) return false;
    text.blocks = without_words(std::move(text.blocks), lines);
    text.not_read = true;
    return true;
}

}  // namespace nuskha
