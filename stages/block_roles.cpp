#include "stages/block_roles.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "models/median.hpp"
#include "pipeline/review/folio.hpp"
#include "stages/word_row.hpp"

namespace nuskha {
namespace {

bool in_one_row(const Rect& a, const Rect& b) {
    return shared_height(a, b) > 0.3 * std::min(a.height, b.height);
}

bool over_one_another(const Rect& a, const Rect& b) {
    return shared_width(a, b) > 0.5 * std::min(a.width, b.width);
}

// How large letters are. Of lines without ascenders words are a quarter lower than of others, but not
// narrower; so what is larger is so both ways.
struct Letters {
    double height = 0;  // of a word, median; 0 for no line
    double width = 0;   // mean
    bool larger_than(const Letters& other, double height_factor) const {
        constexpr double wider = 1.1;
        return height > height_factor * other.height && width > wider * other.width;
    }
};

Letters letters_of(const std::vector<Line>& lines) {
    std::vector<double> heights;
    double widths = 0, count = 0;
    for (const Line& line : lines)
        for (const Word& word : line.words) {
            heights.push_back(word.box.height);
            widths += word.box.width;
            count +=
                static_cast<double>(std::count_if(word.text.begin(), word.text.end(), [](char c) {
                    return (c & 0xC0) != 0x80;
                }));  // first bytes
        }
    if (heights.empty()) return {};
    return {median(std::move(heights)), widths / std::max(1.0, count)};
}

struct PageSetting {
    Rect text;         // around all that is written
    Letters letters;   // of most words
    double pitch = 0;  // from line to line of a block, median; 0 where none has two
};

PageSetting setting_of(const std::vector<Block>& blocks) {
    PageSetting page;
    std::vector<Line> all;
    std::vector<double> steps;
    for (const Block& block : blocks) {
        if (!block.lines.empty()) page.text = united(page.text, block.box);
        for (std::size_t i = 1; i < block.lines.size(); ++i)
            steps.push_back(block.lines[i].box.middle() - block.lines[i - 1].box.middle());
        all.insert(all.end(), block.lines.begin(), block.lines.end());
    }
    page.letters = letters_of(all);
    if (!steps.empty()) page.pitch = median(std::move(steps));
    return page;
}

bool above_all_others(const std::vector<Block>& blocks, const Block& block) {
    return std::all_of(blocks.begin(), blocks.end(), [&](const Block& other) {
        return in_one_row(other.box, block.box) || other.box.y >= block.box.bottom() - 1;
    });
}

bool below_all_others(const std::vector<Block>& blocks, const Block& block) {
    return std::all_of(blocks.begin(), blocks.end(), [&](const Block& other) {
        return in_one_row(other.box, block.box) || other.box.bottom() <= block.box.y + 1;
    });
}

// A number, or so short that it is one badly read. Digits may be lower than most letters of the page.
bool may_be_page_number(const Block& block, const PageSetting& page) {
    if (block.lines.size() != 1) return false;
    const Line& line = block.lines.front();
    const double height = std::max(line.box.height, page.letters.height);
    return line.words.size() <= 3 && line.box.width < 4 * height &&
           std::any_of(line.words.begin(), line.words.end(), [&](const Word& word) {
               return review::folio_of(word.text) || line.box.width < 2.5 * height;
           });
}

bool begins_as_note(const Block& block) {
    const std::string_view text = block.lines.front().words.front().text;
    return text.starts_with('*') || text.ends_with(')') || review::folio_of(text).has_value();
}

// Under everything, in smaller letters, and marked as a note.
bool is_footnote(const std::vector<Block>& blocks, const Block& block, const PageSetting& page) {
    const bool low = std::all_of(blocks.begin(), blocks.end(), [&](const Block& other) {
        return &other == &block || other.lines.empty() || other.box.y >= block.box.y - 1 ||
               !over_one_another(other.box, block.box) || other.box.bottom() <= block.box.y + 1;
    });
    const bool lowest_third = block.box.y > page.text.y + page.text.height * 2 / 3;
    return low && lowest_third && begins_as_note(block) &&
           letters_of(block.lines).height < 0.97 * page.letters.height;
}

bool below_picture(const Block& picture, const Block& block, double height) {
    const double gap = block.box.y - picture.box.bottom();
    return picture.role == Role::picture && over_one_another(picture.box, block.box) &&
           gap > -0.5 * height && gap < 2.5 * height;
}

bool is_caption(const std::vector<Block>& blocks, const Block& block, double height) {
    return block.lines.size() <= 4 &&
           std::any_of(blocks.begin(), blocks.end(), [&](const Block& other) {
               const double aside =
                   std::abs(block.box.x + block.box.width / 2 - other.box.x - other.box.width / 2);
               return below_picture(other, block, height) &&
                      block.box.width < (aside < 0.5 * height ? 1.5 : 1.1) * other.box.width;
           });
}

// The lines right below a picture apart from those after a wider step, as text after a caption.
std::vector<Block> caption_apart(const std::vector<Block>& blocks, Block block, double height) {
    constexpr std::size_t longest = 5;
    const bool below = std::any_of(blocks.begin(), blocks.end(), [&](const Block& other) {
        return below_picture(other, block, height);
    });
    std::vector<double> steps;
    for (std::size_t i = 1; i < block.lines.size(); ++i)
        steps.push_back(block.lines[i].box.middle() - block.lines[i - 1].box.middle());
    if (!below || steps.size() < 2) return {std::move(block)};
    const double wide = 1.25 * median(steps);
    const auto first = std::find_if(steps.begin(), steps.end(), [&](double s) { return s > wide; });
    const auto at = static_cast<std::size_t>(first - steps.begin()) + 1;
    if (first == steps.end() || at > longest) return {std::move(block)};
    std::vector<Block> parts(2, {{}, {}, block.role});
    for (std::size_t i = 0; i < block.lines.size(); ++i) {
        Block& part = parts[i < at ? 0 : 1];
        part.box = united(part.box, block.lines[i].box);
        part.lines.push_back(std::move(block.lines[i]));
    }
    return parts;
}

// Below the middle of a caption, no wider and close to it.
bool goes_on_as_caption(const Block& caption, const Block& block) {
    if (block.lines.empty() || block.lines.size() > 2) return false;
    const double height = caption.lines.front().box.height;
    const double aside = block.box.x + block.box.width / 2 - caption.box.x - caption.box.width / 2;
    return std::abs(aside) < height && block.box.width < caption.box.width + height &&
           block.box.y - caption.box.bottom() < 0.7 * height;
}

// At the step of running text from the line above it, and from that below where there is one in its column.
bool runs_on(const std::vector<Block>& blocks, const Block& block, const PageSetting& page) {
    const double step = 1.25 * page.pitch;
    double above = 1e9, below = 1e9;  // to the nearest lines
    for (const Block& other : blocks) {
        if (&other == &block || !over_one_another(other.box, block.box)) continue;
        for (const Line& line : other.lines) {
            const double up = block.lines.front().box.middle() - line.box.middle();
            const double down = line.box.middle() - block.lines.back().box.middle();
            if (up > 0) above = std::min(above, up);
            if (down > 0) below = std::min(below, down);
        }
    }
    return above < step && (below < step || below > 5 * step);
}

Role role_of(const std::vector<Block>& blocks, const Block& block, const PageSetting& page) {
    const bool first = above_all_others(blocks, block), last = below_all_others(blocks, block);
    const Letters letters = letters_of(block.lines);
    if ((first || last) && may_be_page_number(block, page)) return Role::page_number;
    const bool one_line = block.lines.size() == 1;
    if (first && one_line && !letters.larger_than(page.letters, 1.25) &&
        block.box.width < 0.8 * page.text.width)
        return Role::running_head;
    if (is_caption(blocks, block, page.letters.height)) return Role::caption;
    if (is_footnote(blocks, block, page)) return Role::footnote;
    if (block.lines.size() <= 4 && letters.larger_than(page.letters, 1.2) &&
        !runs_on(blocks, block, page))
        return Role::heading;
    return Role::paragraph;
}

// A block's first and last lines may be something else: they are looked at on their own.
std::vector<Block> ends_apart(Block block, double height) {
    std::vector<Block> parts;
    const auto differs = [&](const Line& a, const Line& b) {
        const Letters one = letters_of({a}), two = letters_of({b});
        const double gap = b.box.middle() - a.box.middle() - (a.box.height + b.box.height) / 2;
        return (one.larger_than(two, 1.25) || two.larger_than(one, 1.25)) && gap > 0.25 * height;
    };
    for (Line& line : block.lines) {
        if (parts.empty() || differs(parts.back().lines.back(), line))
            parts.push_back({{}, {}, block.role});
        parts.back().box = united(parts.back().box, line.box);
        parts.back().lines.push_back(std::move(line));
    }
    return parts;
}

// Parts a number from the head it stands in one row with: a short word at an end of the only line, with white of two
// heights before it, three times as wide as between the other words. In the order in which they are read.
std::vector<Block> number_apart(Block block) {
    if (block.lines.size() != 1 || block.lines.front().words.size() < 2) return {std::move(block)};
    const Line& line = block.lines.front();
    const Row row = row_of(line);
    if (row.words.size() < 2) return {std::move(block)};
    std::vector<double> gaps;
    for (std::size_t i = 1; i < row.words.size(); ++i)
        gaps.push_back(row.words[i].x - row.words[i - 1].right());
    for (const bool left : {true, false}) {
        const Rect& end = left ? row.words.front() : row.words.back();
        const double gap = left ? gaps.front() : gaps.back();
        double other = 0;  // the widest of the others
        for (std::size_t i = left; i + !left < gaps.size(); ++i)
            other = std::max(other, gaps[i]);
        if (end.width > 4 * row.height || gap < 2 * row.height || gap < 3 * other) continue;
        const double from = left ? end.right() : end.x - gap;
        std::vector<Block> parts;
        for (Line& part : parts_of(line, {{from, from + gap}}))
            parts.push_back({part.box, {part}, block.role});
        if (parts.size() == 2 && line.direction == Direction::right_to_left)
            std::swap(parts.front(), parts.back());
        return parts;
    }
    return {std::move(block)};
}

void leave_out_what_pictures_hold(std::vector<Block>& blocks) {
    std::vector<Rect> pictures;
    for (const Block& block : blocks)
        if (block.role == Role::picture) pictures.push_back(block.box);
    const auto held = [&](const Line& line) {
        return std::any_of(pictures.begin(), pictures.end(), [&](const Rect& picture) {
            const Rect shared = intersected(picture, line.box);
            return !shared.empty() &&
                   shared.width * shared.height > 0.8 * line.box.width * line.box.height;
        });
    };
    const auto unsure = [](const Line& line) {
        return std::all_of(line.words.begin(), line.words.end(),
                           [](const Word& word) { return word.confidence < 0.6; });
    };
    for (Block& block : blocks)
        std::erase_if(block.lines, [&](const Line& line) { return held(line) && unsure(line); });
    std::erase_if(blocks, [](const Block& block) {
        return block.lines.empty() && block.role == Role::paragraph;
    });
}

}  // namespace

std::vector<Block> with_roles(std::vector<Block> blocks) {
    leave_out_what_pictures_hold(blocks);
    const PageSetting page = setting_of(blocks);
    std::vector<Block> parts;
    for (const Block& block : blocks) {
        if (block.lines.empty() || block.role == Role::table) {
            parts.push_back(block);
            continue;
        }
        const bool at_end = above_all_others(blocks, block) || below_all_others(blocks, block);
        std::vector<Block> apart;
        for (Block& part : caption_apart(blocks, block, page.letters.height))
            for (Block& end : ends_apart(std::move(part), page.letters.height))
                apart.push_back(std::move(end));
        for (Block& part : apart)
            for (Block& one : at_end ? number_apart(std::move(part)) : std::vector{std::move(part)})
                parts.push_back(std::move(one));
    }
    std::vector<Role> roles;
    for (const Block& part : parts)
        roles.push_back(part.lines.empty() || part.role == Role::table
                            ? part.role
                            : role_of(parts, part, page));
    for (std::size_t i = 1; i < parts.size(); ++i)
        if (roles[i - 1] == Role::caption && roles[i] == Role::paragraph &&
            goes_on_as_caption(parts[i - 1], parts[i]))
            roles[i] = Role::caption;
    for (std::size_t i = 0; i < parts.size(); ++i)
        parts[i].role = roles[i];
    return parts;
}

}  // namespace nuskha
