#include "stages/pieces.hpp"

#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

namespace nuskha {
namespace {

double lower_median(std::vector<double> values) {  // 0 for none
    if (values.empty()) return 0;
    const auto half = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
    std::nth_element(values.begin(), half, values.end());
    return *half;
}

double line_height(const Block& block) {
    std::vector<double> heights;
    for (const Line& line : block.lines)
        heights.push_back(line.box.height);
    return lower_median(std::move(heights));
}

// From the middle of a line to that of the next, in the middle of all; 0 for fewer than two.
double pitch_of(const Block& block) {
    std::vector<double> steps;
    for (std::size_t i = 1; i < block.lines.size(); ++i)
        steps.push_back(block.lines[i].box.middle() - block.lines[i - 1].box.middle());
    return lower_median(std::move(steps));
}

// How far the next line of the block may be below one. Two or three lines tell no pitch: a dateline and what is far
// below it are not one, nor are they farther apart than the lines of a typescript.
double longest_step(const Block& block) {
    const double step = 1.25 * pitch_of(block);
    return block.lines.size() > 3 ? step : std::min(step, most_heights * line_height(block));
}

// The lines of a block as pieces of one column each, cut where white lies between them.
std::vector<Piece> chained(Block block, std::size_t from) {
    std::stable_sort(block.lines.begin(), block.lines.end(),
                     [](const Line& a, const Line& b) { return a.box.middle() < b.box.middle(); });
    const double most = longest_step(block);
    std::vector<Piece> pieces;
    std::vector<std::size_t> open;  // pieces that may go on
    for (Line& line : block.lines) {
        std::vector<std::size_t> above;
        for (const std::size_t i : open)
            if (share_column(pieces[i].block.box, line.box)) above.push_back(i);
        const Rect box = line.box;
        const Rect last = above.empty() ? Rect{} : pieces[above[0]].block.lines.back().box;
        if (above.size() == 1 && !share_row(last, box) && box.middle() - last.middle() <= most) {
            Block& own = pieces[above[0]].block;
            own.lines.push_back(std::move(line));
            own.box = united(own.box, box);
            continue;
        }
        for (const std::size_t i : above)
            std::erase(open, i);
        open.push_back(pieces.size());
        Piece piece{{box, {}, block.role}, from, {}};
        piece.block.lines.push_back(std::move(line));
        pieces.push_back(std::move(piece));
    }
    return pieces;
}

// Cuts a piece where something of another block lies between two of its lines.
void cut_around_others(std::vector<Piece>& pieces) {
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (!pieces[i].written()) continue;
        for (std::size_t l = 1; l < pieces[i].block.lines.size(); ++l) {
            Block& block = pieces[i].block;
            const Rect above = block.lines[l - 1].box, below = block.lines[l].box;
            const bool parted = std::any_of(pieces.begin(), pieces.end(), [&](const Piece& other) {
                const Rect& box = other.block.box;
                return &other != &pieces[i] && box.middle() > above.middle() &&
                       box.middle() < below.middle() && share_column(box, above) &&
                       share_column(box, below);
            });
            if (!parted) continue;
            Piece rest{{{}, {}, block.role}, pieces[i].from, {}};
            const auto at = block.lines.begin() + static_cast<std::ptrdiff_t>(l);
            rest.block.lines.assign(at, block.lines.end());
            block.lines.erase(at, block.lines.end());
            for (Block* part : {&block, &rest.block}) {
                part->box = {};
                for (const Line& line : part->lines)
                    part->box = united(part->box, line.box);
            }
            pieces.push_back(std::move(rest));
            break;
        }
    }
}

// The nearest piece below (or above) in the same column; nothing where two stand there side by side.
std::optional<std::size_t> next_to(const std::vector<Piece>& pieces, std::size_t i, bool below) {
    const Rect& own = pieces[i].block.box;
    const auto edge = [&](const Rect& r) { return below ? r.y : -r.bottom(); };
    const auto beyond = [&](std::size_t j) {
        const Rect& box = pieces[j].block.box;
        return j != i && share_column(own, box) && !share_row(own, box) &&
               (below ? box.middle() > own.middle() : box.middle() < own.middle());
    };
    std::optional<std::size_t> nearest;
    for (std::size_t j = 0; j < pieces.size(); ++j)
        if (beyond(j) && (!nearest || edge(pieces[j].block.box) < edge(pieces[*nearest].block.box)))
            nearest = j;
    if (!nearest || !pieces[*nearest].written()) return {};
    const Block& block = pieces[*nearest].block;
    const Rect& row = (below ? block.lines.front() : block.lines.back()).box;
    for (std::size_t j = 0; j < pieces.size(); ++j)
        if (j != *nearest && beyond(j) && share_row(pieces[j].block.box, row)) return {};
    return nearest;
}

double step(const Piece& upper, const Piece& lower) {
    return lower.block.lines.front().box.middle() - upper.block.lines.back().box.middle();
}

// Which pieces lie alone below one another.
std::vector<std::optional<std::size_t>> followers(const std::vector<Piece>& pieces) {
    std::vector<std::optional<std::size_t>> below(pieces.size());
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (!pieces[i].written()) continue;
        below[i] = next_to(pieces, i, true);
        if (below[i] && next_to(pieces, *below[i], false) != i) below[i].reset();
    }
    return below;
}

bool goes_on(const Piece& upper, const Piece& lower, double pitch) {
    const Rect &a = upper.block.box, &b = lower.block.box;
    const double high = line_height(upper.block), low = line_height(lower.block);
    const bool edge = std::abs(a.x - b.x) < high || std::abs(a.right() - b.right()) < high;
    return edge && std::max(high, low) < 1.45 * std::min(high, low) &&
           step(upper, lower) <= std::min(1.35 * pitch, most_heights * std::max(high, low));
}

std::vector<Piece> joined_down(std::vector<Piece> pieces) {
    const auto below = followers(pieces);
    std::vector<double> steps;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const std::vector<Line>& lines = pieces[i].block.lines;
        for (std::size_t l = 1; l < lines.size(); ++l)
            steps.push_back(lines[l].box.middle() - lines[l - 1].box.middle());
        if (below[i]) steps.push_back(step(pieces[i], pieces[*below[i]]));
    }
    const double pitch = lower_median(std::move(steps));
    std::vector<bool> begins(pieces.size(), true);
    std::vector<std::optional<std::size_t>> next(pieces.size());
    for (std::size_t i = 0; i < pieces.size(); ++i)
        if (below[i] && goes_on(pieces[i], pieces[*below[i]], pitch)) {
            next[i] = below[i];
            begins[*below[i]] = false;
        }
    std::vector<Piece> joined;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (!begins[i]) continue;
        Piece whole = std::move(pieces[i]);
        for (auto j = next[i]; j; j = next[*j]) {
            whole.block.box = united(whole.block.box, pieces[*j].block.box);
            std::move(pieces[*j].block.lines.begin(), pieces[*j].block.lines.end(),
                      std::back_inserter(whole.block.lines));
        }
        joined.push_back(std::move(whole));
    }
    return joined;
}

}  // namespace

std::vector<Piece> pieces_of(std::vector<Block> blocks) {
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (blocks[i].lines.empty() || blocks[i].role == Role::table)
            pieces.push_back({std::move(blocks[i]), i});
        else
            for (Piece& piece : chained(std::move(blocks[i]), i))
                pieces.push_back(std::move(piece));
    }
    cut_around_others(pieces);
    return joined_down(std::move(pieces));
}

}  // namespace nuskha
