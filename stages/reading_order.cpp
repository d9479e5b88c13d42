#include "stages/reading_order.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "models/median.hpp"
#include "stages/alleys.hpp"
#include "stages/pieces.hpp"
#include "stages/tables.hpp"
#include "stages/word_row.hpp"

namespace nuskha {
namespace {

bool mostly_right_to_left(const std::vector<Block>& blocks) {
    std::ptrdiff_t balance = 0;
    for (const Block& block : blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words)
                balance += (word.direction == Direction::right_to_left ? 1 : -1) *
                           static_cast<std::ptrdiff_t>(word.text.size());
    return balance > 0;
}

Rect around(const std::vector<Piece>& pieces) {
    Rect all;
    for (const Piece& piece : pieces)
        all = united(all, piece.reach);
    return all;
}

// How far a piece could widen before it meets another at its height.
Rect widened(const std::vector<Piece>& pieces, const Piece& piece, const Rect& page) {
    double left = page.x, right = page.right();
    for (const Piece& other : pieces) {
        if (&other == &piece || !share_row(other.reach, piece.reach)) continue;
        if (other.reach.right() <= piece.reach.x + 1) left = std::max(left, other.reach.right());
        if (other.reach.x >= piece.reach.right() - 1) right = std::min(right, other.reach.x);
    }
    return {std::min(left, piece.reach.x), piece.reach.y,
            std::max(right, piece.reach.right()) - std::min(left, piece.reach.x),
            piece.reach.height};
}

bool centred(const Rect& r, const Rect& page) {
    return std::abs(r.x + r.width / 2 - page.x - page.width / 2) < 0.05 * page.width;
}

// Wider than the column it stands below or above.
bool sticks_out(const std::vector<Piece>& pieces, const Piece& piece) {
    const double height = piece.written() ? piece.block.lines.front().box.height : 0;
    const Rect& r = piece.reach;
    return std::any_of(pieces.begin(), pieces.end(), [&](const Piece& other) {
        return other.block.lines.size() > 2 && r.width > 3 * height &&
               share_column(other.reach, r) &&
               (r.x < other.reach.x - 0.8 * height ||
                r.right() > other.reach.right() + 0.8 * height);
    });
}

// What stands over two columns, or alone in the middle of the page, parts all that is above it from
// all that is below, as far as it could widen.
void widen_what_parts(std::vector<Piece>& pieces) {
    const Rect page = around(pieces);
    std::vector<Rect> reaches;
    for (const Piece& piece : pieces) {
        const Rect wide = widened(pieces, piece, page);
        const bool alone = wide.x <= page.x && wide.right() >= page.right() &&
                           (centred(piece.reach, page) || sticks_out(pieces, piece));
        const bool over_two = std::any_of(pieces.begin(), pieces.end(), [&](const Piece& a) {
            return &a != &piece && share_column(a.reach, piece.reach) &&
                   std::any_of(pieces.begin(), pieces.end(), [&](const Piece& b) {
                       return &b != &piece && share_column(b.reach, piece.reach) &&
                              a.reach.right() <= b.reach.x && share_row(a.reach, b.reach);
                   });
        });
        reaches.push_back(alone || over_two ? wide : piece.reach);
    }
    for (std::size_t i = 0; i < pieces.size(); ++i)
        pieces[i].reach = reaches[i];
}

constexpr std::size_t nothing = static_cast<std::size_t>(-1);  // stands for no block

// White over the whole width, as high as two steps from line to line and more, with columns above and below: what stood
// there was not read, and parts them as a head would.
void add_white_bands(std::vector<Piece>& pieces) {
    std::vector<double> steps;
    for (const Piece& piece : pieces)
        for (std::size_t i = 1; i < piece.block.lines.size(); ++i)
            steps.push_back(piece.block.lines[i].box.middle() -
                            piece.block.lines[i - 1].box.middle());
    if (steps.size() < 5) return;
    const double pitch = median(std::move(steps));
    std::sort(pieces.begin(), pieces.end(),
              [](const Piece& a, const Piece& b) { return a.reach.y < b.reach.y; });
    const Rect page = around(pieces);
    std::vector<Piece> bands;
    Rect above;
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
        above = united(above, pieces[i].reach);
        const double white = pieces[i + 1].reach.y - above.bottom();
        const auto beside = [&](const Piece& piece) {
            return piece.reach.width < 0.6 * page.width;
        };
        if (white > 2 * pitch && beside(pieces[i]) && beside(pieces[i + 1]))
            bands.push_back(
                {{}, nothing, {page.x, above.bottom() + 0.4 * white, page.width, 0.2 * white}});
    }
    std::move(bands.begin(), bands.end(), std::back_inserter(pieces));
}

bool lies_between(const Rect& upper, const Rect& parting, const Rect& lower) {
    return upper.bottom() <= parting.middle() && parting.middle() <= lower.y &&
           share_column(parting, upper) && share_column(parting, lower);
}

bool comes_before(const std::vector<Piece>& pieces, const Piece& a, const Piece& b) {
    if (share_column(a.reach, b.reach)) return a.reach.middle() < b.reach.middle();
    if (a.reach.x > b.reach.x) return false;
    return std::none_of(pieces.begin(), pieces.end(), [&](const Piece& c) {
        return &c != &a && &c != &b && lies_between(b.reach, c.reach, a.reach);
    });
}

// Always something that nothing comes before; in a circle what has least before it, the highest.
std::vector<Piece> sorted(std::vector<Piece> pieces) {
    const std::size_t count = pieces.size();
    std::vector<std::vector<std::size_t>> after(count);
    std::vector<int> waiting(count, 0);
    for (std::size_t a = 0; a < count; ++a)
        for (std::size_t b = 0; b < count; ++b)
            if (a != b && comes_before(pieces, pieces[a], pieces[b])) {
                after[a].push_back(b);
                ++waiting[b];
            }
    std::vector<Piece> order;
    std::vector<bool> taken(count, false);
    for (std::size_t n = 0; n < count; ++n) {
        std::size_t next = count;
        for (std::size_t i = 0; i < count; ++i) {
            if (taken[i]) continue;
            if (next == count || waiting[i] < waiting[next] ||
                (waiting[i] == waiting[next] &&
                 pieces[i].reach.middle() < pieces[next].reach.middle()))
                next = i;
        }
        taken[next] = true;
        for (const std::size_t b : after[next])
            --waiting[b];
        order.push_back(std::move(pieces[next]));
    }
    return order;
}

// Takes out what stands in the highest (or lowest) row above all else: a running head and a number.
std::vector<Piece> end_row(std::vector<Piece>& pieces, bool foot) {
    const auto edge = [&](const Piece& p) { return foot ? -p.reach.bottom() : p.reach.y; };
    const auto first =
        std::min_element(pieces.begin(), pieces.end(),
                         [&](const Piece& a, const Piece& b) { return edge(a) < edge(b); });
    if (first == pieces.end()) return {};
    const Rect row = first->reach;
    const auto in_row = [&](const Piece& p) { return share_row(p.reach, row); };
    const auto fits = [&](const Piece& p) {
        if (in_row(p)) return p.block.lines.size() == 1;
        return foot ? p.reach.bottom() <= row.y + 0.2 * row.height
                    : p.reach.y >= row.bottom() - 0.2 * row.height;
    };
    const auto brief = [](const Piece& p) {
        return p.written() && p.reach.width < 3.5 * p.reach.height;
    };
    const auto count = std::count_if(pieces.begin(), pieces.end(), in_row);
    if (count > 4 || !std::all_of(pieces.begin(), pieces.end(), fits) ||
        !std::any_of(pieces.begin(), pieces.end(),
                     [&](const Piece& p) { return in_row(p) && brief(p); }))
        return {};
    const auto rest = std::stable_partition(pieces.begin(), pieces.end(),
                                            [&](const Piece& p) { return !in_row(p); });
    std::vector<Piece> taken(std::make_move_iterator(rest), std::make_move_iterator(pieces.end()));
    pieces.erase(rest, pieces.end());
    std::sort(taken.begin(), taken.end(),
              [](const Piece& a, const Piece& b) { return a.reach.x < b.reach.x; });
    return taken;
}

double letters(const Piece& piece) {
    return usual_height({&piece.block, 1});
}

// Within the width of a column of several lines, not in its middle. What fills it at the foot is its last line, after
// one that was not read; what does not, or is in smaller letters, may be a note.
bool lies_in_a_column(const std::vector<Piece>& pieces, const Piece& piece, const Rect& page,
                      bool foot) {
    const Rect& r = piece.reach;
    return std::any_of(pieces.begin(), pieces.end(), [&](const Piece& other) {
        const Rect& column = other.reach;
        const double slack = piece.written() ? piece.block.lines.front().box.height : 0;
        if (other.block.lines.size() < 5 || column.width > 0.7 * page.width ||
            r.x < column.x - slack || r.right() > column.right() + slack)
            return false;
        return foot ? r.width > column.width - slack && letters(piece) > 0.9 * letters(other)
                    : std::abs(r.x + r.width / 2 - column.x - column.width / 2) > slack;
    });
}

// Takes out, one after the other, what stands alone above (or below) all else: a dateline, notes.
std::vector<Piece> alone_at_end(std::vector<Piece>& pieces, bool foot) {
    const Rect page = around(pieces);
    std::vector<Piece> taken;
    const auto edge = [&](const Piece& p) { return foot ? -p.reach.bottom() : p.reach.y; };
    while (pieces.size() > 1) {
        const auto first =
            std::min_element(pieces.begin(), pieces.end(),
                             [&](const Piece& a, const Piece& b) { return edge(a) < edge(b); });
        const Rect row = first->reach;
        const bool alone = std::all_of(pieces.begin(), pieces.end(), [&](const Piece& p) {
            return &p == &*first || (foot ? p.reach.bottom() <= row.y + 0.2 * row.height
                                          : p.reach.y >= row.bottom() - 0.2 * row.height);
        });
        if (!alone || first->block.lines.size() > 4 || lies_in_a_column(pieces, *first, page, foot))
            break;
        taken.insert(foot ? taken.begin() : taken.end(), std::move(*first));
        pieces.erase(first);
    }
    return taken;
}

bool much_white(const Rect& above, const Rect& below) {
    return below.middle() - above.middle() > most_heights * std::max(above.height, below.height);
}

// Pieces of one of the engine's blocks that follow each other in one column are one block again.
void append(std::vector<Block>& blocks, std::vector<std::size_t>& origins, Piece piece) {
    if (!blocks.empty() && piece.written() && origins.back() == piece.from &&
        !blocks.back().lines.empty() &&
        share_column(blocks.back().lines.back().box, piece.block.lines.front().box) &&
        blocks.back().lines.back().box.middle() < piece.block.lines.front().box.middle() &&
        !much_white(blocks.back().lines.back().box, piece.block.lines.front().box)) {
        blocks.back().box = united(blocks.back().box, piece.block.box);
        for (Line& line : piece.block.lines)
            blocks.back().lines.push_back(std::move(line));
        return;
    }
    origins.push_back(piece.from);
    blocks.push_back(std::move(piece.block));
}

}  // namespace

std::vector<Block> in_reading_order(std::vector<Block> blocks) {
    const bool mirrored = mostly_right_to_left(blocks);
    set_tables_apart(blocks, mirrored);
    const auto text = std::stable_partition(
        blocks.begin(), blocks.end(), [](const Block& block) { return block.role != Role::table; });
    const std::vector<Block> tables(std::make_move_iterator(text),
                                    std::make_move_iterator(blocks.end()));
    blocks.erase(text, blocks.end());
    part_at_rules(blocks);
    part_at_alleys(blocks);
    join_torn_lines(blocks);
    const auto upright = std::stable_partition(
        blocks.begin(), blocks.end(), [](const Block& block) { return !is_upright_rule(block); });
    const std::vector<Block> rules(std::make_move_iterator(upright),
                                   std::make_move_iterator(blocks.end()));
    blocks.erase(upright, blocks.end());
    blocks.insert(blocks.end(), tables.begin(), tables.end());
    std::vector<Piece> pieces = pieces_of(std::move(blocks));
    for (Piece& piece : pieces) {
        piece.reach = piece.block.box;
        if (mirrored) piece.reach.x = -piece.reach.right();
    }
    std::vector<Piece> head = end_row(pieces, false), foot = end_row(pieces, true);
    std::vector<Piece> top = alone_at_end(pieces, false), bottom = alone_at_end(pieces, true);
    widen_what_parts(pieces);
    add_white_bands(pieces);
    std::vector<Block> ordered;
    std::vector<std::size_t> origins;
    pieces = sorted(std::move(pieces));
    std::erase_if(pieces, [](const Piece& piece) { return piece.from == nothing; });
    for (std::vector<Piece>* part : {&head, &top, &pieces, &bottom, &foot})
        for (Piece& piece : *part)
            append(ordered, origins, std::move(piece));
    ordered.insert(ordered.end(), rules.begin(), rules.end());
    return ordered;
}

}  // namespace nuskha
